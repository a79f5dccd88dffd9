"""Whose telling a statement rests on, how near it is to the act, and in whose words the page shows it."""

from collections.abc import Sequence
from typing import NamedTuple

from .cast import Cast, Ref

PAIR = frozenset({"Russia", "United States"})
"""The two sides: what one tells of the other is the counterpart's act by the other side's account."""

TONGUES = {
    "Russia": "ru", "Belarus": "ru", "United States": "en", "United Kingdom": "en", "Germany": "de", "Austria": "de",
    "China": "zh", "France": "fr", "Turkey": "tr", "Ukraine": "uk", "Poland": "pl", "Italy": "it", "Japan": "ja",
    "Finland": "fi", "Norway": "no", "Sweden": "sv", "Iran": "fa", "Spain": "es", "Netherlands": "nl", "Hungary": "hu",
    "Soviet Union": "ru",
}  # fmt: skip
"""State -> language its officials give accounts in."""


class Telling(NamedTuple):
    """account_kind, delivery and the accounts of a statement."""

    kind: str
    delivery: str
    accounts: tuple[Ref, ...]


def telling(
    cast: Cast, speakers: Sequence[Ref], account: Sequence[Ref], publisher: str, *, unnamed: bool, joint_text: bool
) -> Telling:
    """Who tells it. ``account`` are the actors said to tell, empty where the speakers do; ``unnamed``: a source without name.

    An outlet that passes words on is a relay and no account: where only a medium tells, the speakers' own telling stands.
    """
    others = tuple(ref for ref in account if not _medium(cast, ref.actor)) if account else ()
    if not others or {ref.actor for ref in others} == {ref.actor for ref in speakers}:
        told = tuple(speakers)
        if joint_text and len({cast.authority.state(ref.actor) for ref in speakers} - {None}) > 1:
            return Telling("joint_text", "first_hand", told)
        if unnamed:
            return Telling("unnamed_source", "first_hand", told)
        if len(told) == 1 and (_medium(cast, told[0].actor) or _paper(cast, told[0].actor, publisher)):
            return Telling("outlet", "first_hand", told)
        return Telling("self", "first_hand", told)
    ids = {ref.actor for ref in speakers}
    states = {cast.state(ref.actor) for ref in speakers}
    if unnamed:
        return Telling("unnamed_source", "recounted_other", others)
    teller = cast.state(others[0].actor)
    delivery = "recounted_self" if others[0].actor in ids else "recounted_other"
    if len(speakers) > 1 and len(states) > 1:
        kind = "joint_by_one_side" if teller in states or teller is None else "third_party"
    elif teller is not None and teller in states:
        kind = "own_side"
    elif teller is None or None in states or not {_name(cast, teller), *(_name(cast, s) for s in states)} <= PAIR:
        kind = "third_party"
    else:
        kind = "counterpart_by_other_side"
    return Telling(kind, delivery, others)


def _medium(cast: Cast, actor: str) -> bool:
    known = cast.authority.actors.get(actor)
    return known is not None and known.kind == "media"


def _paper(cast: Cast, actor: str, publisher: str) -> bool:
    """Whether it is the page's publisher who speaks, and no government."""
    if actor != publisher:
        return False
    known = cast.authority.actors.get(actor)
    return known is None or known.kind not in ("institution", "state", "office", "person")


def _name(cast: Cast, state: str | None) -> str:
    if state is None:
        return ""
    known = cast.authority.actors.get(state)
    return known.name if known else state.removeprefix("?")


def wording(cast: Cast, accounts: Sequence[Ref], publisher: str | None) -> str:
    """Whose words the page shows: by its language and that of the account's state.

    A page of the account's own government in another language is its official translation.
    """
    for ref in accounts:
        known = cast.authority.actors.get(ref.actor)
        if known is not None and known.kind == "media" and known.id == publisher:
            return "original"
        state = cast.state(ref.actor)
        tongue = TONGUES.get(_name(cast, state)) if state else None
        if tongue is None:
            continue
        if tongue == cast.page.language:
            return "original"
        office = cast.authority.actors.get(publisher or "")
        official = office is not None and office.kind != "media" and office.state == state
        return "official_translation" if official else "media_translation"
    return "unknown"
