"""Publishing: the same bytes everywhere, the same rows in both formats, and all or nothing."""

import errno
import fcntl
import json
import os
import sqlite3
import textwrap
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from communique.derive import derive
from communique.problems import PublishError
from communique.publish import BuildRunningError, current, publish, run, swap
from communique.publish.docs import write_docs
from communique.records import read
from communique.tables import Tables
from communique_schema.projections import sql
from communique_schema.projections.views import views
from communique_schema.spec import tables as contract

META = {
    "title": "A trial",
    "version": "0.1.2",
    "licence": "CC-BY-4.0",
    "citation": "Trial (2026), version 0.1.2",
    "data_through": "2021-12-31",
}
RECORDS = {
    "releases.yml": "[{version: 0.1.2, release_stage: working, data_through: 2021-12-31}]",
    "coders.yml": "[{coder_id: co-00001, coder_kind: person, name: Ada, description: Read each line twice.}]",
    "actors.yml": """
        - {actor_id: ac-00001, actor_kind: state, name: Russia, state_id: ac-00001}
        - {actor_id: ac-00002, actor_kind: state, name: United States, state_id: ac-00002}
        - actor_id: ac-00003
          actor_kind: person
          name: Zoya Petrova
          state_id: ac-00001
          aliases: [{language: ru, alias: Зоя Петрова}]
        - {actor_id: ac-00004, actor_kind: person, name: Abel Stone, state_id: ac-00002}
    """,
    "treaties.yml": """
        - treaty_id: tr-00001
          short_name: Buoy Pact
          title: Treaty on Buoys
          treaty_kind: bilateral
          checked_through: 2021-06-01
    """,
    "encounters.yml": """
        - encounter_id: en-00001
          encounter_kind: phone_call
          title: Call of the two ministers
          held: {edtf: 2021-02-03, certainty: explicit}
          outcome: held
          source_article_id: ar-00001
    """,
    "articles.yml": """
        - article_id: ar-00001
          publisher_id: ac-00001
          article_kind: primary_document
          source_tier: primary
          title: On a call; and more
          language: en
          published: {edtf: 2021-02-04, certainty: explicit, weekday: thursday}
          evidence_level: read
          coverage: full
          rights_holder: The ministry
          statements:
            - statement_id: st-00002
              form: indirect
              account_kind: own_side
              delivery: recounted_other
              act: propose
              said: {edtf: 2021-02-03, certainty: explicit}
              said_encounter_id: en-00001
              told: {edtf: 2021-02-04, certainty: explicit}
              wording: original
              paraphrase: She asked for a joint patrol of the northern buoys.
              coder_id: co-00001
              review_level: single
              actors:
                - {role: speaker, actor_id: ac-00003, mention: Petrova, resolution: named}
                - {role: speaker, actor_id: ac-00004, mention: Stone, resolution: named}
                - {role: account, actor_id: ac-00001, resolution: inferred}
              treaties: [{treaty_id: tr-00001, mention_kind: named}]
              proposals: [{proposal_id: pr-00001, relation: puts_forward}]
            - statement_id: st-00001
              form: indirect
              account_kind: own_side
              delivery: recounted_other
              act: inform
              said: {edtf: "[..2021-02-04]", certainty: unknown, basis: No day is named.}
              told: {edtf: 2021-02-04, certainty: explicit}
              wording: original
              paraphrase: The ships were counted.
              coder_id: co-00001
              review_level: single
              actors: [{role: speaker, actor_id: ac-00001, resolution: metonym}]
    """,
    "proposals.yml": """
        - proposal_id: pr-00001
          title: A joint patrol
          summary: Patrol the buoys together.
          proposal_kind: joint_project
          topic: bilateral_relations
          checked_through: 2021-12-31
          parties:
            - {role: proposer, actor_id: ac-00001}
            - {role: addressee, actor_id: ac-00002}
          events:
            - event_id: pe-00001
              event: proposed
              actor_id: ac-00001
              happened: {edtf: 2021-02-03, certainty: explicit}
              note: Asked on the telephone.
              evidence: [st-00002]
    """,
}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Every table of a dataset of two statements."""
    dataset = tmp_path_factory.mktemp("trial") / "dataset"
    dataset.mkdir()
    for name, text in RECORDS.items():
        (dataset / name).write_text(textwrap.dedent(text))
    records = read(dataset)
    assert records.problems == []
    return derive(records.tables)


@contextmanager
def opened(build: Path) -> Iterator[sqlite3.Connection]:
    """The database of a build, as a reader opens it, with foreign keys on."""
    with closing(sqlite3.connect(build / "communique.db")) as db:
        db.execute("PRAGMA foreign_keys = ON")
        yield db


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by relative path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def stored(value: Any) -> Any:
    """A value of a frame as SQLite holds it."""
    if value is None or value is pd.NA:
        return None
    return value.isoformat() if isinstance(value, date) else value


def test_a_build_holds_every_table_and_view(tables: Tables, tmp_path: Path) -> None:
    build = publish(tables, tmp_path / "dist", META)
    assert build == tmp_path / "dist" / "current"
    wanted = {f"tables/{name}.parquet" for name in contract()} | {
        f"joined/{name}.parquet" for name in views(contract())
    }
    assert set(contents(build)) == wanted | {"communique.db", "metadata.json"}
    assert not [p for p in build.parent.iterdir() if p.name not in ("current", ".lock")]


def test_two_folders_hold_identical_bytes(tables: Tables, tmp_path: Path) -> None:
    shuffled = {name: df.iloc[::-1].reset_index(drop=True) for name, df in tables.items()}
    (tmp_path / "another place").mkdir()
    first = publish(tables, tmp_path / "dist", META)
    second = publish(shuffled, tmp_path / "another place" / "d", META)
    assert contents(first) == contents(second)
    again = contents(first)
    assert contents(publish(tables, tmp_path / "dist", META)) == again


def test_rows_read_back_from_sqlite_equal_the_frames(tables: Tables, tmp_path: Path) -> None:
    with opened(publish(tables, tmp_path, META)) as db:
        for name, df in tables.items():
            rows = db.execute(f"SELECT * FROM {name} ORDER BY {', '.join(contract()[name].primary_key)}").fetchall()
            assert rows == [tuple(map(stored, row)) for row in df.astype(object).itertuples(index=False)], name
        assert db.execute("PRAGMA user_version").fetchone() == (1002,)
        assert db.execute("SELECT count(*) FROM sqlite_stat1").fetchone() > (0,)


def test_plain_pandas_reads_right_types_and_attributes(tables: Tables, tmp_path: Path) -> None:
    df = pd.read_parquet(publish(tables, tmp_path, META) / "tables" / "statements.parquet")
    seen = {name: str(df[name].dtype) for name in ("statement_id", "position", "reiterates", "said_date")}
    assert seen == {
        "statement_id": "string", "position": "Int32", "reiterates": "boolean", "said_date": "date32[day][pyarrow]",
    }  # fmt: skip
    assert {name: df.attrs[name] for name in META} == META
    assert df.attrs["table"] == "statements"
    assert list(df["statement_id"]) == ["st-00001", "st-00002"]


def test_no_version_of_a_tool_and_no_clock_stands_in_the_footer(tables: Tables, tmp_path: Path) -> None:
    metadata = pq.read_schema(publish(tables, tmp_path, META) / "tables" / "articles.parquet").metadata
    assert sorted(metadata) == list(metadata)
    assert "pandas_version" not in json.loads(metadata[b"pandas"])
    assert pa.__version__.encode() not in b"".join(metadata.values())


def test_joined_files_equal_the_views_of_the_database(tables: Tables, tmp_path: Path) -> None:
    build = publish(tables, tmp_path, META)
    with opened(build) as db:
        for name, view in views(contract()).items():
            rows = db.execute(f"SELECT * FROM {name} ORDER BY {view.base.primary_key[0]}").fetchall()
            file = pq.read_table(build / "joined" / f"{name}.parquet")
            assert file.column_names == list(view.spec.columns)
            assert rows == [tuple(map(stored, row.values())) for row in file.to_pylist()]


def test_joined_statements_show_names_in_order(tables: Tables, tmp_path: Path) -> None:
    df = pd.read_parquet(publish(tables, tmp_path, META) / "joined" / "statements_joined.parquet")
    shown = ["speakers", "accounts", "treaties", "proposals", "article_title", "publisher_name", "said_encounter_title"]
    assert df.loc[df["statement_id"] == "st-00002", shown].to_numpy().tolist() == [[
        "Abel Stone; Zoya Petrova", "Russia", "Buoy Pact", "A joint patrol", "On a call; and more", "Russia",
        "Call of the two ministers",
    ]]  # fmt: skip
    assert df["addressees"].isna().all()


def test_joined_events_show_evidence_and_accounts(tables: Tables, tmp_path: Path) -> None:
    df = pd.read_parquet(publish(tables, tmp_path, META) / "joined" / "events_joined.parquet")
    assert df[["proposal_title", "actor_name", "evidence", "accounts"]].to_numpy().tolist() == [
        ["A joint patrol", "Russia", "st-00002", "Russia"]
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO event_evidence VALUES ('pe-00001', 'st-zzzzz')",
        "DELETE FROM actors WHERE actor_id = 'ac-00004'",
        "UPDATE statements SET act = 'sing' WHERE statement_id = 'st-00001'",
        "UPDATE statements SET reiterates = 2",
        "UPDATE statements SET said_date = 'today'",
        "UPDATE statements SET paraphrase = ''",
        "UPDATE statements SET position = 'first'",
        "UPDATE statements SET act = NULL",
        "UPDATE actors SET actor_id = 'ac-il0u!' WHERE actor_id = 'ac-00004'",
        "UPDATE statements SET paraphrase = printf('%.201c', 'x')",
        "INSERT INTO coders SELECT * FROM coders",
    ],
)
def test_the_database_refuses_what_the_contract_refuses(tables: Tables, tmp_path: Path, statement: str) -> None:
    with opened(publish(tables, tmp_path, META)) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute(statement)


def test_full_text_finds_words_and_not_nonsense(tables: Tables, tmp_path: Path) -> None:
    # Datasette 0.65's own question for the search index of a table.
    detect = """select name from sqlite_master where rootpage = 0 and
        sql like '%VIRTUAL TABLE%USING FTS%content="statements"%'"""
    rows = "SELECT rowid FROM statements_fts WHERE statements_fts MATCH ?"
    found = f"SELECT statement_id FROM statements WHERE rowid IN ({rows})"
    with opened(publish(tables, tmp_path, META)) as db:
        assert db.execute(detect).fetchall() == [("statements_fts",)]
        assert db.execute(found, ['"patrol"']).fetchall() == [("st-00002",)]
        assert db.execute(found, ['"xyzzy"']).fetchall() == []
        assert db.execute("SELECT alias FROM actor_aliases_fts WHERE actor_aliases_fts MATCH 'ПЕТРОВА'").fetchall()


def test_every_search_index_agrees_with_its_table(tables: Tables, tmp_path: Path) -> None:
    with opened(publish(tables, tmp_path, META)) as db:
        for name, spec in contract().items():
            if sql.searched(spec):
                db.execute(f"INSERT INTO {name}_fts({name}_fts, rank) VALUES ('integrity-check', 1)")


def test_links_and_filters_by_day_use_an_index(tables: Tables, tmp_path: Path) -> None:
    asked = "EXPLAIN QUERY PLAN SELECT * FROM statements WHERE said_encounter_id = 'en-00001' ORDER BY said_date DESC"
    with opened(publish(tables, tmp_path, META)) as db:
        plan = " ".join(row[3] for row in db.execute(asked))
    assert "statements_by_said_encounter_id_and_said_date" in plan
    assert "TEMP B-TREE" not in plan


def test_datasette_metadata_describes_every_column(tables: Tables, tmp_path: Path) -> None:
    metadata = json.loads((publish(tables, tmp_path, META) / "metadata.json").read_text())
    described = metadata["databases"]["communique"]["tables"]
    assert (metadata["title"], described["actors"]["label_column"]) == ("A trial", "name")
    assert set(described["statements"]["columns"]) == set(contract()["statements"].columns)


def test_a_row_that_points_nowhere_stops_the_build(tables: Tables, tmp_path: Path) -> None:
    broken = tables | {"actors": tables["actors"].iloc[1:]}
    with pytest.raises(PublishError, match=r"of \w+ points to no row of actors"):
        publish(broken, tmp_path, META)


def test_a_required_value_that_is_null_stops_the_build(tables: Tables, tmp_path: Path) -> None:
    broken = tables | {"actors": tables["actors"].assign(name=None)}
    with pytest.raises(PublishError, match="actors does not keep its own contract: Column 'name'"):
        publish(broken, tmp_path, META)


def test_a_release_without_its_citation_is_refused(tables: Tables, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="citation"):
        publish(tables, tmp_path, META | {"citation": ""})


Failure = tuple[BaseException, type[BaseException], str]
FAILURES: list[Failure] = [
    (OSError(errno.ENOSPC, "No space left on device"), PublishError, "no room left"),
    (OSError(errno.EROFS, "Read-only file system"), PublishError, "cannot be written to"),
    (OSError(errno.EIO, "Input/output error"), PublishError, "Input/output error"),
    (KeyboardInterrupt(), KeyboardInterrupt, "^$"),
]


@pytest.mark.parametrize("step", ["write_parquet", "joined", "write_database", "datasette_metadata"])
@pytest.mark.parametrize("case", FAILURES, ids=["full", "read-only", "broken", "interrupted"])
def test_a_failing_write_leaves_the_old_build(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, case: Failure
) -> None:
    failure, raised, said = case
    before = contents(publish(tables, tmp_path, META))

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(run, step, fail)
    with pytest.raises(raised, match=said) as caught:
        publish(tables, tmp_path, META | {"title": "Another"})
    assert "\n" not in str(caught.value)
    assert contents(tmp_path / "current") == before
    assert sorted(p.name for p in tmp_path.iterdir()) == [".lock", "current"]


def test_a_database_that_fills_the_disk_is_said_in_one_line(tables: Tables, tmp_path: Path) -> None:
    class Full(sqlite3.OperationalError):
        sqlite_errorcode = sqlite3.SQLITE_FULL

    def connect(*_: object, **__: object) -> sqlite3.Connection:
        raise Full("database or disk is full")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("communique.publish.sqlite.sqlite3.connect", connect)
        with pytest.raises(PublishError, match=r"no room left for the build .* nothing was written"):
            publish(tables, tmp_path, META)


def test_a_missing_parent_is_named(tables: Tables, tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"create .*absent"):
        publish(tables, tmp_path / "absent" / "dist", META)
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishError, match="is no folder"):
        publish(tables, tmp_path / "file", META)


def test_two_builds_at_once_give_one_clear_line(tables: Tables, tmp_path: Path) -> None:
    before = contents(publish(tables, tmp_path, META))
    with (tmp_path / ".lock").open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write("4242\n")
        held.flush()
        with pytest.raises(BuildRunningError, match=r"^another build is running \(pid 4242\)$"):
            publish(tables, tmp_path, META)
    assert contents(tmp_path / "current") == before
    publish(tables, tmp_path, META)
    assert (tmp_path / ".lock").read_text() == f"{os.getpid()}\n"


@pytest.mark.parametrize("at_once", [True, False], ids=["exchange", "two renames"])
def test_the_new_build_takes_the_old_ones_place(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    old = contents(publish(tables, tmp_path, META))
    new = contents(publish(tables, tmp_path, META | {"title": "Another"}))
    assert old.keys() == new.keys()
    assert old["metadata.json"] != new["metadata.json"]
    assert sorted(p.name for p in tmp_path.iterdir()) == [".lock", "current"]


def test_a_rename_that_fails_puts_the_old_build_back(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(publish(tables, tmp_path, META))
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.startswith(".building"):
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PublishError):
        publish(tables, tmp_path, META)
    assert contents(tmp_path / "current") == before


def test_what_a_killed_build_left_is_cleared_away(tables: Tables, tmp_path: Path) -> None:
    before = contents(publish(tables, tmp_path, META))
    (tmp_path / "current").rename(tmp_path / ".previous")
    (tmp_path / ".building-999999").mkdir()
    assert contents(current(tmp_path)) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == [".lock", "current"]


def test_a_reader_in_the_instant_between_two_renames_sees_the_old_build(tables: Tables, tmp_path: Path) -> None:
    publish(tables, tmp_path, META)
    (tmp_path / "current").rename(tmp_path / ".previous")
    with (tmp_path / ".lock").open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert current(tmp_path) == tmp_path / ".previous"


def test_there_may_be_no_build_yet(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="run communique build"):
        current(tmp_path)


def test_progress_counts_to_the_end(tables: Tables, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    publish(tables, tmp_path, META, lambda *step: told.append(step))
    assert [done for _, done, _ in told] == list(range(len(told)))
    assert told[-1][1] == told[-1][2]


def test_generated_documents_are_written_once_and_checked(tmp_path: Path) -> None:
    left = tmp_path / "schema" / "json" / "gone.schema.json"
    left.parent.mkdir(parents=True)
    left.write_text("{}")
    written = write_docs(tmp_path, check=False)
    assert {tmp_path / "docs/data-dictionary.md", tmp_path / ".vscode/settings.json", left} <= set(written)
    assert not left.exists()
    assert write_docs(tmp_path, check=True) == []
    (tmp_path / "docs/data-dictionary.md").write_text("old")
    assert write_docs(tmp_path, check=True) == [tmp_path / "docs/data-dictionary.md"]


def test_the_documents_in_the_repository_are_current() -> None:
    assert write_docs(Path(__file__).parents[2], check=True) == [], "run make docs"
