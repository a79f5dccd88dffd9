"""A page as JSON and as CSV, and where it stands: the other readings of what its HTML shows."""

import csv
import io
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from .page import Ask, Page
from .rows import Row


def address(ask: Ask, shown: Page) -> str:
    """The page's address, which names the release, without arguments."""
    if ask.key and shown.kind != "compare":
        return ask.served.href(ask.key)
    return f"/{ask.served.name}/{shown.kind}" + (f"/{ask.key}" if ask.key else "")


def arguments(ask: Ask, shown: Page | None = None) -> str:
    """The two days, where they are not the data's last, after the page's own arguments: "day=...&known=..." or ""."""
    clocks = {"day": ask.day.isoformat(), "known": ask.known_by.isoformat()} if ask.moved else {}
    return urlencode({**(shown.kept if shown else {}), **clocks})


def permalink(ask: Ask, shown: Page) -> str:
    """The address that shows the same again."""
    said = arguments(ask, shown)
    return address(ask, shown) + (f"?{said}" if said else "")


def onward(address: str, form: str | None, query: str) -> str:
    """Where a redirect leads in the form that was asked for, with the arguments; a fragment is of the HTML alone."""
    path, _, fragment = address.partition("#")
    path, _, own = path.partition("?")
    said = "&".join(part for part in (own, query) if part)
    tail = f"?{said}" if said else ""
    return f"{path}.{form}{tail}" if form else f"{path}{tail}" + (f"#{fragment}" if fragment else "")


def links(ask: Ask, shown: Page) -> dict[str, str]:
    """What templates build addresses from: ``args`` are the page's own, ``clock_args`` the two days alone; each also with
    an ampersand before it (``more_...``)."""
    own, clocks = arguments(ask, shown), arguments(ask)
    return {
        "address": address(ask, shown),
        "permalink": permalink(ask, shown),
        "args": f"?{own}" if own else "",
        "more_args": f"&{own}" if own else "",
        "clock_args": f"?{clocks}" if clocks else "",
        "more_clock_args": f"&{clocks}" if clocks else "",
    }


def as_json(ask: Ask, shown: Page, cite: Row) -> Row:
    """All a page shows."""
    about = ask.served.about
    return {
        "release": {"version": about.version, "working": about.working, "data_through": about.data_through,
                    "licence": about.licence, "dataset1": about.dataset1},
        "page": shown.kind, "title": shown.title, "permalink": permalink(ask, shown),
        "as_of": {"day": ask.day.isoformat(), "known_by": ask.known_by.isoformat()},
        "citation": cite, **shown.data,
    }  # fmt: skip


def csv_of(listed: Iterable[Row]) -> str:
    """Rows as CSV. A list in a row is written as its names, with ``; `` between; a mapping as columns of its own."""
    flat = [_flat(row) for row in listed]
    names = list(dict.fromkeys(name for row in flat for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(flat)
    return out.getvalue()


def _flat(row: Row, above: str = "") -> Row:
    out: Row = {}
    for name, value in row.items():
        if isinstance(value, dict):
            out |= _flat(value, f"{above}{name}_")
        elif isinstance(value, list):
            out[above + name] = "; ".join(_named(item) for item in value)
        else:
            out[above + name] = value
    return out


def _named(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    keys = [key for key in item if key.endswith("_id") or key == "id"]
    return str(item.get("name") or (item[keys[0]] if keys else next(iter(item.values()), "")))
