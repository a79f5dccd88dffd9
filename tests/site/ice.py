"""The pages of a small served folder: rows changed as a test wants them, a page made without a server, its HTML."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from communique.site.page import Page, asked
from communique.site.pages import ALL
from communique.site.rows import Rows
from communique.site.served import Served


def change(site: Path, *statements: str) -> None:
    """Rows as a test wants them, before any page is asked for; constraints between tables are not looked at."""
    with closing(sqlite3.connect(site / "working.db")) as db, db:
        for statement in statements:
            db.execute(statement)


def page(site: Path, kind: str, key: str = "", **args: str) -> Page:
    """One page, made without a server."""
    path = site / "working.db"
    with closing(sqlite3.connect(path)) as db:
        one = Served("working", path, dict(db.execute("SELECT name, value FROM site_release")))
        return ALL[kind](Rows(db, one), asked(one, key, args))


def ask(site: Path, address: str) -> Any:
    """The answer of a Datasette on the folder, in this process. Not conftest's: tests/code has a module of that name."""
    app = Datasette(config_dir=site)

    async def asking() -> Any:
        await app.invoke_startup()
        return await app.client.get(f"/working/{address}")

    return asyncio.run(asking())


def html(site: Path, address: str) -> str:
    """One page as HTML."""
    answer = ask(site, address)
    assert answer.status_code == 200, answer.text
    return str(answer.text)
