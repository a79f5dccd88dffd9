"""What once broke it: each was found by trying to."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from asking import client, started

from communique.serving.describe import LOCAL

R = "/0-1-0"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{R}/proposals/pr-0nfb7?day=0001-01-01", 200),
        (f"{R}/proposals/pr-0nfb7.json?day=0001-01-01", 400),
        (f"{R}/home.json?day=abc", 400),
        (f"{R}/home.csv?day=2021-W03-3", 400),
        (f"{R}/statements.json?position__lt=9223372036854775808", 400),
        (f"{R}/statement_actors/st-04t6b", 404),
        (f"{R}.csv", 404),
        (f"{R}/statements.blob?_blob_column=act&_blob_hash=x", 404),
        ("/0~2D1~2D0/statements.json", 404),
        (f"{R}/statement~73.json", 404),
        (f"{R}/home?page=99999999", 200),
        (f"{R}/search?q=lavrov&kind=statements&page=50", 200),
    ],
)
def test_the_askers_mistake_is_no_error_of_ours(get: Any, path: str, status: int) -> None:
    """The right status, and no trace of the machine."""
    answer: httpx.Response = get(path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text
    assert "Page 50 of" not in answer.text
    assert "99999999 of" not in answer.text


def test_a_short_address_keeps_form_and_day(get: Any) -> None:
    """An id alone leads to the newest release, as what was asked for."""
    assert get("/pr-0nfb7.json?day=2021-01-20").headers["location"] == f"{R}/proposals/pr-0nfb7.json?day=2021-01-20"


def test_no_host_is_kept_for_others(get: Any) -> None:
    """What an answer says of the host it was asked as is for those who ask it so."""
    answer = get(f"{R}/statements.json", host="evil.example")
    assert "link" not in answer.headers
    assert "Host" in answer.headers["vary"]


@pytest.mark.parametrize("asked", ["sql=select+1+as+one", "sql=select+*+from+proposals+limit+1"])
def test_free_sql_on_ones_own_copy_is_a_page(site_folder: Path, asked: str) -> None:
    """What --local is for; a write is refused in a line."""
    own = client(started(site_folder, settings=LOCAL))
    assert own(f"{R}?{asked}").status_code == 200
    assert own(f"{R}?sql=delete+from+proposals").status_code in (400, 403)
    assert own(f"{R}/statements", method="DELETE").status_code == 405


def test_another_database_beside_ours_is_never_kept(site_folder: Path, tmp_path: Path) -> None:
    """Nothing here would know that it has changed."""
    import sqlite3

    with sqlite3.connect(tmp_path / "other.db") as db:
        db.execute("CREATE TABLE t (a)")
    app = started(site_folder)
    app.add_database(__import__("datasette").database.Database(app, path=str(tmp_path / "other.db")), name="other")
    assert "etag" not in client(app)("/other/t.json").headers
    assert "etag" in client(app)(f"{R}/proposals/pr-0nfb7").headers


def test_a_large_table_is_searched_on_the_search_page(datasette_app: Any) -> None:
    """Where the table has more rows than can be searched in time; the way out has the words."""
    from dataclasses import replace

    from communique.site.refusals import asked_of, refused
    from communique.site.served import served

    one = served(datasette_app)["0-1-0"]
    large = replace(one, said={**one.said, "n_statements": "1000000"})
    scope = {"method": "GET", "path": f"{R}/statements", "query_string": b"_search=nuclear+arms"}
    assert refused(asked_of(scope, {"0-1-0": one}), 1000) is None
    said = refused(asked_of(scope, {"0-1-0": large}), 1000)
    assert said is not None
    assert said.way_out[0][0] == f"{R}/search?q=nuclear+arms"
