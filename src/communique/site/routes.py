"""Which address leads to which page."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..ids import ID
from .overview import overview
from .pages import OF_RELEASE, OF_ROWS
from .respond import asset, forwarded, front, page
from .served import Served

_ID = rf"(?P<key>{ID})"
_FORM = r"(?:\.(?P<form>json|csv|txt|bib|ris|csl))?"
Route = tuple[str, Callable[..., Any]]


def routes(ours: Mapping[str, Served]) -> list[Route]:
    """The addresses of our pages; none where no database is ours.

    ``/`` and ``/RELEASE/home``; ``/RELEASE/TABLE/ID``, which is also where Datasette's links lead; ``/RELEASE/search`` and
    its like; ``/ID`` leads to the newest release's page.
    """
    if not ours:
        return []
    release = f"(?P<release>{'|'.join(map(re.escape, ours))})"
    rows, whole = "|".join(OF_ROWS), "|".join(OF_RELEASE)
    return [
        (r"^/(?:home)?$", front),
        (r"^/-/communique/(?P<name>[a-z-]+\.(?:css|svg|txt))$", asset),
        (r"^/(?P<name>robots\.txt|favicon\.ico)$", asset),
        (rf"^/{_ID}{_FORM}$", forwarded),
        (rf"^/{release.replace('<release>', '<database>')}$", overview),
        (rf"^/{release}/(?P<kind>{whole}){_FORM}$", page),
        (rf"^/{release}/(?P<kind>{rows})/{_ID}{_FORM}$", page),
        (rf"^/{release}/(?P<kind>compare)/{_ID}{_FORM}$", page),
    ]
