"""The dataset against the words: every anchor holds, every utterance lies inside one, in any copy of the texts."""

import textwrap
from pathlib import Path

import pytest

from communique.anchors.coverage import uncovered
from communique.anchors.sources import read_texts
from communique.anchors.texts_check import check_texts
from communique.anchors.verify import verify
from communique.problems import errors
from communique.records import Records
from communique.tables import Tables
from communique_schema.words import count_words

NARRATION = {  # words of each body stretch outside every anchor, by size of the text
    2901: [35],  # dateline, that the call took place, and to talk about what
    3142: [1],  # credit
    3405: [4, 18],  # dateline; that the two met on 7 December
    3750: [8, 8],  # dateline; that the two talked earlier in April
}
STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-"})


def test_every_anchor_is_verified(tables: Tables, sources: Path) -> None:
    """All five texts are found by hash and every span holds."""
    report = verify(tables, sources)
    assert report.ok
    assert report.counts["held"] == len(tables["anchors"])


def test_words_and_records_agree(records: Records, tables: Tables, sources: Path) -> None:
    """With the texts at hand nothing is wrong, and nothing of ours repeats eight words of one."""
    texts, absent = read_texts(tables["articles"], sources)
    assert absent == []
    assert len(texts) == 5
    assert errors(check_texts(records.tables, texts, records.places)) == []


def test_every_utterance_lies_inside_an_anchor(tables: Tables, sources: Path) -> None:
    """Outside the anchors the bodies hold datelines, credits and narration, and nothing else."""
    texts, _ = read_texts(tables["articles"], sources)
    rest = uncovered(tables, texts).merge(tables["articles"][["article_id", "text_bytes"]], on="article_id")
    found: dict[int, list[int]] = {}
    for row in rest.sort_values(["text_bytes", "char_start"]).itertuples():
        words = count_words(texts[str(row.article_id)][int(row.char_start) : int(row.char_end)])
        found.setdefault(int(row.text_bytes), []).append(words)
    assert found == NARRATION


def test_nothing_but_headline_and_body_is_coded(tables: Tables, sources: Path) -> None:
    """No anchor holds a menu, a related link, a caption or a lone scare quote."""
    texts, _ = read_texts(tables["articles"], sources)
    spans = tables["anchors"].merge(tables["statements"][["statement_id", "article_id"]], on="statement_id")
    words = [texts[a][s:e] for a, s, e in zip(spans["article_id"], spans["char_start"], spans["char_end"], strict=True)]
    strangers = ("Recent Stories", "Read also", "undermine strategic stability —", "Select the city", "facebook",
                 "Legal Disclaimer", "Alexei Druzhinin", "Leave a Comment")  # fmt: skip
    assert [w for w in words if any(stranger in w for stranger in strangers)] == []
    assert min(map(count_words, words)) >= 1
    assert not any(w.strip("\"'“”„‚‘’ ") in ("irritants", "Russian meddling", "russophoben Pandemie") for w in words)


def test_one_changed_byte_is_named(tables: Tables, sources: Path, tmp_path: Path) -> None:
    """A copy with one byte changed inside a span fails, and the report names that span alone."""
    span = tables["anchors"][tables["anchors"]["statement_id"] == "st-5mn4b"].iloc[0]
    for path in sources.iterdir():
        data = bytearray(path.read_bytes())
        if len(data) == 2901:
            data[int(span["char_start"]) + 20] ^= 1
        (tmp_path / path.name).write_bytes(data)
    report = verify(tables, tmp_path)
    assert not report.ok
    missing = [p.record for p in report.problems if p.code == "span-missing"]
    assert missing == ["st-5mn4b"]


@pytest.mark.parametrize("width", [40, 60, 97])
def test_reflowed_and_straightened_copies(tables: Tables, sources: Path, tmp_path: Path, width: int) -> None:
    """Other line breaks, hyphens at line ends included, and plain quotation marks: every anchor is still found."""
    for path in sources.iterdir():
        text = path.read_text("utf-8").translate(STRAIGHT)
        (tmp_path / path.name).write_text(textwrap.fill(" ".join(text.split()), width), "utf-8")
    report = verify(tables, tmp_path)
    assert report.ok
    assert report.counts["missing"] == 0
