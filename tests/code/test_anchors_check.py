"""The tables held against their texts: what each rule catches, and where it says the mistake is."""

from typing import Any

import pytest
from texts_world import INSEL, LINES, STRAITS, TEXTS, islands, made, spans

from communique.anchors.copying import copied
from communique.anchors.coverage import uncovered
from communique.anchors.fill import SpanError, fill, filled
from communique.anchors.spans import head, tail
from communique.anchors.texts_check import check_texts
from communique.problems import Problem
from communique.records.places import Places
from communique.tables import Tables


def codes(tables: Tables, texts: dict[str, str] = TEXTS) -> list[str]:
    """Codes of the problems, in their order."""
    return [problem.code for problem in check_texts(tables, texts, {})]


def test_true_tables_have_no_problem() -> None:
    assert check_texts(islands(), TEXTS, {}) == []


def test_articles_without_a_text_are_passed_over() -> None:
    tables = islands(st_00001={"key_phrase": "no such words"})
    assert codes(tables, {"ar-00002": INSEL}) == []


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("char_end", 10**6, "span-past-end"),
        ("char_end", 3, "span-reversed"),
        ("span_sha256", "0" * 64, "span-hash"),
        ("span_norm_sha256", "0" * 64, "span-norm-hash"),
        ("word_count", 7, "span-words"),
        ("head", "her isle", "span-head"),
        ("tail", "the winter", "span-tail"),
        ("tail", None, "span-unfilled"),
    ],
)
def test_each_value_of_an_anchor_is_checked(column: str, value: Any, code: str) -> None:
    tables = islands()
    tables["anchors"].loc[0, column] = value
    assert code in codes(tables)


def test_a_problem_stands_where_the_field_is_written() -> None:
    tables = islands()
    tables["anchors"].loc[1, "word_count"] = 3
    places = Places()
    for line in (10, 20, 30, 40, 50):
        places.add("dataset/articles/one.yml", line, {"word_count": line + 2}, f"st at {line}")
    (problem,) = check_texts(tables, TEXTS, {"anchors": places})
    assert problem == Problem("dataset/articles/one.yml", 22, "st at 20", "word_count", "span-words",
                              problem.message, problem.fix)  # fmt: skip


def test_the_text_itself_is_checked() -> None:
    tables = islands()
    assert codes(tables, {"ar-00002": INSEL + "\n"}) == ["text-bytes", "text-chars", "text-sha256"]
    tables["article_ranges"].loc[1, "char_end"] = 10**5
    assert codes(tables) == ["range-past-end"]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("common weather", []),
        ("COMMON\nweather", []),  # how it is printed is not the phrase's business
        ("a common weather service", ["span-rebuilt"]),
        ("answer the request about a common weather service", ["copies-source", "phrase-too-long", "span-rebuilt"]),
        ("wait for their list", ["phrase-not-in-span"]),
        ("an uncommon weather", ["phrase-absent"]),
    ],
)
def test_key_phrases(phrase: str, expected: list[str]) -> None:
    assert codes(islands(st_00003={"key_phrase": phrase})) == expected


def test_a_repeat_that_is_not_listed() -> None:
    first, second = spans(STRAITS, LINES["pilots"])
    tables = made({"ar-00001": STRAITS}, {"st-00002": ("ar-00001", [first])})
    (problem,) = check_texts(tables, TEXTS, {})
    assert problem.code == "repeat-not-listed"
    assert f"{second[0] + 1}-" in problem.message


def test_words_printed_again_outside_the_body_are_no_repeat() -> None:
    first, second = spans(STRAITS, LINES["pilots"])
    tables = made({"ar-00001": STRAITS}, {"st-00002": ("ar-00001", [first])})
    tables["article_ranges"].loc[0, "char_end"] = second[0]
    assert codes(tables) == []


def test_an_edge_inside_a_word_is_a_warning() -> None:
    tables = made({"ar-00001": STRAITS}, {"st-00001": ("ar-00001", [(200, 259)])})
    problems = check_texts(tables, TEXTS, {})
    assert {(p.code, p.level) for p in problems} == {("span-cuts-word", "warning")}


EIGHT = "about a common weather service for both islands"


@pytest.mark.parametrize(
    ("value", "caught"),
    [
        (f"The other side said nothing {EIGHT} so far.", True),
        ("About a COMMON weather\nservice — for both “islands”", True),
        ("about a common weather service for both", False),
        ("about a common weather service for all islands", False),
    ],
)
def test_eight_words_in_a_row_are_copying(value: str, caught: bool) -> None:
    assert codes(islands(st_00001={"paraphrase": value})) == (["copies-source"] if caught else [])


def test_copying_is_found_in_every_shipped_text_and_only_there() -> None:
    own = {"claims": [{"claim_id": "cl-00001", "gloss": f"x {EIGHT}"}]}
    assert codes(islands(**own)) == ["copies-source"]
    fact = {"treaty_aliases": [{"treaty_id": "tr-00001", "language": "en", "alias": EIGHT}]}
    assert codes(islands(**fact)) == []


def test_names_and_titles_may_be_repeated_but_nothing_around_them() -> None:
    name = "request about a common weather service for both islands"
    named = {"treaties": [{"treaty_id": "tr-00001", "title": name, "short_name": "Weather"}]}
    assert codes(islands(st_00001={"paraphrase": f"The {name} came up"}, **named)) == ["copies-source"]
    assert codes(islands(st_00001={"paraphrase": f"A {name} came up"}, **named)) == []


def test_every_row_that_copies_is_found_and_the_text_it_copies() -> None:
    texts = {"ar-1": "one two three four five six seven eight nine", "ar-2": "nine ten eleven twelve a b c d e f"}
    glosses = ["x one two three four five six seven eight nine y", "none", "ten eleven twelve a b c d e ten"]
    tables = made(
        {}, {}, claims=[{"claim_id": f"cl-{n}", "gloss": gloss} for n, gloss in enumerate([*glosses, glosses[0]])]
    )
    found = [(c.row, c.article_id, len(c.run)) for c in copied(tables, texts)]
    assert sorted(found) == [(0, "ar-1", 9), (2, "ar-2", 8), (3, "ar-1", 9)]


def test_uncovered_lists_what_no_anchor_holds() -> None:
    found = uncovered(islands(), {"ar-00001": STRAITS})
    assert list(found.columns) == ["article_id", "char_start", "char_end", "words"]
    stretches = [STRAITS[a:b] for a, b in zip(found["char_start"], found["char_end"], strict=True)]
    assert stretches[0].startswith("Harbour Post")
    assert stretches[1:] == [
        "The talks lasted two hours.\nThe neighbouring government",
        "Related stories\nMan loses hat in harbour",
    ]
    assert found["words"].to_list()[1:] == [8, 7]
    assert uncovered(islands(), {}).empty


def test_uncovered_is_empty_when_anchors_cover_the_body() -> None:
    tables = made({"ar-00001": "One, two.\n"}, {"st-00001": ("ar-00001", [(0, 8)])})
    assert uncovered(tables, {"ar-00001": "One, two.\n"}).empty


def test_filled_says_what_a_record_stores() -> None:
    (place,) = spans(STRAITS, LINES["open"])
    values = filled(STRAITS, *place)
    assert values["word_count"] == 16
    assert (values["head"], values["tail"]) == ("her island", "the summer")
    assert filled("one two three", 0, 13)["head"] is None
    assert fill([{"char_start": 0, "char_end": 3, "anchor_role": "primary"}], "one two")[0]["word_count"] == 1


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 2), (-1, 4), (0, 99), (7, 9)])
def test_offsets_that_name_no_words_are_refused(start: int, end: int) -> None:
    with pytest.raises(SpanError):
        filled("one two ...", start, end)


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ('"The US-led\ngroup said: yes"', "The US", "said: yes"),
        ("Der große\r\n Fluß", "Der große", "große Fluß"),
        ("stra\u00adte\u00adgic talks end", "stra\u00adte\u00adgic talks", "talks end"),
        ("one", "one", "one"),
        ("… „“", "", ""),
    ],
)
def test_head_and_tail_are_as_printed(span: str, first: str, last: str) -> None:
    assert head(span) == first
    assert tail(span) == last
