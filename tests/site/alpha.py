"""A check run by hand: the site on the next line of Datasette, page by page. It says what works there and what does not.

    python -m venv elsewhere && elsewhere/bin/pip install "datasette==1.0a41" "pandera[pandas]" pyarrow snowballstemmer
    elsewhere/bin/pip install --no-deps --editable .
    elsewhere/bin/python tests/site/alpha.py [--strict]

Exit code 0, whatever is found; with --strict 1 where a page does not work.
"""

import argparse
import asyncio
import sys
import tempfile
import traceback
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
KINDS = ("proposals", "statements", "actors", "treaties", "channels", "articles", "encounters", "claims")
REFUSED = ("?sql=select+1", ".db", "/statements?_where=1", "/-/query?sql=select+1")


def folder(at: Path) -> str:
    """The newest release's folder as ``communique serve --out`` writes it; its database's name."""
    from communique.reading.at_hand import numbers
    from communique.reading.release import Release
    from communique.serving import folder as writing

    newest = max((ROOT / "dist").glob("[0-9]*.[0-9]*.[0-9]*"), key=lambda path: numbers(path.name))
    try:
        (path,) = writing.write_folder(at, [Release(newest)])
    except Exception:
        print("write_folder does not work here:\n" + traceback.format_exc(limit=-3))
        (path,) = at.glob("*.db")
    return path.stem


def pages(name: str, app: Any) -> list[tuple[str, int]]:
    """Addresses and the status each should answer with."""
    import sqlite3

    with sqlite3.connect(app.databases[name].path) as db:
        first = {kind: db.execute(f"SELECT min(id) FROM site_records WHERE table_name = '{kind}'").fetchone()[0]
                 for kind in KINDS}  # fmt: skip
    rows = [f"/{kind}/{key}" for kind, key in first.items()]
    ours = ["/home", "/search", "/search?q=Lawrow", "/about", f"/compare/{first['encounters']}", *rows]
    forms = [f"{page}{form}" for page in ("/home", rows[0]) for form in (".json", ".csv", ".bib")]
    stock = ["", "/statements", "/statements?act=propose&_sort=said_date&_facet=wording", "/statements_joined",
             "/terms/act,propose", "/statements.json", "/statements.csv", "/open_asks", "/open_asks.json",
             "/statements_by_actor_and_year?actor=Lavrov"]  # fmt: skip
    wanted = [(f"/{name}{page}", 200) for page in (*ours, *forms, *stock)]
    return [("/", 200), *wanted, *((f"/{name}{page}", 403) for page in REFUSED)]


async def looked(at: Path, name: str) -> list[str]:
    """One line per address; those that begin with FAILS do not work."""
    from datasette.app import Datasette

    app = Datasette(config_dir=at)
    await app.invoke_startup()
    said = []
    for address, wanted in pages(name, app):
        try:
            answer = await app.client.get(address)
        except Exception as error:
            said.append(f"FAILS  {address}: {type(error).__name__}: {error}")
            continue
        text = answer.text
        page = answer.headers.get("content-type", "").startswith("text/html")
        right = answer.status_code in ((400, 403, 404) if wanted == 403 else (wanted,))
        checks = {
            f"status {wanted} but {answer.status_code}": right,
            "frame of ours": not page or 'class="brand"' in text,
            "policy against scripts": "content-security-policy" in answer.headers,
        }
        lacks = [what for what, there in checks.items() if not there]
        said.append(f"FAILS  {address}: no {', no '.join(lacks)}" if lacks else f"works  {address}")
    return said


def main() -> int:
    """Print what works."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strict", action="store_true")
    strict = parser.parse_args().strict
    print(f"datasette {version('datasette')}")
    with tempfile.TemporaryDirectory() as at:
        try:
            said = asyncio.run(looked(Path(at), folder(Path(at))))
        except Exception:
            said = ["FAILS  to start:\n" + traceback.format_exc(limit=-4)]
    print("\n".join(said))
    failed = [line for line in said if line.startswith("FAILS")]
    print(f"{len(said) - len(failed)} work, {len(failed)} do not")
    return 1 if strict and failed else 0


if __name__ == "__main__":
    sys.exit(main())
