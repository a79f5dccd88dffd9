"""How a status is drawn: a sign and a kind of bar of its own, so that none needs a colour to be told from another."""

from typing import NamedTuple


class Glyph(NamedTuple):
    """Paths on a field of 16 by 16: ``line`` is stroked, ``solid`` filled, ``cut`` stroked in the page's own colour."""

    line: str
    solid: str = ""
    cut: str = ""


_RING, _DIAMOND, _SQUARE = (
    "M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6z",
    "M8 1.5L14.5 8 8 14.5 1.5 8z",
    "M2.5 2.5h11v11h-11z",
)
GLYPHS = {
    "proposed": Glyph(_RING),
    "acknowledged": Glyph(_RING, "M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z"),
    "countered": Glyph("M2 5h11M10 2l3 3-3 3M14 11H3M6 8l-3 3 3 3"),
    "agreed": Glyph(_DIAMOND),
    "in_progress": Glyph(_DIAMOND, "M8 1.5v13L1.5 8z"),
    "partly_fulfilled": Glyph(_SQUARE, "M2.5 8h11v5.5h-11z"),
    "fulfilled": Glyph(_SQUARE, _SQUARE, "M4.8 8.2l2.3 2.4 4.2-5"),
    "rejected": Glyph("M3 3l10 10M13 3L3 13"),
    "lapsed": Glyph("M3.5 2h9L3.5 14h9z"),
    "withdrawn": Glyph("M14 8H2.5M7 3.5L2.5 8 7 12.5"),
    "superseded": Glyph("M2.5 3l5 5-5 5M8.5 3l5 5-5 5"),
    "suspended": Glyph("M5 3v10M11 3v10"),
    # treaties and channels
    "in_force": Glyph(_SQUARE, _SQUARE, "M4.8 8.2l2.3 2.4 4.2-5"),
    "not_in_force": Glyph(_SQUARE),
    "active": Glyph(_RING, _RING),
    "interrupted": Glyph("M6 2.6a5.8 5.8 0 0 0 0 10.8M10 2.6a5.8 5.8 0 0 1 0 10.8"),
    "closed": Glyph("M3 3l10 10M13 3L3 13"),
    "expired": Glyph("M3.5 2h9L3.5 14h9z"),
    "terminated": Glyph("M3 3l10 10M13 3L3 13"),
    "party": Glyph(_SQUARE, "M5.5 5.5h5v5h-5z"),
    "signatory": Glyph("M2 12c3-9 5-9 5-3s2 3 3 1 2-1 4 0"),
    "contracting_state": Glyph(_DIAMOND, "M8 5.5L10.5 8 8 10.5 5.5 8z"),
    "observing": Glyph(_RING, "M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z"),
    "implementation_paused": Glyph("M5 3v10M11 3v10M2 15h12"),
    "withdrawal_notified": Glyph("M14 8H6M9.5 4.5L6 8l3.5 3.5M2.5 3v10"),
    # steps of a channel
    "established": Glyph("M8 2v12M2 8h12"),
    "session_held": Glyph(_RING, _RING, "M5 8.2l2.2 2.3 3.9-4.6"),
    "session_postponed": Glyph(_RING + "M8 4.8V8l2.4 1.8"),
    "session_cancelled": Glyph(_RING + "M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"),
    "resumed": Glyph("M4 2.5l9 5.5-9 5.5z"),
}
NONE = Glyph("M3 8h10")
BARS = {
    **dict.fromkeys(("proposed", "acknowledged", "countered"), "open"),
    **dict.fromkeys(("agreed", "in_progress", "partly_fulfilled"), "live"),
    **dict.fromkeys(("fulfilled", "in_force", "party", "observing", "active"), "full"),
    **dict.fromkeys(("suspended", "interrupted", "implementation_paused", "withdrawal_notified"), "held"),
    **dict.fromkeys(("signatory", "contracting_state", "not_in_force"), "open"),
}
"""Status -> kind of bar; the rest are ended: a thin line."""
KEY = (("open", "put forward, not settled"), ("live", "agreed or under way"), ("full", "fulfilled"), ("held", "suspended"),
       ("ended", "ended without it"), ("beyond", "last known, after the day we looked"))  # fmt: skip
"""Kinds of bars of proposals in words."""


def glyph(status: str | None) -> Glyph:
    """The sign of a status; a dash for none."""
    return GLYPHS.get(status or "", NONE)


def bar(status: str | None) -> str:
    """The kind of bar of a status."""
    return BARS.get(status or "", "ended")
