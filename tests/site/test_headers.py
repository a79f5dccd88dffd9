"""What goes with every answer: nothing may run, be framed or be kept longer than it is true."""

import json
import urllib.robotparser
from pathlib import Path
from typing import Any

import pytest
from asking import Get, client, started

from communique.serving.describe import LOCAL

PLACES = ("/", "/R/home", "/R/search?q=Lavrov", "/R/statements", "/R/statements.json", "/R/statements.csv", "/R", "/nothing",
          "/R/nothing", "/-/communique/site.css", "/robots.txt", "/R?sql=select+1", "/-/databases.json")  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_every_answer_has_them(get: Get, release: str, place: str, method: str) -> None:
    """Pages, files, errors and refusals alike, each header once."""
    answer = get(place.replace("/R", f"/{release}"), method)
    assert answer.status_code < 500
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "unsafe" not in policy
    expected = {"x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin",
                "cross-origin-opener-policy": "same-origin"}  # fmt: skip
    assert {name: answer.headers.get_list(name) for name in expected} == {
        name: [said] for name, said in expected.items()
    }
    assert "geolocation=()" in answer.headers["permissions-policy"]
    assert "set-cookie" not in answer.headers
    assert method != "HEAD" or not answer.content


def kept(get: Get, path: str, **headers: str) -> str:
    return get(path, **headers).headers["cache-control"]


def test_how_long_an_answer_may_be_kept(get: Get, release: str) -> None:
    """Pages of a release some minutes, its data a day, what may change is asked for again, errors never."""
    assert kept(get, f"/{release}/home") == kept(get, f"/{release}/statements") == "public, max-age=300"
    assert kept(get, f"/{release}/home.json") == kept(get, f"/{release}/statements.csv") == "public, max-age=86400"
    # What is newest changes with the next release; the same holds for a redirect to it.
    key = get(f"/{release}/home.json").json()["proposals"][0]["proposal_id"]
    assert kept(get, "/") == kept(get, f"/{key}") == kept(get, f"/{release}/search?q=x") == "no-cache"
    assert kept(get, f"/{release}/proposals/pr-zzzzz") == kept(get, "/nothing") == "no-store"
    assert kept(get, f"/{release}/home.json?_ttl=999999") == "public, max-age=86400"


def test_the_same_page_is_not_sent_twice(get: Get, release: str) -> None:
    """304 to one who has it; another address, query or form is another page; a person's answer is not shared."""
    for path in ("/", f"/{release}/home", f"/{release}/statements.json?_size=2", "/-/communique/site.css"):
        tag = get(path).headers["etag"]
        again = get(path, if_none_match=f'"x", {tag}')
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == kept(get, path)
        assert get(path, if_none_match='"x"').status_code == 200
        assert get(path, if_none_match=tag, cookie="ds_actor=x").status_code == 200
    tags = {
        get(f"/{release}/{name}").headers["etag"]
        for name in ("home", "home?page=1", "home.json", "statements", "about")
    }
    assert len(tags) == 5
    assert "etag" not in get(f"/{release}/nothing").headers
    assert get(f"/{release}/home", cookie="a=b").headers["cache-control"] == "private, no-store"


def test_another_site_has_other_validators(site_folder: Path, release: str, get: Get, tmp_path: Path) -> None:
    """Everything a page depends on is in its validator: its settings, its descriptions, the releases beside it."""
    here = get(f"/{release}/home").headers["etag"]
    said = json.loads((site_folder / "metadata.json").read_text("utf-8"))
    other = client(started(site_folder, metadata=said | {"title": "Another"}))(f"/{release}/home").headers["etag"]
    fewer = client(started(site_folder, settings=LOCAL))(f"/{release}/home").headers["etag"]
    again = client(started(site_folder))(f"/{release}/home").headers["etag"]
    assert len({here, other, fewer}) == 3
    assert here == again


def test_what_may_change_under_the_server_is_never_called_the_same(site_folder: Path, release: str) -> None:
    """A database that is not opened as immutable has no validator, and no lifetime."""
    from datasette.app import Datasette

    app: Any = Datasette([str(site_folder / f"{release}.db")])
    answer = client(app)(f"/{release}/home")
    assert ("etag" in answer.headers, answer.headers["cache-control"]) == (False, "no-cache")


def test_data_may_be_read_from_any_page(get: Get, release: str) -> None:
    """JSON, CSV and citations of ours and of Datasette, and what is said to an OPTIONS; pages not."""
    for path in ("home.json", "home.csv", "home.bib", "statements.json", "statements.csv", "nothing.json"):
        assert get(f"/{release}/{path}").headers["access-control-allow-origin"] == "*"
    asked = get(f"/{release}/statements.json", "OPTIONS")
    assert (asked.status_code, asked.headers["access-control-allow-methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "access-control-allow-origin" not in get(f"/{release}/home").headers


def test_robots_read_pages_only(get: Get, release: str) -> None:
    """Pages are allowed; every rule against listings stands in the one group, before the rule that allows the rest."""
    text = get("/robots.txt").text
    robots = urllib.robotparser.RobotFileParser()
    robots.parse(text.splitlines())
    assert robots.can_fetch("x", f"/{release}/proposals/pr-40ztv")
    rules = [line.partition(": ")[2] for line in text.splitlines() if line.startswith("Disallow")]
    assert {"/*.csv", "/*?*_sort", "/*?*_facet"} <= set(rules)
    assert text.count("User-agent") == 1


def test_a_datasette_without_our_data_is_left_alone(tmp_path: Path) -> None:
    """The plugin is installed for everybody on a machine."""
    import sqlite3

    from datasette.app import Datasette

    with sqlite3.connect(tmp_path / "other.db") as db:
        db.execute("CREATE TABLE t (x)")
    get = client(Datasette([str(tmp_path / "other.db")]))
    assert get("/-/versions.json").status_code == 200
    answer = get("/other/t")
    assert "content-security-policy" not in answer.headers
    assert "datasette" in answer.text.lower()
