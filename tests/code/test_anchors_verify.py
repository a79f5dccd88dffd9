"""Proof of anchors against folders of copies: exact, changed by a byte, reflowed, cut, broken."""

import os
import re
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from texts_world import INSEL, LINES, STRAITS, folder, islands, made, spans

from communique.anchors.fill import filled
from communique.anchors.locate import Copy
from communique.anchors.sources import LARGEST, TextError, find_texts, match, read_texts
from communique.anchors.verify import verify
from communique.problems import CommuniqueError
from communique_schema.words import word_spans

TABLES = islands()
SPACES = [" ", "\n", "\r\n", "  ", "\t", "\u00a0", "\n\n    "]
EACH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def reprint(text: str, random: Random) -> str:
    """The text with its lines reflowed and its quotation marks straightened."""
    straight = re.sub("[‘’]", "'", re.sub('[“”„"]', '"', text))
    return re.sub(r"\s+", lambda _: random.choice(SPACES), straight)


def test_exact_copies_under_any_name_prove_every_anchor(tmp_path: Path) -> None:
    folder(tmp_path, a=INSEL, b=b"\x89PNG\r\n\x1a\n\xff")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "noname").write_bytes(STRAITS.encode())
    report = verify(islands(), tmp_path)
    assert report.ok
    assert report.problems == []
    assert report.anchors == []
    assert report.counts["held"] == report.counts["anchors"] == 5
    assert report.counts["matched_hash"] == 2
    assert report.as_dict()["ok"] is True


def test_a_byte_changed_in_a_span_is_named(tmp_path: Path) -> None:
    (start, end), *_ = spans(STRAITS, LINES["weather"])
    broken = STRAITS[: start + 4] + "#" + STRAITS[start + 5 :]
    report = verify(islands(), folder(tmp_path, a=broken, b=INSEL))
    assert not report.ok
    assert [(a.statement_id, a.char_start, a.char_end, a.state) for a in report.anchors] == [
        ("st-00003", start, end, "missing")
    ]
    message = next(str(p) for p in report.problems if p.code == "text-differs")
    assert "3 of 4 anchors found by their words" in message
    assert f"missing: st-00003 {start}-{end}" in message


def test_a_byte_changed_outside_of_any_span_loses_nothing(tmp_path: Path) -> None:
    report = verify(islands(), folder(tmp_path, a=STRAITS.replace("Man loses", "Men loses"), b=INSEL))
    assert report.ok
    assert report.counts["held"] == 5
    assert [(p.code, p.level) for p in report.problems] == [("text-differs", "warning")]
    assert "4 of 4 anchors" in report.problems[0].message


def test_a_capital_changed_in_a_span_is_still_named(tmp_path: Path) -> None:
    report = verify(islands(), folder(tmp_path, a=STRAITS.replace("common weather", "Common weather"), b=INSEL))
    assert report.ok
    assert [(a.statement_id, a.state) for a in report.anchors] == [("st-00003", "reprinted")]
    assert "printed otherwise: st-00003" in report.problems[0].message


@pytest.mark.parametrize("which", [0, 1])
def test_of_two_printings_the_changed_one_is_missing(tmp_path: Path, which: int) -> None:
    place = spans(STRAITS, LINES["pilots"])[which]
    at = place[0] + 10
    report = verify(islands(), folder(tmp_path, a=STRAITS[:at] + "x" + STRAITS[at + 1 :], b=INSEL))
    assert [(a.char_start, a.char_end) for a in report.anchors if a.state == "missing"] == [place]


def test_words_that_stand_only_out_of_their_place_are_missing(tmp_path: Path) -> None:
    """A teaser below the article has the words of the changed sentence."""
    changed = STRAITS.replace(LINES["weather"], LINES["weather"].replace("common", "joint")) + LINES["weather"]
    text = STRAITS.replace("The talks", "The long talks")
    tables = made({"ar-00001": text}, {
        "st-00001": ("ar-00001", spans(text, LINES["weather"])),
        "st-00002": ("ar-00001", spans(text, LINES["pilots"])),
        "st-00003": ("ar-00001", spans(text, "The long talks lasted two hours.")),
    })  # fmt: skip
    report = verify(tables, folder(tmp_path, a=changed.replace("The talks", "The long talks")))
    assert [a.statement_id for a in report.anchors if a.state == "missing"] == ["st-00001"]
    assert any("out of their place" in p.message for p in report.problems)


@EACH
@given(st.integers(0, 10**6))
def test_reflowed_and_straightened_copies_keep_every_anchor(tmp_path: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311
    report = verify(TABLES, folder(tmp_path, a=reprint(STRAITS, random), b=reprint(INSEL, random)))
    assert report.ok
    assert report.counts["missing"] == report.counts["absent"] == 0
    assert report.counts["matched_words"] == 2


words_of = st.lists(
    st.text(alphabet="abcßéﬁ𝔘😀e\u0301юй„“'-", min_size=1, max_size=6), min_size=4, max_size=40
)  # fmt: skip


@EACH
@given(words_of, st.data())
def test_any_span_is_found_in_any_reflow(listed: list[str], data: st.DataObject) -> None:
    """Whatever the words are made of, a span from word to word is found where its words went."""
    text = " ".join(listed)
    places = word_spans(text)
    if not places:
        return
    first = data.draw(st.integers(0, len(places) - 1))
    last = data.draw(st.integers(first, len(places) - 1))
    start, end = places[first][0], places[last][1]
    values = filled(text, start, end)
    copy = reprint(text, Random(data.draw(st.integers(0, 99))))  # noqa: S311
    count, digest = int(str(values["word_count"])), str(values["span_norm_sha256"])
    found = Copy(copy).by_hash({count: {digest: 1}})[count, digest]
    assert all(filled(copy, *place)["span_norm_sha256"] == digest for place in found)
    assert found


def test_a_span_that_ends_inside_a_glued_word_is_found(tmp_path: Path) -> None:
    """Pages glue headline and caption together; the span ends where the headline does."""
    text = "Ministers of two islands talk at lengthCaption with a name\n\nMinisters of two islands talk at length\n"
    places = [(0, 39), spans(text, "Ministers of two islands talk at length")[1]]
    tables = made({"ar-00001": text}, {"st-00001": ("ar-00001", places)})
    report = verify(tables, folder(tmp_path, a=text.replace(" ", "\n")))
    assert report.ok
    assert report.counts["reprinted"] == 2


def test_a_longer_copy_moves_every_anchor(tmp_path: Path) -> None:
    report = verify(islands(), folder(tmp_path, a="A banner\n" * 90 + STRAITS, b=INSEL))
    assert report.ok
    assert report.counts["moved"] == 4
    assert {a.found_start - a.char_start for a in report.anchors if a.found_start} == {810, 811}  # after its quote mark


def test_a_wrong_record_is_told_from_a_wrong_text(tmp_path: Path) -> None:
    tables = islands(st_00003={"key_phrase": "a common post office"})
    tables["anchors"].loc[0, "word_count"] = 99
    tables["anchors"].loc[1, "head"] = "They have"
    tables["anchors"].loc[2, "char_end"] = 10**6
    report = verify(tables, folder(tmp_path, a=STRAITS, b=INSEL))
    assert {p.code for p in report.problems} == {"span-words", "span-head", "span-past-end", "phrase-not-in-span"}
    assert report.counts["wrong"] == 3
    assert not report.ok


def test_absent_texts_are_not_proven(tmp_path: Path) -> None:
    report = verify(islands(), folder(tmp_path, b=INSEL, other="Quite another text about hats and coats."))
    assert not report.ok
    assert report.counts["absent"] == 4
    assert [(p.code, p.level) for p in report.problems] == [("text-absent", "error")]
    assert verify(islands(), tmp_path, only=["ar-00002"]).ok
    partial = verify(islands(), tmp_path, partial=True)
    assert partial.ok
    assert [p.level for p in partial.problems] == ["warning"]
    with pytest.raises(CommuniqueError, match="ar-00009 is no article"):
        verify(islands(), tmp_path, only=["ar-00009"])


def test_a_copy_that_is_not_utf8_is_a_problem_and_still_searched(tmp_path: Path) -> None:
    raw = STRAITS.encode().replace(b"Menu", b"M\xffnu")
    report = verify(islands(), folder(tmp_path, a=raw, b=INSEL))
    assert {p.code for p in report.problems} == {"text-differs", "text-not-utf8"}
    assert report.counts["held"] == 5
    assert not report.ok


def test_byte_order_marks_nuls_and_carriage_returns_are_characters(tmp_path: Path) -> None:
    text = "\ufeffOne\x00\r\nline of words, then \U0001f600 another\rline of them.\r\n"
    tables = made({"ar-00001": text}, {"st-00001": ("ar-00001", spans(text, "another\rline of them"))})
    assert verify(tables, folder(tmp_path, a=text)).ok
    assert read_texts(tables["articles"], tmp_path) == ({"ar-00001": text}, [])


def test_files_nobody_can_read_are_problems_not_tracebacks(tmp_path: Path) -> None:
    folder(tmp_path, a=STRAITS, b=INSEL)
    with (tmp_path / "huge").open("wb") as stream:
        stream.truncate(LARGEST + 1)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with suppress(OSError):  # not every file system takes such a name
        (tmp_path / os.fsdecode(b"\xff\xfe.txt")).write_bytes(b"\xff")
    report = verify(islands(), tmp_path)
    assert report.ok
    assert [p.code for p in report.problems] == ["text-too-large"]
    with pytest.raises(CommuniqueError, match="no such folder"):
        verify(islands(), tmp_path / "nowhere")


def test_a_file_changed_between_finding_and_reading_is_refused(tmp_path: Path) -> None:
    folder(tmp_path, a=STRAITS)
    (file,) = find_texts(tmp_path)
    assert match(islands()["articles"], [file]) == {"ar-00001": file}
    file.path.write_text("other")
    with pytest.raises(TextError, match="changed while"):
        file.text()


def test_no_anchors_and_no_files_is_no_failure(tmp_path: Path) -> None:
    report = verify(made({}, {}), tmp_path)
    assert report.ok
    assert report.counts["articles"] == 0
