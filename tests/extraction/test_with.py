"""Builds with an extraction: the same tables and the same problems as if all of it were curated, and never a release."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from with_world import ANSWERED, Rows, dataset, extraction, ident, rows

from communique import pipeline
from communique.check import check, without_broken_keys
from communique.cli import main
from communique.derive import derive
from communique.extracted import ranges
from communique.extracted.folder import ExtractionError, opened
from communique.extracted.gather import frame
from communique.extracted.names import TABLES
from communique.inputs import STAMP, fingerprint, stamp, stands
from communique.problems import DatasetError, Problem
from communique.publish.parquet import as_arrow
from communique.records import read
from communique.tables import Tables
from communique_schema.spec import tables as contract


@pytest.fixture(autouse=True, scope="module")
def _small() -> Iterator[None]:
    """Ranges of a few statements, so that even a tiny extraction has several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "RANGE", 5)
        patch.setattr(ranges, "BATCH", 4)
        yield


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a dataset, an extraction ``x`` of two parts, and a build of both in ``dist``."""
    root = tmp_path_factory.mktemp("with")
    extraction(root / "x", rows(3), rows(3, 3) | {"actors": [], "actor_aliases": []})
    assert build(root, root / "x").extracted == 18
    return root


def build(root: Path, *folders: Path, **more: str) -> pipeline.BuildReport:
    return pipeline.run(dataset(root, **more), root / "dist", extractions=folders)


def refused(root: Path, *folders: Path, **more: str) -> list[Problem]:
    with pytest.raises(DatasetError) as caught:
        build(root, *folders, **more)
    assert not (root / "dist" / "current").exists()
    return caught.value.problems


def whole(root: Path, folder: Path) -> Tables:
    """All rows in memory at once, not yet derived."""
    out = dict(read(root / "dataset").tables)
    parts = opened([folder]).parts
    for name in TABLES:
        read_parts = [frame(name, part.read()) for part in parts[name]]
        out[name] = pd.concat([out[name], *read_parts], ignore_index=True)
    return out


def test_a_build_in_ranges_is_the_build_of_all_at_once(root: Path) -> None:
    built, specs = root / "dist" / "current", contract()
    expected = derive(whole(root, root / "x"))
    for name, spec in specs.items():
        wanted = as_arrow(spec, expected[name], specs, {}).replace_schema_metadata(None)
        found = pq.read_table(built / "tables" / f"{name}.parquet").replace_schema_metadata(None)
        assert found.cast(wanted.schema) == wanted, name
    assert len(expected["treaty_findings"]) == 12
    joined = pq.read_table(built / "joined" / "statements_joined.parquet")
    assert joined["statement_id"].to_pylist() == sorted(expected["statements"]["statement_id"])
    assert set(joined["speakers"].to_pylist()) == {"Ivan Orlov", "Ann Smith", "Deputy Harbour Master Lund"}


def test_the_database_has_every_row_key_and_index(root: Path) -> None:
    with sqlite3.connect(root / "dist" / "current" / "communique.db") as db:
        assert list(db.execute("PRAGMA foreign_key_check")) == []
        assert list(db.execute("PRAGMA integrity_check")) == [("ok",)]
        ids = [row[0] for row in db.execute("SELECT statement_id FROM statements ORDER BY rowid")]
        assert ids == sorted(ids)
        assert len(ids) == 19
        where = "rowid IN (SELECT rowid FROM statements_fts WHERE statements_fts MATCH 'exchange')"
        assert list(db.execute(f"SELECT statement_id FROM statements WHERE {where}")) == [("st-0ne00",)]
        own = "SELECT DISTINCT own_side_account FROM statement_actors WHERE statement_id = ?"
        assert list(db.execute(own, (ident("st", 0),))) == [(1,)]
        indexes = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
        assert "statement_actors_by_actor_id" in indexes


def _missing_column(folder: Path, _part: Rows) -> None:
    path = folder / "anchors" / "part-00000.parquet"
    pq.write_table(pq.read_table(path).drop_columns("head"), path)


def _wrong_type(folder: Path, _part: Rows) -> None:
    path = folder / "anchors" / "part-00000.parquet"
    table = pq.read_table(path)
    pq.write_table(table.set_column(1, "char_start", table["char_start"].cast(pa.float64())), path)


def _unreadable(folder: Path, _part: Rows) -> None:
    (folder / "statements" / "part-00000.parquet").write_bytes(b"PAR1 and nothing more")


@pytest.mark.parametrize(
    ("spoil", "code", "place"),
    [(_missing_column, "missing-column", "anchors"), (_wrong_type, "wrong-type", "anchors"),
     (_unreadable, "part-unreadable", "statements")],
)  # fmt: skip
def test_a_part_the_contract_does_not_know_is_named(
    tmp_path: Path, spoil: Callable[[Path, Rows], None], code: str, place: str
) -> None:
    folder = extraction(tmp_path / "x", rows(2))
    spoil(folder, {})
    (found,) = refused(tmp_path, folder)
    assert (found.file, found.code) == (f"{folder}/{place}/part-00000.parquet", code)


BROKEN: dict[str, tuple[str, int, dict[str, object]]] = {
    "dangling-reference": ("statement_actors", 5, {"actor_id": "ac-nnnnn"}),
    "unknown-code": ("statements", 4, {"act": "sing"}),
    "bad-form": ("anchors", 3, {"span_sha256": "A" * 64}),
    "duplicate-id": ("statements", 7, {"statement_id": ident("st", 1)}),
    "missing-id": ("anchors", 17, {"statement_id": None}),
    "missing-field": ("statements", 9, {"coder_id": None}),
    "empty-text": ("statement_actors", 11, {"mention": ""}),
    "bad-edtf": ("statements", 10, {"said_edtf": "spring"}),
    "weekday-contradicts-date": ("articles", 1, {"published_weekday": "monday"}),
    "mention-too-long": ("statement_actors", 30, {"mention": "a b c d e f g h"}),
    "span-overlap": ("anchors", 25, {"char_start": 110, "char_end": 140, "anchor_role": "primary"}),
    "asserted-by-nobody": ("statement_treaties", 8, {"asserted_by": None}),
    "relay-out-of-chain": ("statement_treaties", 9, {"asserted_by": "relay", "relay_id": "ac-vsa00"}),
    "relay-unnamed": ("statement_treaties", 0, {"asserted_by": "relay"}),
}
"""Rule -> a row of an extraction and what breaks the rule in it."""


def test_every_broken_row_is_told_with_its_part_and_row(tmp_path: Path) -> None:
    part = rows(6)
    for table, row, values in BROKEN.values():
        part[table][row] |= values
    # The account of another statement of the page, so it is in the page's chain.
    part["statement_treaties"][1] |= {"asserted_by": "relay", "relay_id": "ac-0r10v"}
    folder = extraction(tmp_path / "x", part)
    found = {(p.code, p.file) for p in refused(tmp_path, folder)}
    for code, (table, row, _) in BROKEN.items():
        assert (code, f"{folder}/{table}/part-00000.parquet row {row}") in found
    assert ("relay-out-of-chain", f"{folder}/statement_treaties/part-00000.parquet row 1") not in found


def test_all_problems_of_all_ranges_are_those_of_all_at_once(tmp_path: Path) -> None:
    part = rows(4)
    for code in ("unknown-code", "bad-form", "weekday-contradicts-date", "relay-unnamed"):
        table, at, values = BROKEN[code]
        part[table][at] |= values
    part["statement_actors"][20]["mention"] = "a b c d e f g h i"
    part["statements"][9]["claim_id"] = "cl-n0ne0"
    folder = extraction(tmp_path / "x", part)
    found = {(p.code, p.message, p.level) for p in refused(tmp_path, folder)}
    tables = whole(tmp_path, folder)
    expected = check(tables, derive(without_broken_keys(tables)), {}, [])
    assert found == {(p.code, p.message, p.level) for p in expected}
    assert len({code for code, _, _ in found}) >= 6


def test_a_thousand_broken_rows_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.extracted.told.MOST", 4)
    part = rows(4)
    for row in part["anchors"]:
        row["span_sha256"] = "no hash"
    folder = extraction(tmp_path / "x", part)
    told = [p for p in refused(tmp_path, folder) if p.field == "span_sha256" or "more rows" in p.message]
    assert [p.message for p in told if "more rows" in p.message] == ["and 20 more rows of anchors"]
    assert len(told) == 5


def test_an_extraction_that_is_none_or_not_complete_is_one_line(tmp_path: Path) -> None:
    folder = extraction(tmp_path / "x", rows(1), complete=False)
    with pytest.raises(ExtractionError, match=r"x: the extraction is not complete; run communique extract again"):
        build(tmp_path, folder)
    (folder / "EXTRACTION.json").unlink()
    with pytest.raises(ExtractionError, match=r"holds no EXTRACTION\.json"):
        build(tmp_path, folder)
    with pytest.raises(ExtractionError, match="no such folder"):
        build(tmp_path, tmp_path / "absent")
    with pytest.raises(ExtractionError, match="named twice"):
        build(tmp_path, folder, folder)


def test_a_part_that_breaks_off_inside_is_one_line(tmp_path: Path) -> None:
    folder = extraction(tmp_path / "x", rows(2))
    part = folder / "anchors" / "part-00000.parquet"
    data = bytearray(part.read_bytes())
    data[4:400] = b"\xff" * 396
    part.write_bytes(data)
    with pytest.raises(
        ExtractionError, match=r"anchors/part-00000\.parquet: cannot be read: .*; run communique extract again"
    ):
        build(tmp_path, folder)
    assert not (tmp_path / "dist" / "current").exists()


def test_rule_coded_evidence_moves_nothing(tmp_path: Path) -> None:
    folder, rejects = extraction(tmp_path / "x", rows(4)), ident("st", 1)
    status = ("status", "status_since", "status_per_ru", "status_per_us", "evidence_sides", "last_evidence")
    alone = pipeline.run(dataset(tmp_path / "a"), tmp_path / "a" / "dist").folder
    with_it = build(tmp_path, folder, proposals=ANSWERED.format(rejects)).folder
    assert pq.read_table(with_it / "tables" / "event_evidence.parquet")["statement_id"].to_pylist() == [
        "st-0ne00",
        rejects,
    ]
    before, after = (pq.read_table(at / "tables" / "proposals.parquet") for at in (alone, with_it))
    assert before.select(status).to_pylist() == after.select(status).to_pylist()
    assert after["status"].to_pylist() == ["proposed"]
    assert (before["n_statements"].to_pylist(), after["n_statements"].to_pylist()) == ([1], [9])
    folds = [pq.read_table(at / "tables" / "proposal_status.parquet").to_pylist() for at in (alone, with_it)]
    assert folds[0] == folds[1]


def test_the_same_evidence_by_a_person_does_move_it(tmp_path: Path) -> None:
    """The counterpart of the test above: what holds the status still is the coder and nothing else."""
    part = rows(4)
    for row in part["statements"]:
        row |= {"coder_id": "co-hand0", "paraphrase": "Smith says no."}
    folder = extraction(tmp_path / "x", part)
    out = build(tmp_path, folder, proposals=ANSWERED.format(ident("st", 1))).folder
    assert pq.read_table(out / "tables" / "proposals.parquet")["status"].to_pylist() == ["rejected"]


CURATED = """\
- article_id: ar-same0
  publisher_id: ac-w1re0
  article_kind: news
  source_tier: original_reporting
  title: The same text
  language: en
  url: https://wire.example/same
  published: {{edtf: 2021-04-01, certainty: explicit}}
  evidence_level: anchored
  coverage: full
  text_sha256: {}
  text_bytes: 900
  text_chars: 900
  rights_holder: Northern Wire
"""


def test_what_is_curated_already_is_left_out(tmp_path: Path) -> None:
    part, text = rows(3), f"{1:064x}"
    page = CURATED.format(text)
    report = build(tmp_path, extraction(tmp_path / "x", part), articles=page)
    assert report.left_out == 1
    assert report.rows["statements"] == 1 + 6
    assert report.rows["anchors"] == 12
    assert any("1 extracted article" in line for line in report.lines())


def test_two_extractions_are_built_together_and_must_not_share_ids(tmp_path: Path) -> None:
    one = extraction(tmp_path / "x", rows(2))
    other = extraction(tmp_path / "y", rows(2, 2) | {"actors": [], "actor_aliases": []})
    assert build(tmp_path, one, other).rows["statements"] == 13
    shutil.rmtree(tmp_path / "dist")
    again = extraction(tmp_path / "z", rows(2, 1) | {"actors": [], "actor_aliases": []})
    found = refused(tmp_path, one, again)
    assert {p.file for p in found if p.code == "duplicate-id"} >= {f"{again}/articles/part-00000.parquet row 0",
                                                                  f"{again}/statements/part-00000.parquet row 2"}  # fmt: skip


def test_nothing_is_done_while_nothing_has_changed(root: Path) -> None:
    dataset, dist, folder = root / "dataset", root / "dist", root / "x"
    inputs = fingerprint(dataset, None, [folder])
    (folder / "words" / "anchor_words" / "part-00000.parquet").write_bytes(b"something else")
    assert fingerprint(dataset, None, [folder]) == inputs
    stamp(dist, inputs, stands(dist, json.loads((dist / STAMP).read_text("utf-8"))["inputs"]) or {})
    report = pipeline.run(dataset, dist, extractions=[folder])
    assert (report.unchanged, report.extracted) == (True, 18)
    part = folder / "anchors" / "part-00000.parquet"
    os.utime(part, ns=(1, part.stat().st_mtime_ns + 1))
    assert len({inputs, fingerprint(dataset, None, [folder]), fingerprint(dataset, None)}) == 3


def test_the_same_extraction_gives_the_same_files_and_a_failed_build_leaves_them(root: Path, tmp_path: Path) -> None:
    before = {p.name: p.read_bytes() for p in (root / "dist" / "current").rglob("*.*")}
    shutil.copytree(root / "x", tmp_path / "x")
    pipeline.run(root / "dataset", root / "dist", extractions=[tmp_path / "x"], force=True)
    assert {p.name: p.read_bytes() for p in (root / "dist" / "current").rglob("*.*")} == before
    part = rows(2)
    part["statements"][0]["act"] = "sing"
    with pytest.raises(DatasetError):
        build(root, extraction(tmp_path / "y", part))
    assert {p.name: p.read_bytes() for p in (root / "dist" / "current").rglob("*.*")} == before
    assert sorted(p.name for p in (root / "dist").iterdir()) == [".inputs.json", ".lock", "current"]


def test_a_build_with_an_extraction_says_so_and_is_no_release(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    built = root / "dist" / "current"
    said = pq.read_schema(built / "tables" / "statements.parquet").metadata
    assert b"never a release" in said[b"title"]
    assert said[b"extraction"] == b"18 statements, coded by rules"
    assert "never a release" in (built / "metadata.json").read_text("utf-8")
    shutil.copytree(built, tmp_path / "dist" / "0.1.0")
    with pytest.raises(SystemExit) as ended:
        main(["release", "--check", "--dataset", str(root / "dataset"), "--dist", str(tmp_path / "dist")])
    assert ended.value.code == 1
    assert "dist/0.1.0: the ledger knows no published version 0.1.0" in capsys.readouterr().out


def test_extracted_rows_among_the_records_never_pass_into_a_release(tmp_path: Path) -> None:
    page = dataset(tmp_path) / "articles.yml"
    page.write_text(page.read_text("utf-8").replace("st-0ne00", ident("st", 0)), "utf-8")
    tables = derive(read(tmp_path / "dataset").tables)
    pipeline.meta(tables)
    with pytest.raises(pipeline.PublishError, match=r"statements st-\w{16} is an extracted row"):
        pipeline.meta(tables, "0" * 64)


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = extraction(tmp_path / "x", rows(2))
    given = ["--dataset", str(dataset(tmp_path)), "--dist", str(tmp_path / "dist")]
    with pytest.raises(SystemExit) as ended:
        main(["build", "--with", str(folder), *given])
    assert ended.value.code == 0
    assert "With 6 extracted statements, coded by rules" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main(["build", "--with", str(tmp_path / "absent"), *given])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "no such folder" in said
    assert len(said.strip().splitlines()) == 1


def test_pages_younger_than_the_data_and_one_text_at_two_addresses_are_built(tmp_path: Path) -> None:
    """A collection is what it is; the data's last day stays, so that no deadline passes on an extraction's account."""
    part = rows(2)
    for row in part["articles"]:
        row |= {"published_edtf": "2022-03-03", "text_sha256": "c" * 64}
    for row in part["statements"]:
        row |= {"said_edtf": "2022-03-03", "told_edtf": "2022-03-03"}
    report = build(tmp_path, extraction(tmp_path / "x", part))
    assert (report.extracted, report.data_through) == (6, "2021-06-30")
