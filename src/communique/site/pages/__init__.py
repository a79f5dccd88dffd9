"""The pages: each a pure function from the rows of one release and what was asked to what is shown."""

from collections.abc import Callable

from ..page import Ask, Page
from ..rows import Rows
from .about import about
from .actor import actor
from .article import article
from .channel import channel
from .claim import claim
from .compare import compare
from .encounter import encounter
from .home import home
from .part import part
from .proposal import proposal
from .search import search
from .statement import statement
from .treaty import treaty

Made = Callable[[Rows, Ask], Page]
OF_RELEASE: dict[str, Made] = {"home": home, "search": search, "about": about}
"""Pages of a whole release by their address."""
OF_ROWS: dict[str, Made] = {
    "proposals": proposal,
    "statements": statement,
    "actors": actor,
    "treaties": treaty,
    "channels": channel,
    "articles": article,
    "encounters": encounter,
    "claims": claim,
    "proposal_events": part,
    "treaty_events": part,
    "channel_events": part,
    "tenures": part,
    "conflicts": part,
}
"""Pages of a row by its table; the address is the one Datasette's own links lead to."""
ALL: dict[str, Made] = {**OF_RELEASE, **OF_ROWS, "compare": compare}
