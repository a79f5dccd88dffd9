"""The beginning of a new record: guesses at title, language and ranges, and every field to fill in."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from texts_world import INSEL, STRAITS

from communique.anchors.layout import language, layout, sentences, title
from communique.anchors.skeleton import handle, skeleton
from communique.problems import CommuniqueError
from communique_schema.spec import tables

VOCABULARY = {"article_kind": ["news", "primary_document"], "act": [f"code_{n:02}" for n in range(40)]}

RUSSIAN = "Министр заявил, что это был один из вопросов и не последний."

PAGE = """\ufeffHarbour Post\r
World\r
Sport\r
\r
Islands Talk About Weather And Pilots - Reed\r
\r
Somebody 3 minutes ago | 07:32 PM\r
\r
Islands talk about weather and pilots - Reed\r
\r
Minister Ono Reed said on Monday that the islands expect a common weather service and better pilots\r
\r
PORT ALBA - Minister Ono Reed said on Monday that the islands expect a common weather service.\r
"We asked for pilots who know the strait by night," Reed added before leaving.\r
Read also\r
Pilots of Alba receive medals — Harbour Post\r
The weather was discussed in earlier talks among the islands too.\r
"We asked for pilots who know the strait by night," Reed added before leaving.\r
\r
Related Topics\r
Weather Pilots Reed\r
Please write your correct name. Do not post any unkind comments under this article.\r
© 1999 Harbour Post. All rights are reserved by the harbour and its owners.\r
"""


def stretches(text: str) -> list[tuple[str, str]]:
    """Kind and words of each range."""
    return [(s.kind, text[s.start : s.end]) for s in layout(text)]


def test_ranges_of_a_page_with_everything_around_it() -> None:
    found = stretches(PAGE)
    assert [kind for kind, _ in found] == ["headline", "headline", "deck", "body", "body"]
    assert found[0][1] == "Islands Talk About Weather And Pilots - Reed"
    assert found[1][1] == "Islands talk about weather and pilots - Reed"
    assert found[3][1].startswith("PORT ALBA")
    assert found[3][1].endswith("before leaving.")
    assert found[4][1].startswith("The weather was")
    assert found[4][1].count("before leaving.") == 1
    assert title(PAGE) == "Islands talk about weather and pilots - Reed"


def test_hard_wrapped_paragraphs_are_read_whole() -> None:
    wrapped = "A Short Headline About The Strait\n\n" + "\n\n".join(
        "The minister of Alba told reporters in the harbour that the strait\nwould be open for vessels of research"
        " and for nobody else in\nthe coming summer, whatever the neighbours may say about it." for _ in range(4)
    )  # fmt: skip
    assert [kind for kind, _ in stretches(wrapped)] == ["headline", "body"]
    assert stretches(wrapped)[1][1].endswith("say about it.")


@pytest.mark.parametrize("text", ["", "Menu\nSport\n", "\ufeff", "\x00\x00", "no sentence " * 50])
def test_a_text_without_prose_has_no_ranges(text: str) -> None:
    assert layout(text) == []
    assert title(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [(STRAITS, "en"), (INSEL, "de"), (RUSSIAN, "ru"), ("xyzzy", None), ("", None)],
)  # fmt: skip
def test_the_language_is_guessed(text: str, expected: str | None) -> None:
    assert language(text) == expected


def test_a_skeleton_is_yaml_that_names_every_required_field(tmp_path: Path) -> None:
    path = tmp_path / "any name"
    path.write_bytes(PAGE.encode())
    text = skeleton(path, VOCABULARY)
    record = yaml.safe_load(text)
    spec = tables()["articles"]
    required = {c.group or c.name for c in spec.columns.values() if c.origin == "record" and not c.nullable}
    assert required <= record.keys()
    assert record["article_id"] == "@ar-any-name"
    assert record["text_sha256"] == sha256(PAGE.encode()).hexdigest()
    assert (record["text_bytes"], record["text_chars"]) == (len(PAGE.encode()), len(PAGE))
    assert record["title"] == "Islands talk about weather and pilots - Reed"
    assert record["language"] == "en"
    assert record["publisher_id"] == record["published"]["edtf"] == "TODO"
    assert [r["range_kind"] for r in record["ranges"]] == [kind for kind, _ in stretches(PAGE)]
    assert "article_kind: TODO  #? news, primary_document" in text
    assert "code_39" in text
    assert all(len(line) <= 120 for line in text.splitlines())
    assert "PORT ALBA" not in text
    assert "night" not in text
    assert [line for line in text.splitlines() if "#" in line and not re.search(r"(^| )#\? ", line)] == []
    start = PAGE.index("Minister Ono Reed", PAGE.index("PORT ALBA"))
    sentence = "Minister Ono Reed said on Monday that the islands expect a common weather service."
    assert f"\n#?   {start}-{start + len(sentence)}  Minister Ono … weather service.\n" in text


def test_a_skeleton_uncommented_has_the_shape_of_a_record(tmp_path: Path) -> None:
    """Taking the # from the sample gives nested records under the names the reader knows."""
    path = tmp_path / "x"
    path.write_text(STRAITS)
    sample = skeleton(path, VOCABULARY).split("#? relays:")[1].splitlines()[1:]
    start = next(i for i, line in enumerate(sample) if line.startswith("#? statements:"))
    end = next(i for i, line in enumerate(sample) if line.startswith("#? sentences"))
    record = yaml.safe_load("\n".join(line.removeprefix("#? ") for line in sample[start:end]))
    assert record["statements"][0]["statement_id"] == "@st-x-1"
    (statement,) = record["statements"]
    assert {"anchors", "actors", "treaties", "proposals", "said", "told"} <= statement.keys()
    assert statement["anchors"] == [{"char_start": "TODO", "char_end": "TODO", "anchor_role": "TODO"}]


def test_sentences_end_where_they_do() -> None:
    """Not behind an initial or an abbreviation; closing quotation marks belong to the sentence they close."""
    said = ["Mr. J. Reed of the U.S. Navy spoke on Jan. 5 about 2.5 tons.", "“We asked for pilots!”", "Nobody came (he said).",
            "The weather of the islands was, as he put it, no business of the pilots."]  # fmt: skip
    text = "A Headline About Reed And Pilots\n\n" + " ".join(said[:3]) + "\n" + said[3] + "\n"
    assert [text[start:end] for start, end in sentences(text)] == said


@pytest.mark.parametrize(
    ("name", "expected"), [("Ice_talks (2).txt", "ice-talks-2"), ("Über Eis.html", "uber-eis"), ("Лёд.txt", "abcdef01")]
)
def test_a_handle_is_made_of_the_name(name: str, expected: str) -> None:
    assert handle(Path("/somewhere") / name, "abcdef0123") == expected


def test_titles_are_quoted_whatever_they_hold(tmp_path: Path) -> None:
    path = tmp_path / "x"
    headline = 'Reed: "No: not \\ today" # she said\u2028\x07'
    path.write_text(f"{headline}\n\nReed said that today there would be no such thing as a common weather.\n")
    assert yaml.safe_load(skeleton(path, {}))["title"].startswith('Reed: "No: not \\ today" # she said')


@pytest.mark.parametrize(("raw", "message"), [(None, "no such file"), (b"caf\xe9", "not UTF-8")])
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, raw: bytes | None, message: str) -> None:
    if raw is not None:
        (tmp_path / "x").write_bytes(raw)
    with pytest.raises(CommuniqueError, match=message):
        skeleton(tmp_path / "x", {})
