"""Search: spellings, alphabets and forms meet; nothing typed is an error; what is found shows why."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from asking import Get
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique.folding import fold, forms, key, readings, stem, words
from communique.serving.searching import write_search
from communique.site.finding import excerpt, marked, sought
from communique.site.page import MovedError, Page, asked
from communique.site.pages.search import search
from communique.site.rows import Rows
from communique.site.served import Served, opened

TYPED = st.text(max_size=60) | st.lists(
    st.sampled_from(["AND", "OR", "NOT", "NEAR(", '"', "*", ":", "^", "-", "(", ")", "'", "title:", "Lavrov", "ДСНВ", "„"]),
    max_size=8,
).map(" ".join)  # fmt: skip


@pytest.fixture(scope="module")
def one(site_folder: Path, release: str) -> Served:
    """The release as served."""
    served = opened(release, site_folder / f"{release}.db")
    assert served is not None
    return served


@pytest.fixture(scope="module")
def rows(one: Served) -> Iterator[Rows]:
    """A connection to its database."""
    with closing(sqlite3.connect(one.path)) as db:
        yield Rows(db, one)


@pytest.fixture(scope="module")
def german(one: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rows]:
    """The release with German and Russian words in three of its key phrases."""
    path = tmp_path_factory.mktemp("german") / "release.db"
    shutil.copy(one.path, path)
    with closing(sqlite3.connect(path)) as db:
        for name in ("entries", "kinds", "aliases", "words", "search"):
            db.execute(f"DROP TABLE site_{name}")
        found = db.execute("SELECT statement_id, article_id FROM statements GROUP BY article_id LIMIT 3").fetchall()
        phrases = (("de", "neue Vorschläge"), ("de", "Antwort auf den Vorschlag"), ("ru", "ответ на предложения"))
        for (statement, article), (language, phrase) in zip(found, phrases, strict=True):
            db.execute("UPDATE statements SET key_phrase = ? WHERE statement_id = ?", (phrase, statement))
            db.execute("UPDATE articles SET language = ? WHERE article_id = ?", (language, article))
        write_search(db)
        yield Rows(db, one)


def page(rows: Rows, text: str, **more: str) -> Page:
    """The search page."""
    return search(rows, asked(rows.served, "", {"q": text, **more}))


def found(rows: Rows, text: str, **more: str) -> list[str]:
    """Ids of what is shown."""
    return [hit["id"] for hit in page(rows, text, **more).data["hits"]]


@given(st.text(max_size=80), st.sampled_from(["en", "de", "ru", "zh-Hant", "", None]))
def test_folding_never_fails_and_the_key_of_a_key_is_itself(text: str, language: str | None) -> None:
    for match in words(text):
        known = key(match.group())
        assert key(known) == known
        assert key(stem(match.group(), language)) == stem(match.group(), language)
        assert all(letter.isalnum() for form in forms(match.group(), language) for letter in form)
    assert set(fold(text, language).split()) == {f for m in words(text) for f in forms(m.group(), language)}


@pytest.mark.parametrize(
    ("language", "text", "typed"),
    [
        ("en", "Lavrov", "Lawrow Lavrov Лавров Lawrow's Lavrov’s Lawrows Лаврова Лавровым LAVROV"),
        ("ru", "Лавров", "Lawrow Lavrov Лавров Лаврова"),
        ("de", "Lawrows", "Lavrov Lawrow Лавров"),
        ("de", "Vorschläge", "Vorschlag Vorschlaege Vorschläge Vorschlägen VORSCHLÄGE"),
        ("ru", "предложений", "предложение предложения предложениям"),
        ("ru", "Рябкову", "Ryabkov Rjabkow Рябков"),
        ("en", "Ushakov", "Uschakow Ушаков"),
        ("de", "Müller", "Mueller Muller müller"),
        ("ru", "Хрущёв", "Хрущев Khrushchev"),
        ("en", "proposals", "proposal proposed PROPOSING"),
    ],
)
def test_spellings_alphabets_and_forms_meet(language: str, text: str, typed: str) -> None:
    held = {*fold(text, language).split()}
    assert [word for word in typed.split() if not held & {*readings(word).values()}] == []


@pytest.mark.parametrize(
    ("a", "b"), [("Rubio", "Ryabkov"), ("treaty", "threat"), ("START", "state"), ("Путин", "путь")]
)
def test_other_words_do_not_meet(a: str, b: str) -> None:
    assert not {*fold(a, "en").split(), *fold(a, "ru").split()} & {*readings(b).values()}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(typed=TYPED)
def test_nothing_typed_is_an_error(rows: Rows, typed: str) -> None:
    try:
        data = page(rows, typed).data
    except MovedError:
        return
    assert data["matched"] in ("all", "any", "none")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(typed=TYPED)
def test_every_expression_is_one_for_full_text(rows: Rows, typed: str) -> None:
    looked_for = sought(rows, typed)
    for every in (True, False) if looked_for.terms else ():
        for title in (True, False):
            asked_for = looked_for.expression(every=every, title=title, language="ru")
            rows.all("SELECT rowid FROM site_search WHERE site_search MATCH ? LIMIT 1", asked_for)


@given(st.text(max_size=200), st.sets(st.sampled_from(["lavrov", "a", "1"]), max_size=3))
def test_marked_pieces_are_the_text(text: str, hits: set[str]) -> None:
    pieces = marked(text, "en", frozenset((hit,) for hit in hits))
    assert "".join(piece for piece, _ in pieces) == text
    assert len("".join(piece for piece, _ in excerpt(pieces, 60))) <= 60 + len("…  …")


def test_one_person_in_every_spelling(rows: Rows) -> None:
    (lavrov,) = (row["actor_id"] for row in rows.all("SELECT actor_id FROM actors WHERE name = 'Sergey Lavrov'"))
    hits = {name: found(rows, name) for name in ("Lavrov", "Lawrow", "Лавров", "Lawrow's", "LAVROV", '"Lavrov"')}
    assert all(ids == hits["Lavrov"] for ids in hits.values())
    assert lavrov in hits["Lavrov"]
    assert found(rows, "Sacharowa", kind="actors") == found(rows, "Мария Захарова", kind="actors") != []


def test_forms_of_a_german_and_a_russian_word(german: Rows) -> None:
    hits = {word: found(german, word, kind="statements", language="de")
            for word in ("Vorschlag", "Vorschläge", "Vorschlaege")}  # fmt: skip
    assert len(hits["Vorschlag"]) == 2
    assert len({tuple(ids) for ids in hits.values()}) == 1
    (russian,) = german.all("SELECT statement_id FROM statements WHERE key_phrase = 'ответ на предложения'")
    assert russian["statement_id"] in found(german, "предложение", language="ru")
    assert found(german, "предложение", language="de") == []


def test_every_hit_shows_why(rows: Rows) -> None:
    """A word that hits is marked in what is shown of it."""
    for text in ("Lawrow", "ДСНВ", "treaty extension", "Рябков", '"nuclear war"', "State Department"):
        data = page(rows, text).data
        assert data["hits"]
        for hit in data["hits"]:
            pieces = [piece for part in data["marks"][hit["id"]].values() for piece in part]
            assert any(is_hit for _, is_hit in pieces), (text, hit)


def test_quoted_words_stand_together(rows: Rows) -> None:
    together, apart = found(rows, '"nuclear war"', kind="statements"), found(rows, "nuclear war", kind="statements")
    assert together
    assert {*together} <= {*apart}
    assert found(rows, '"war nuclear"') == []


def test_nonsense_finds_nothing_and_a_slip_the_name_that_was_meant(rows: Rows) -> None:
    data = page(rows, "xyzzyplugh").data
    assert (data["hits"], data["matched"], data["near"]) == ([], "none", [])
    assert "Sergey Lavrov" in [one["name"] for one in page(rows, "Lavrof").data["near"]]


def test_where_not_all_words_are_there_it_is_said(rows: Rows) -> None:
    assert page(rows, "Lavrov treaty").data["matched"] == "all"
    assert page(rows, "Lavrov xyzzyplugh").data["matched"] == "any"


def test_words_beyond_the_most_are_counted(rows: Rows) -> None:
    assert page(rows, "one two three four five six seven eight nine ten eleven twelve more words").data["left_out"] == 2


def test_many_hits_are_capped_and_paged(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page(rows, "Russia", kind="statements").data["pages"]["of"] > 2
    monkeypatch.setitem(search.__globals__, "CAP", 30)
    data = page(rows, "Russia", kind="statements").data
    (group,) = (group for group in data["groups"] if group["kind"] == "statements")
    assert (group["n"], group["capped"], data["pages"]["of"]) == (30, True, 2)


@pytest.mark.parametrize("typed", ["pr-7zng3", "PR-7ZNG3", "  st-083sh "])
def test_an_id_leads_to_its_page(get: Get, release: str, typed: str) -> None:
    answer = get(f"/{release}/search?q={quote(typed)}")
    assert answer.status_code == 302
    assert answer.headers["location"].endswith(typed.strip().lower())


@pytest.mark.parametrize(
    "typed", ["", " ", '"', "AND", "NOT", "a NEAR/2 b", "*", "title:x", "^a", "(", "((((", "'", "INF-related", "Lavrov's", "😀",
              "\0", "a\0b", "%", "_ru", "<script>alert(1)</script>", "\u202eabc", "x" * 3000, "-- ", "pr-zzzzz"],
)  # fmt: skip
def test_every_form_of_the_page_answers(get: Get, release: str, typed: str) -> None:
    for form in ("", ".json", ".csv"):
        answer = get(f"/{release}/search{form}?q={quote(typed)}")
        assert answer.status_code == 200, form
    assert "<script>alert" not in get(f"/{release}/search?q={quote(typed)}").text


def test_the_page_says_language_article_day_and_marks_the_hit(get: Get, release: str) -> None:
    text = get(f"/{release}/search?q=Lawrow&kind=articles&language=ru").text
    assert re.search(r'<a href="/[\w-]+/articles/ar-\w{5}" lang="ru" dir="auto">.*<mark>Лавров</mark>', text)
    assert re.search(r"Russian, \d+ \w+ \d{4}, ar-\w{5}", text)
    assert f"/{release}/search.json?q=Lawrow&amp;kind=articles&amp;language=ru" in text


def test_what_is_searched_is_said_where_nothing_was_typed(get: Get, release: str) -> None:
    data: dict[str, Any] = get(f"/{release}/search.json").json()
    assert [one["kind"] for one in data["searched"]][:2] == ["proposals", "treaties"]
    assert all(one["n"] for one in data["searched"])
