"""Any row in sentences and in a caption: which module tells of which table."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import others
from .look import Look, Source, cleaned, titled
from .pages import reference
from .plain import quoted
from .proposed import event, proposal
from .said import statement

if TYPE_CHECKING:
    from ..reading.entities import Record, Row

Told = Callable[[Look, "Row"], str]
_WITH_PARTS: "dict[str, Callable[[Look, Record, Row], str]]" = {
    "statements": statement,
    "proposals": proposal,
    "articles": reference,
    "encounters": others.encounter,
}
_ALONE: dict[str, Told] = {
    "proposal_events": event,
    "actors": others.actor,
    "treaties": others.treaty,
    "treaty_events": others.treaty_event,
    "channels": others.channel,
    "channel_events": others.channel_event,
    "claims": others.claim,
    "conflicts": others.conflict,
    "tenures": others.tenure,
    "coders": others.coder,
}
COMPUTED = ("proposals", "channels", "treaties")
"""Tables whose rows have values of a day."""


def told(ds: Source, record: "Record") -> str:
    """What the row says, in one line of sentences."""
    look, row = Look(ds), cleaned(record.row)
    if record.table in _WITH_PARTS:
        return _WITH_PARTS[record.table](look, record, row)
    return _ALONE[record.table](look, row)


def standing(ds: Source, record: "Record") -> str:
    """The day of a computed value where it is not the data's last one, "as of 2021-05-01, known by 2026-01-01"; else ""."""
    moved = (ds.day, ds.known_by) != (ds.data_through, ds.data_through)
    return f"as of {ds.day}, known by {ds.known_by}" if moved and record.table in COMPUTED else ""


def caption(ds: Source, record: "Record") -> str:
    """What a list of references calls the row: its kind, its id, and what people know it by."""
    look, row = Look(ds), cleaned(record.row)
    known = _CAPTIONS[record.table](look, row)
    kind = record.table.removesuffix("s").replace("_", " ")
    kind = {"treatie": "treaty"}.get(kind, kind)
    return f"{kind[:1].upper()}{kind[1:]} {record.id}" + (f", {known}" if known else "")


def _on_page(look: Look, row: "Row") -> str:
    page = look.row("articles", "article_id", row["article_id"])
    return f"on the page {titled(page)} ({look.who([page['publisher_id']])})"


def _of(table: str, key: str, name: str) -> Told:
    """The row it belongs to, by that row's name."""
    return lambda look, row: f"of {quoted(look.row(table, key, row[key])[name])}"


def _itself(name: str) -> Told:
    return lambda _look, row: quoted(row[name])


_CAPTIONS: dict[str, Told] = {
    "statements": _on_page,
    "articles": lambda look, row: f"{titled(row)} ({look.who([row['publisher_id']])})",
    "proposals": _itself("title"),
    "proposal_events": _of("proposals", "proposal_id", "title"),
    "actors": lambda _look, row: row["name"],
    "treaties": _itself("short_name"),
    "treaty_events": _of("treaties", "treaty_id", "short_name"),
    "channels": _itself("title"),
    "channel_events": _of("channels", "channel_id", "title"),
    "encounters": _itself("title"),
    "claims": _itself("gloss"),
    "conflicts": _of("claims", "claim_id", "gloss"),
    "tenures": lambda look, row: f"of {look.who([row['actor_id']])}",
    "coders": _itself("name"),
}
