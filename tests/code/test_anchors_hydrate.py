"""The local database with the quoted words: what is in it, what marks it, and where it may not lie."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from texts_world import LINES, STRAITS, TEXTS, islands

from communique.anchors.hydrate import APPLICATION_ID, HydrateError, hydrate


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a built database."""
    root = tmp_path / "project"
    for name in ("dataset", "docs/guides", "dist/current", "elsewhere"):
        (root / name).mkdir(parents=True)
    (root / "pyproject.toml").touch()
    with sqlite3.connect(root / "dist/current/communique.db") as built:
        built.execute(
            "CREATE TABLE anchors (statement_id TEXT, char_start INTEGER, PRIMARY KEY (statement_id, char_start))"
        )
        rows = islands()["anchors"][["statement_id", "char_start"]].itertuples(index=False)
        built.executemany("INSERT INTO anchors VALUES (?, ?)", [(s, int(c)) for s, c in rows])
        built.execute(
            "CREATE TABLE article_ranges (article_id TEXT, char_start INTEGER, PRIMARY KEY (article_id, char_start))"
        )
        built.execute("PRAGMA user_version = 7")
    built.close()
    return root


def database(project: Path) -> Path:
    """The built database of a project."""
    return project / "dist/current/communique.db"


def test_the_words_are_filled_in_and_the_file_is_marked(project: Path) -> None:
    out = project / "elsewhere" / "local.db"
    before = database(project).read_bytes()
    tables = islands()
    tables["anchors"].loc[4, "span_norm_sha256"] = "0" * 64
    assert hydrate(database(project), tables, TEXTS, out) == 4
    hydrated = sqlite3.connect(out)
    words = hydrated.execute("SELECT words FROM anchor_words JOIN anchors USING (statement_id, char_start)").fetchall()
    assert (LINES["weather"],) in words
    assert len(words) == 4
    assert "NOT FOR REDISTRIBUTION" in hydrated.execute("SELECT notice FROM notice").fetchone()[0]
    assert hydrated.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert hydrated.execute("PRAGMA user_version").fetchone() == (7,)
    assert hydrated.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    hydrated.close()
    assert database(project).read_bytes() == before
    assert [p.name for p in out.parent.iterdir()] == ["local.db"]


def test_ranges_are_filled_in_from_the_very_text_that_was_coded_alone(project: Path) -> None:
    out = project / "elsewhere" / "local.db"
    other = {**TEXTS, "ar-00002": TEXTS["ar-00002"].replace("Fähre", "Fahrt")}
    hydrate(database(project), islands(), other, out)
    with closing(sqlite3.connect(out)) as hydrated:
        assert hydrated.execute("SELECT * FROM range_words").fetchall() == [("ar-00001", 0, STRAITS)]
        assert "range_words" in hydrated.execute("SELECT notice FROM notice").fetchone()[0]


@pytest.mark.parametrize(
    "place", ["dataset/x.db", "docs/guides/x.db", "dist/x.db", "dist/current/x.db", "docs/../docs/x.db"]
)
def test_published_folders_are_refused(project: Path, place: str) -> None:
    with pytest.raises(HydrateError, match="publishes"):
        hydrate(database(project), islands(), TEXTS, project / place, force=True)
    assert not (project / place).exists()


def test_links_into_published_folders_are_refused(project: Path) -> None:
    (project / "elsewhere/link").symlink_to(project / "docs")
    (project / "elsewhere/x.db").symlink_to(project / "dist/x.db")
    for out in ("elsewhere/link/x.db", "elsewhere/x.db"):
        with pytest.raises(HydrateError, match="publishes"):
            hydrate(database(project), islands(), TEXTS, project / out, force=True)


def test_a_relative_path_is_the_same_path(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "docs")
    with pytest.raises(HydrateError, match="publishes"):
        hydrate(database(project), islands(), TEXTS, Path("x.db"))


def test_folders_of_other_people_are_not_ours(project: Path, tmp_path: Path) -> None:
    (tmp_path / "home" / "docs").mkdir(parents=True)
    assert hydrate(database(project), islands(), TEXTS, tmp_path / "home" / "docs" / "x.db") == 5
    with pytest.raises(HydrateError, match="publishes"):
        hydrate(database(project), islands(), TEXTS, tmp_path / "home" / "docs" / "x.db", project=tmp_path / "home")


def test_nothing_is_overwritten_unasked(project: Path) -> None:
    out = project / "elsewhere/x.db"
    out.write_text("mine")
    with pytest.raises(HydrateError, match="exists"):
        hydrate(database(project), islands(), TEXTS, out)
    assert out.read_text() == "mine"
    assert hydrate(database(project), islands(), TEXTS, out, force=True) == 5


@pytest.mark.parametrize(
    ("out", "message"),
    [("elsewhere", "is a folder"), ("nowhere/x.db", "no such folder"), ("copy.db", "the built database itself")],
)
def test_places_that_cannot_be(project: Path, out: str, message: str) -> None:
    os.link(database(project), project / "copy.db")
    with pytest.raises(HydrateError, match=message):
        hydrate(database(project), islands(), TEXTS, project / out, force=True)


def test_a_missing_or_broken_database_leaves_nothing(project: Path) -> None:
    with pytest.raises(HydrateError, match="no such database"):
        hydrate(project / "no.db", islands(), TEXTS, project / "elsewhere/x.db")
    (project / "bad.db").write_text(STRAITS)
    with pytest.raises(HydrateError, match="cannot be written"):
        hydrate(project / "bad.db", islands(), TEXTS, project / "elsewhere/x.db")
    assert list((project / "elsewhere").iterdir()) == []


def test_what_is_no_file_is_never_replaced(project: Path) -> None:
    pipe = project / "elsewhere/pipe"
    os.mkfifo(pipe)
    with pytest.raises(HydrateError, match="no regular file"):
        hydrate(database(project), islands(), TEXTS, pipe, force=True)
    assert pipe.is_fifo()


def test_folders_named_as_published_are_refused(project: Path) -> None:
    out = project / "elsewhere/x.db"
    with pytest.raises(HydrateError, match="publishes"):
        hydrate(database(project), islands(), TEXTS, out, published=[project / "docs/../elsewhere"])
    assert not out.exists()
