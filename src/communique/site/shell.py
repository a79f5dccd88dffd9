"""The frame of every page: which release it is of, the menu, the other releases."""

from collections.abc import Mapping
from typing import Any

from .served import Served

MENU = (
    ("home", "Proposals", "home"), ("search", "Search", "search"), ("statements", "Statements", "statements"),
    ("actors", "Actors", "actors"), ("treaties", "Treaties", "treaties"), ("channels", "Channels", "channels"),
    ("encounters", "Encounters", "encounters"), ("articles", "Articles", "articles"), ("about", "About", "about"),
)  # fmt: skip
"""(page or table, words, address below the release)."""


def shell(ours: Mapping[str, Served], database: str | None, request: Any) -> dict[str, Any]:
    """``here``: the release of the page (the newest where the page has none); ``menu``; ``releases`` with their links."""
    here = ours.get(database or "") or next(iter(ours.values()))
    path = request.path if request is not None else "/"
    mine = f"/{here.name}/"
    below = path.removeprefix(mine) if path.startswith(mine) else "" if path == mine[:-1] else "home"
    menu = [
        {"name": name, "label": label, "href": f"/{here.name}/{at}", "here": below.partition("/")[0] == name}
        for name, label, at in MENU
    ]
    query = f"?{request.query_string}" if request is not None and request.query_string else ""
    releases = [
        {"name": one.name, "label": one.label, "href": f"/{one.name}/{below}{query}", "here": one is here}
        for one in ours.values()
    ]
    return {"here": here, "menu": menu, "releases": releases, "href": here.href, "asset": "/-/communique/site.css"}
