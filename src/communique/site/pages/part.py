"""Rows that are shown on another row's page: a step of a log, a term of office, a conflict."""

from ..page import Ask, MovedError, NotThereError, Page
from ..rows import Rows
from .proposal import MOVES_SHOWN

SHOWN_ON = {
    "proposal_events": "proposal_id",
    "treaty_events": "treaty_id",
    "channel_events": "channel_id",
    "tenures": "actor_id",
    "conflicts": "claim_id",
}


def part(rows: Rows, ask: Ask) -> Page:
    """Never a page of its own: raises :class:`~communique.site.page.MovedError` with the place on the other page."""
    table = ask.served.tables.get(ask.key.partition("-")[0], "")
    row = rows.get(table, ask.key) if table in SHOWN_ON else None
    if row is None:
        raise NotThereError(f"There is no row {ask.key} in release {ask.served.label}.")
    place = -(-row["position"] // MOVES_SHOWN) if table == "proposal_events" else 1
    raise MovedError(f"{ask.served.href(row[SHOWN_ON[table]])}{f'?page={place}' if place > 1 else ''}#{ask.key}")
