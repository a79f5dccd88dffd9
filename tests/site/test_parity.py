"""The site says what the package says: the same citations, the same standing on any day, the same values in every form."""

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import communique as cq
from communique.site.cited import citation
from communique.site.gone import gone
from communique.site.page import Ask, MovedError, NotThereError, asked
from communique.site.pages import ALL, OF_ROWS
from communique.site.rows import Rows
from communique.site.served import Served, opened

CLOCKS = ({}, {"day": "2021-01-20", "known": "2021-02-01"}, {"day": "2020-10-20"}, {"known": "2020-12-01"})


@pytest.fixture(scope="module")
def one(site_folder: Path) -> Served:
    """The release as served."""
    served = opened("0-1-0", site_folder / "0-1-0.db")
    assert served is not None
    return served


@pytest.fixture(scope="module")
def db(one: Served) -> Iterator[sqlite3.Connection]:
    """A connection to its database."""
    connection = sqlite3.connect(one.path)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def ds() -> Any:
    """The release as opened by the package."""
    return cq.load("dist/0.1.0")


def _ids(db: sqlite3.Connection, table: str, every: int) -> list[str]:
    rows = db.execute("SELECT id FROM site_records WHERE table_name = ? ORDER BY id", [table]).fetchall()
    return [key for (key,) in rows][::every]


def test_a_citation_on_a_page_is_that_of_the_package(ds: Any, db: sqlite3.Connection, one: Served) -> None:
    """Every kind of row, every style."""
    differing = []
    for table in OF_ROWS:
        for key in _ids(db, table, 40):
            said = citation(Rows(db, one), asked(one, key, {}))
            whole = {"text": f"{said['sentence']}\n{said['text']}", **{s: said[s] for s in ("bibtex", "ris", "csl")}}
            differing += [(key, style) for style, text in whole.items() if text != ds.cite(key, style)]
    assert differing == []


@pytest.mark.parametrize("args", CLOCKS)
def test_a_proposal_stands_as_the_package_says(
    ds: Any, db: sqlite3.Connection, one: Served, args: dict[str, str]
) -> None:
    """Status, sides and counts on any day, as known on any day; and the citation that says so."""
    then = ds.as_of(args.get("day", one.said["data_through"]), known_by=args.get("known"))
    columns = ["status", "status_per_ru", "status_per_us", "one_sided", "evidence_sides", "n_statements", "n_roots"]
    for row in then.proposals.astype(object).to_dict("records"):
        ask = asked(one, row["proposal_id"], args)
        shown = ALL["proposals"](Rows(db, one), ask).data
        assert {c: shown[c] for c in columns} == {c: None if row[c] is cq_missing(row[c]) else row[c] for c in columns}
        said = citation(Rows(db, one), ask, shown)
        assert f"{said['sentence']}\n{said['text']}" == then.cite(row["proposal_id"])


def cq_missing(value: Any) -> Any:
    """The value itself where it is pandas' missing one, else an object nothing is."""
    return value if value is None or str(value) in ("<NA>", "nan", "NaT") else object()


def test_home_has_every_proposal_as_it_stands(ds: Any, db: sqlite3.Connection, one: Served) -> None:
    """The lanes of home and the package's table are one thing."""
    shown = ALL["home"](Rows(db, one), asked(one, "", {"day": "2021-01-20", "known": "2021-01-20"})).data["proposals"]
    then = ds.as_of("2021-01-20", known_by="2021-01-20").proposals
    wanted = {
        row.proposal_id: None if row.status is cq_missing(row.status) else row.status for row in then.itertuples()
    }
    assert {row["proposal_id"]: row["status"] for row in shown} == wanted


def test_a_move_not_yet_known_is_not_shown(db: sqlite3.Connection, one: Served) -> None:
    """No later page behind a step, either."""
    args = {"day": "2020-10-20", "known": "2020-10-20"}
    for key in _ids(db, "proposals", 1):
        data = ALL["proposals"](Rows(db, one), asked(one, key, args)).data
        assert all(move["known_date"] <= "2020-10-20" for move in data["moves"])
        assert all(s["published_date"] <= "2020-10-20" for move in data["moves"] for s in move["evidence"])


def test_a_past_day_shows_nothing_of_later(db: sqlite3.Connection, one: Served) -> None:
    """No interval begun, no account counted or carried later; what the page cannot hold back says of which day it is."""
    args = {"day": "2020-10-20", "known": "2020-10-20"}
    for key in _ids(db, "proposals", 1):
        data = ALL["proposals"](Rows(db, one), asked(one, key, args)).data
        days = [one_["valid_from"] for one_ in data["intervals"]]
        days += [move[name] for move in data["moves"] for name in ("counted_date", "known_ru_date", "known_us_date")]
        days += [statement[name] for statement in data["statements"] for name in ("said_date", "published_date")]
        assert all(day <= "2020-10-20" for day in days if day)
        assert data["summary_and_notes_of"] == one.said["data_through"]
    # A Russian step of September 2017 that an American account carried in October alone.
    then = ALL["proposals"](Rows(db, one), asked(one, "pr-8x0jd", {"day": "2017-09-20", "known": "2017-09-20"})).data
    now = ALL["proposals"](Rows(db, one), asked(one, "pr-8x0jd", {})).data
    later = {move["event_id"] for move in now["moves"] if move["counted_date"] and move["counted_date"] > "2017-09-20"}
    same = [move for move in then["moves"] if move["event_id"] in later]
    assert same
    assert all(move["counted_date"] is None for move in same)


@pytest.mark.parametrize("path", ["treaties/tr-sdqxm", "channels/ch-cj1dm", "statements/st-5mn4b"])
def test_a_page_of_the_last_day_cites_no_other(get: Any, path: str) -> None:
    """What a page does not show as of a day, its citation does not say of that day."""
    assert get(f"/0-1-0/{path}.txt?day=1995-01-01").text == get(f"/0-1-0/{path}.txt").text


@pytest.mark.parametrize(
    "path",
    ["home?topic=arms_control", "home?day=2020-10-20&known=2020-11-01", "proposals/pr-7zng3?day=2020-10-20&known=2020-10-30",
     "search?q=Lavrov&kind=statements&page=2"],
)  # fmt: skip
def test_a_permalink_shows_the_same_again(get: Any, path: str) -> None:
    """With every argument that changes what is shown, in any order."""
    at, _, query = path.partition("?")
    data = get(f"/0-1-0/{at}.json?{query}").json()
    assert set(data["permalink"].partition("?")[2].split("&")) == set(query.split("&"))
    assert f'href="/0-1-0/{at}.json?' in get(f"/0-1-0/{path}").text


def test_a_step_leads_to_its_place_in_any_form(get: Any, db: sqlite3.Connection) -> None:
    """A row shown on another row's page: its place there; as data, that page's data."""
    key = _ids(db, "treaty_events", 9)[0]
    (treaty,) = db.execute("SELECT treaty_id FROM treaty_events WHERE treaty_event_id = ?", [key]).fetchone()
    moved = {form: get(f"/0-1-0/treaty_events/{key}{form}").headers["location"] for form in ("", ".json")}
    assert moved == {"": f"/0-1-0/treaties/{treaty}#{key}", ".json": f"/0-1-0/treaties/{treaty}.json"}


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("home", "proposals"),
        ("proposals/pr-7zng3", "moves"),
        ("search?q=Lavrov", "hits"),
        ("channels/ch-cj1dm", "events"),
    ],
)
def test_html_json_and_csv_show_the_same(get: Any, path: str, part: str) -> None:
    """Every row of a page's list is in its JSON and in its CSV; its JSON-LD is JSON and names the release."""
    at, _, query = path.partition("?")
    tail = f"?{query}" if query else ""
    answers = [get(f"/0-1-0/{at}{form}{tail}") for form in ("", ".json", ".csv")]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    html, data, rows = answers[0].text, answers[1].json(), list(csv.DictReader(io.StringIO(answers[2].text)))
    assert len(rows) == len(data[part]) > 0
    first = next(iter(data[part][0]))
    assert [row[first] for row in rows] == [str(row[first]) for row in data[part]]
    assert data["release"]["version"] == "0.1.0"
    assert data["permalink"].startswith("/0-1-0/")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    assert "0.1.0" in json.dumps(json.loads(found[1]))


def test_a_day_that_is_none_is_said_and_nothing_breaks(one: Served) -> None:
    """The page is then that of the data's last day."""
    for args in ({"day": "2020-13-01"}, {"known": "yesterday"}, {"day": "2999-01-01"}, {"day": "9" * 5000}):
        ask: Ask = asked(one, "", args)
        assert ask.wrong
        assert (ask.day, ask.known_by) == (one.data_through, one.data_through)


def test_a_retired_id_leads_to_what_stands_for_it() -> None:
    """Step by step; where nothing does, its tombstone is told; a circle ends."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE retired_ids (old_id, replaced_by, since_version, reason, last_record_sha256)")
    db.execute("CREATE TABLE terms (vocabulary, code, label)")
    db.execute("INSERT INTO terms VALUES ('retire_reason', 'merged', 'Merged'), ('retire_reason', 'error', 'Error')")
    chain = [("pr-aaaaa", "pr-bbbbb", "merged"), ("pr-bbbbb", "pr-ccccc", "merged"), ("pr-ddddd", None, "error"),
             ("pr-eeeee", "pr-fffff", "merged"), ("pr-fffff", "pr-eeeee", "merged")]  # fmt: skip
    db.executemany("INSERT INTO retired_ids VALUES (?, ?, '0.2.0', ?, 'abc')", chain)
    one = Served("0-2-0", Path("none"), {"version": "0.2.0", "data_through": "2026-01-01", "prefix_pr": "proposals"})
    said = {key: gone(Rows(db, one), asked(one, f"pr-{key * 5}", {})) for key in "abdez"}
    assert isinstance(said["a"], MovedError)
    assert isinstance(said["b"], MovedError)
    assert said["a"].address == said["b"].address == "/0-2-0/proposals/pr-ccccc"
    assert isinstance(said["d"], NotThereError)
    assert isinstance(said["e"], NotThereError)
    assert (said["d"].status, "retired in version 0.2.0 (error)" in str(said["d"])) == (410, True)
    assert "in a circle" in str(said["e"])
    assert said["z"] is None
