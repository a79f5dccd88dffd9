"""Datasette's own pages as we show them, and what the metadata say: every table, view and query of the real release."""

import json
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from asking import Get

from communique.serving.describe import LOCAL, PUBLIC
from communique.serving.queries import MOST, QUERIES
from communique.site.counting import uncounted
from communique.site.served import Served

GIVEN = {
    "open_asks": "addressee=united",
    "statements_by_actor_and_year": "actor=Лавров&year=2021",
    "statements_on_a_proposal": "proposal=PR-7zng3&relation=rejects",
    "claims_told_differently": "aspect=date",
    "treaties_against_the_record": "treaty=ДСНВ&finding=agrees",
    "who_spoke_in_a_year": "year=2021",
}


@pytest.fixture(scope="module")
def metadata(site_folder: Path) -> dict[str, Any]:
    """``metadata.json``."""
    said: dict[str, Any] = json.loads((site_folder / "metadata.json").read_text())
    return said


@pytest.fixture(scope="module")
def names(site_folder: Path, release: str) -> dict[str, str]:
    """Table or view of the database -> which of the two it is."""
    with closing(sqlite3.connect(site_folder / f"{release}.db")) as db:
        return dict(db.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"))


def public(metadata: dict[str, Any], release: str) -> list[str]:
    """Tables and views that are listed."""
    tables = metadata["databases"][release]["tables"]
    return [name for name, said in tables.items() if not said.get("hidden")]


class Controls(HTMLParser):
    """What a page's markup has: controls without a label, header cells without a scope, scripts and inline styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.labels, self.unlabelled, self.forbidden, self.headings = set(), [], [], []
        self.within = 0
        self.labels = set(re.findall(r'<label for="([^"]+)"', text))
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.within += tag == "label"
        control = tag in ("input", "select", "textarea") and given.get("type") != "hidden"
        if control and not (self.within or given.get("id") in self.labels):
            self.unlabelled.append((tag, given))
        if "style" in given or tag == "style" or (tag == "script" and given.get("type") != "application/ld+json"):
            self.forbidden.append((tag, given))
        if tag == "th" and "scope" not in given:
            self.forbidden.append((tag, given))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        self.within -= tag == "label"


def test_every_table_page_answers_in_every_form(get: Get, release: str, names: dict[str, str]) -> None:
    """Those that only pages use as well: a facet or label that cannot be made would be an error of ours."""
    answers = {(name, form): get(f"/{release}/{name}{form}").status_code
               for name in names for form in ("", ".json", ".csv") if not name.endswith("_fts")}  # fmt: skip
    assert {key: status for key, status in answers.items() if status != 200} == {}


def test_every_query_answers_in_every_form(get: Get, release: str) -> None:
    for name in QUERIES:
        for given in ("", f"?{GIVEN[name]}" if name in GIVEN else ""):
            for form in ("", ".json", ".csv"):
                assert get(f"/{release}/{name}{form}{given}").status_code == 200, (name, form, given)


def test_every_query_finds_something_in_an_order_of_its_own(get: Get, release: str, names: dict[str, str]) -> None:
    assert not {*QUERIES} & {*names}, "a query of the name of a table would hide it"
    for name, query in QUERIES.items():
        assert re.search(rf"ORDER BY .*(_id|\.id)[\w, .]* LIMIT {MOST}$", query.sql), name
        listed = get(f"/{release}/{name}.json?_shape=array&{GIVEN.get(name, '')}").json()
        assert 0 < len(listed) <= MOST, name


def test_a_query_that_finds_nothing_says_what_to_try(get: Get, release: str) -> None:
    for name in ("statements_by_actor_and_year", "statements_on_a_proposal"):
        assert QUERIES[name].empty in get(f"/{release}/{name}").text


def test_markup_of_stock_pages(get: Get, release: str) -> None:
    """No script, no inline style, every control labelled, every header cell with its scope, no heading level skipped."""
    for path in ("", "?_show_hidden=1", "/statements?act=propose&_facet=wording", "/statements_joined", "/terms",
                 "/statement_actors", "/terms/act,propose", "/open_asks", "/extractions", "/search?q=Lavrov"):  # fmt: skip
        found = Controls(get(f"/{release}{path}").text)
        assert (found.unlabelled, found.forbidden) == ([], []), path
        assert found.headings[0] == 1, path
        assert all(b - a <= 1 for a, b in zip(found.headings, found.headings[1:], strict=False)), path


def test_filter_sort_count_and_the_next_page(get: Get, release: str) -> None:
    text = get(f"/{release}/statements?act=propose&_sort=said_date&_facet=wording").text
    assert 'aria-sort="ascending"' in text
    assert re.search(
        r"Values of wording .*act=propose&amp;_sort=said_date&amp;_facet=wording&amp;wording=", text, re.DOTALL
    )
    following = re.search(r'<a href="(?:http://[^/]+)?([^"]+)" rel="next">', text)
    assert following is not None
    assert get(following[1].replace("&amp;", "&")).status_code == 200
    assert 'aria-sort="descending"' in get(f"/{release}/statements").text, "newest first where nothing else is asked"


def test_ids_lead_to_pages(get: Get, release: str) -> None:
    """From a table, a view and a query."""
    for path in ("/conflicts", "/statements_joined", "/open_asks"):
        ids = set(re.findall(rf'href="(/{release}/\w+/\w\w-\w{{5}})"', get(f"/{release}{path}").text))
        assert ids, path
        assert {get(at).status_code for at in sorted(ids)[:8]} <= {200, 302}, path


def test_every_table_is_described_and_listed_under_its_subject(
    metadata: dict[str, Any], release: str, names: dict[str, str], get: Get
) -> None:
    said = metadata["databases"][release]
    ours = {name for name in names if not name.startswith(("site_", "sqlite_")) and "_fts" not in name}
    assert {*public(metadata, release)} == ours
    assert {name for room in said["rooms"] for name in room["tables"]} == ours
    assert [
        name for name in ours if not (said["tables"][name]["description"] and said["tables"][name]["columns"])
    ] == []
    assert {n for n in names if n.startswith("site_")} == {n for n, t in said["tables"].items() if t.get("hidden")}
    text = get(f"/{release}").text
    assert all(f'href="/{release}/{name}"' in text for name in [*ours, *QUERIES])
    assert f'href="/{release}/site_words"' not in text
    assert metadata["license_url"].startswith("https://creativecommons.org/")


def test_columns_of_the_metadata_are_there(metadata: dict[str, Any], release: str, site_folder: Path) -> None:
    """Datasette fails on a page that sorts or labels by a column there is not."""
    with closing(sqlite3.connect(site_folder / f"{release}.db")) as db:
        for name in public(metadata, release):
            there = {row[1] for row in db.execute(f'PRAGMA table_info("{name}")')}
            said = metadata["databases"][release]["tables"][name]
            used = {said.get("label_column"), said.get("sort_desc"), *said.get("countable", ()), *said["columns"]}
            assert used - {None} <= there, name


def test_settings_are_known_to_datasette_and_the_public_ones_hold(get: Get, datasette_app: Any, release: str) -> None:
    assert {*PUBLIC, *LOCAL} <= {*datasette_app.settings_dict()}
    assert all(datasette_app.setting(name) == value for name, value in PUBLIC.items())
    assert LOCAL["default_allow_sql"] is True
    assert get(f"/{release}?sql=select+1").status_code == 403
    assert "SQL of your own" not in get(f"/{release}").text


def test_the_file_for_the_next_datasette_says_the_same(site_folder: Path, release: str) -> None:
    config = json.loads((site_folder / "datasette.json").read_text())
    assert config["settings"] == json.loads((site_folder / "settings.json").read_text())
    assert config["allow_sql"] is False
    assert {*config["databases"][release]["queries"]} == {*QUERIES}


@pytest.mark.parametrize(
    ("name", "query", "asked"),
    [
        ("statements", b"", b""),
        ("statements", b"_sort=act", b"_sort=act"),
        ("statements", b"act=propose", b"act=propose&_nocount=1"),
        ("statements", b"act__in=a,b&_sort=act", b"act__in=a,b&_sort=act&_nocount=1"),
        ("statements", b"_search=a&_nocount=1", b"_search=a&_nocount=1"),
        ("statements_joined", b"", b"_nocount=1"),
        ("proposals", b"topic=cyber", b"topic=cyber"),
        ("search", b"q=a", b"q=a"),
    ],
)
def test_a_filtered_large_table_is_not_counted(name: str, query: bytes, asked: bytes) -> None:
    one = Served("x", Path("x.db"), {"n_statements": "1000000", "n_proposals": "20"})
    assert uncounted({"query_string": query}, one, name)["query_string"] == asked


def test_what_a_row_is_known_by_stands_beside_its_id(get: Get, release: str) -> None:
    """Header and cells in one order; the data forms keep the order of the contract."""
    text = get(f"/{release}/statements").text
    header = re.findall(r'<th scope="col"[^>]*>(?:<a [^>]*>)?(\w+)', text)
    assert header[:2] == ["statement_id", "paraphrase"]
    first = re.search(r"<tbody>\s*<tr>(.*?)</tr>", text, re.DOTALL)
    assert first is not None
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", first[1], re.DOTALL)]
    row = get(f"/{release}/statements.json?_shape=array&_size=1").json()[0]
    shown = dict(zip(header, cells, strict=True))
    assert [shown["statement_id"], shown["act"], shown["said_date"]] == [
        row["statement_id"],
        row["act"],
        row["said_date"],
    ]
    assert shown["paraphrase"][:20] == row["paraphrase"][:20]
