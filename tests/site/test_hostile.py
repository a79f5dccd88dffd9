"""Hostile words in every free text: nothing runs, nothing is loaded, no page breaks, and files keep them as they are."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from asking import ROOT, Get, client, newest, serving, started
from browser import chromium, in_tabs, opened, run, too_wide, watched
from hostile import FREE, LONG, URLS, VALUES, Hostile, free_columns

from communique.check.models import model_failures
from communique.records import read
from communique.records.scalars import ScalarError, value
from communique.serving import write_folder
from communique_schema.spec import tables as contract

KINDS = ("proposals", "statements", "actors", "treaties", "channels", "articles", "encounters", "claims")
"""Tables with pages of their own; the parts of a log are shown on those."""


@pytest.fixture(scope="module")
def hostile() -> Hostile:
    return Hostile(newest())


@pytest.fixture(scope="module")
def folder(hostile: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile release, ready to be served."""
    made = tmp_path_factory.mktemp("hostile")
    write_folder(made, [hostile])
    return made


@pytest.fixture(scope="module")
def base(folder: Path) -> Iterator[str]:
    with serving(folder) as found:
        yield found


@pytest.fixture(scope="module")
def ask(folder: Path) -> Get:
    return client(started(folder))


def addresses(hostile: Hostile, release: str) -> list[str]:
    """Pages of every kind, as many as there are attacks, so that each attack is a title once; and attacks by address."""
    out = [
        f"/{release}/{name}"
        for name in ("home", "about", "search?q=W", "search?q=script", "home?topic=%22%3E%3Cscript%3E")
    ]
    for table in KINDS:
        ids = hostile.arrow(table).column(contract()[table].primary_key[0]).to_pylist()[: len(VALUES)]
        out += [f"/{release}/{table}/{key}" for key in ids]
    out += [f"/{release}/compare/{key}" for key in hostile.arrow("encounters").column("encounter_id").to_pylist()[:6]]
    out += [f"/{release}/{table}?_size=25" for table in {name for name, _ in FREE}]
    out += [f"/{release}/search?q={quote(words[:500])}" for words in VALUES]
    words = VALUES[3]
    out += [f"/{release}/home?day={quote(words)}&known={quote(words)}", f"/{release}/statements?paraphrase={quote(words)}",
            f"/{release}/statements?_sort={quote(words)}", f"/{quote(words)}", f"/{release}?sql={quote(words)}"]  # fmt: skip
    alias = hostile.arrow("actor_aliases").slice(0, 8).to_pylist()
    return out + [f"/{release}/actor_aliases?actor_id={row['actor_id']}&_facet=alias" for row in alias]


LOOK = """() => {
    const found = [], has = part => document.querySelector(part);
    if (window.canary) found.push("something ran");
    for (const script of document.scripts) {
        if (script.type !== "application/ld+json") found.push("a script");
        try { JSON.parse(script.textContent) } catch (error) { found.push("JSON-LD is broken: " + error) }
    }
    if (has("style, iframe, object, embed, base, [style]")) found.push("an element nobody wrote");
    for (const e of document.querySelectorAll("*")) for (const {name, value} of e.attributes) {
        if (name.startsWith("on") || name === "autofocus") found.push(name + " on " + e.tagName);
        const leads = ["href", "src", "action"].includes(name);
        if (leads && /^\\s*(javascript|data|vbscript):/i.test(value)) found.push("leads to " + value.slice(0, 60));
        if (leads && /^\\s*[\\/\\\\]{2}/.test(value)) found.push("leads to another host: " + value.slice(0, 60));
    }
    const words = document.title + document.body.innerText;
    if (/[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]/.test(words)) found.push("turned");
    if (/(^|\\D)49(\\$|\\D*#)/.test(document.title)) found.push("a template ran");
    if (!document.title.includes("communique")) found.push("title: " + document.title.slice(0, 80));
    if (document.querySelectorAll("h1").length !== 1) found.push(document.querySelectorAll("h1").length + " h1");
    for (const part of ["header.top", "main", "footer.bottom"])
        if (!has(part) || has(part).offsetHeight < 10) found.push("no " + part);
    return found;
}"""


def test_pages_stay_whole(hostile: Hostile, base: str, folder: Path) -> None:
    """In a browser, at both widths."""
    wrong: list[str] = []
    release = next(folder.glob("*.db")).stem

    async def look(page: Any, address: str) -> None:
        if (status := await opened(page, address)) >= 500:
            wrong.append(f"{address[:120]}: {status}")
        if over := await too_wide(page):
            wrong.append(f"{address[:120]}: {over}")
        wrong.extend(f"{address[:120]}: {said}" for said in await page.evaluate(LOOK))

    async def all_of_them() -> None:
        async with chromium() as browser, watched(browser, base) as seen:
            await in_tabs(seen.context, addresses(hostile, release), look)
            wrong.extend(seen.said)

    run(all_of_them())
    assert not wrong, f"{len(wrong)}: " + "\n".join(wrong[:25])


@pytest.mark.parametrize("table", sorted({table for table, _ in FREE}))
def test_files_keep_every_character(hostile: Hostile, ask: Get, folder: Path, table: str) -> None:
    """Datasette's JSON and CSV of a table, cell by cell."""
    release = next(folder.glob("*.db")).stem
    rows = hostile.arrow(table).to_pylist()
    key = contract()[table].primary_key
    texts = [name for name in hostile.arrow(table).column_names if (table, name) in FREE or (table, name) in URLS]
    ours = {tuple(_plain(row[name]) for name in key): [row[name] for name in texts] for row in rows}
    said = ask(f"/{release}/{table}.json?_shape=array&_size=400").json()
    assert len(said) == min(len(rows), 400)
    for row in said:
        assert [row[name] for name in texts] == ours[tuple(row[name] for name in key)]
    csv.field_size_limit(2**24)
    listed = list(csv.DictReader(io.StringIO(ask(f"/{release}/{table}.csv?_size=400").text, newline="")))
    assert [[row[name] or None for name in texts] for row in listed] == [[row[name] for name in texts] for row in said]


def _plain(cell: Any) -> Any:
    return int(cell) if isinstance(cell, bool) else cell


def test_our_own_files_keep_them_too(hostile: Hostile, ask: Get, folder: Path) -> None:
    """The JSON of a page and of its citations."""
    release = next(folder.glob("*.db")).stem
    for row in hostile.arrow("statements").slice(0, len(VALUES)).to_pylist():
        said = ask(f"/{release}/statements/{row['statement_id']}.json").text
        if row["paraphrase"] is not None:
            assert json.dumps(row["paraphrase"], ensure_ascii=False) in said
        assert json.loads(ask(f"/{release}/statements/{row['statement_id']}.csl").text)
    assert any(row is LONG or row == LONG for row in hostile.arrow("statements").column("paraphrase").to_pylist())


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1", " =1+1"])
def test_no_free_text_may_begin_as_a_formula(start: str) -> None:
    """A record with such a text is refused, whatever the field."""
    for table, column in free_columns():
        if column.written and table != "terms":
            with pytest.raises(ScalarError) as refused:
                value(column, start)
            assert refused.value.code in ("formula-start", "control-character", "outer-space")
    assert any(column.name == "paraphrase" for _, column in free_columns())


def test_a_build_refuses_a_formula(tmp_path: Path) -> None:
    """As `communique check` and `communique build` read records: the line is named."""
    text = (ROOT / "dataset/claims.yml").read_text("utf-8")
    (tmp_path / "claims.yml").write_text(re.sub(r"(?<=\n  gloss: ).*", '"=HYPERLINK(1)"', text, count=1), "utf-8")
    said = {(problem.code, problem.field) for problem in read(tmp_path).problems}
    assert ("formula-start", "gloss") in said


def test_the_code_book_has_no_formula() -> None:
    """It comes with the code, not from records."""
    from communique_schema import terms

    cells = [
        str(cell) for listed in terms.rows().values() for row in listed for cell in row.values() if cell is not None
    ]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r"]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example/x", "https://x.example/a b"]
)
def test_an_address_is_an_address(url: str) -> None:
    """The contract refuses whatever a browser would run or read otherwise."""
    import pandas as pd

    assert {name for _, name in URLS} == {"url", "archive_url", "rights_uri"}
    spec = contract()["articles"]
    row = dict.fromkeys(spec.columns) | {"url": url}
    failed = model_failures(spec, pd.DataFrame([row]).astype({"url": "string"}))
    assert any(name == "url" and code == "bad-form" for _, name, code, _, _ in failed)
