"""Short sentences for what is neither a statement nor a proposal: people, treaties, channels, meetings, claims."""

from typing import TYPE_CHECKING

from .days import day, when
from .plain import quoted, stopped
from .proposed import clocks
from .said import CODERS

if TYPE_CHECKING:
    from ..reading.entities import Record, Row
    from .look import Look

KINDS = {"person": "a person", "office": "an office", "institution": "an institution", "state": "a state",
         "organisation": "an organisation", "media": "a medium", "mention": "a mention nobody has resolved"}  # fmt: skip

TEXTS = ("written_statement", "note_or_letter", "social_media")
"""Occasions that are a text: they are dated, and do not take place."""


def actor(look: "Look", row: "Row") -> str:
    """Who it is, and which state and body it belongs to."""
    own = row["state_id"] if row["state_id"] != row["actor_id"] else None
    of = [look.who([value]) for value in dict.fromkeys((row["parent_id"], own)) if value]
    belongs = f", recorded under {' and '.join(of)}" if of else ""
    return f"{row['name']} is {KINDS[row['actor_kind']]} in communique’s list of actors{belongs}."


def treaty(look: "Look", row: "Row") -> str:
    """How it is called, and whether it is in force as far as its log goes."""
    parties = look.who(p["actor_id"] for p in look.rows("treaty_parties", "treaty_id", [row["treaty_id"]]))
    kind = look.label("treaty_kind", row["treaty_kind"])
    among = f"; communique follows the standing of {parties}" if parties else ""
    first = f"{quoted(row['title'])} ({row['short_name']}) is a {kind} treaty{among}."
    on = f"as of {day(look.ds.day)}"
    if row["force_status"] is None:
        return f"{first} {stopped(f'{on} no status of force is on record')} {_checked(row)}"
    since = f" since {day(row['force_since'])}" if row["force_since"] else ""
    force = quoted(look.label("treaty_status", row["force_status"]))
    return f"{first} {stopped(f'{on} communique’s log has it as {force}{since}')} {_checked(row)}"


def channel(look: "Look", row: "Row") -> str:
    """What it is, and how it stands by the log."""
    first = f"The channel {quoted(row['title'])} (kind: {look.label('channel_kind', row['channel_kind'])})"
    if row["channel_status"] is None:
        return f"{first} has no standing on record {clocks(look)}. {_checked(row)}"
    since = f" since {day(row['channel_since'])}" if row["channel_since"] else ""
    label, means = (
        look.label("channel_status", row["channel_status"]),
        look.meaning("channel_status", row["channel_status"]),
    )
    return f"{first} has the standing {quoted(label)}{since}, {clocks(look)}: {means}. {_checked(row)}"


def _checked(row: "Row") -> str:
    return f"Events were looked for up to {day(row['checked_through'])}; silence means nothing after it."


def channel_event(look: "Look", row: "Row") -> str:
    """Whose step in which channel, by whose account."""
    about = look.row("channels", "channel_id", row["channel_id"])
    by = look.who([row["actor_id"]]) or "both sides"
    first = (f"According to {look.who([row['account_id']])}, as communique records it, the channel {quoted(about['title'])} "
             f"had the step {_step(look, 'channel_event', row)} by {by} {when(row['happened_edtf'])}")  # fmt: skip
    return " ".join([stopped(first), _source(look, row), *_note(row)])


def treaty_event(look: "Look", row: "Row") -> str:
    """Whose step on which treaty, how far it had got, who contests it."""
    about = look.row("treaties", "treaty_id", row["treaty_id"])
    by = f" by {look.who([row['actor_id']])}" if row["actor_id"] else ""
    stage = look.label("treaty_stage", row["stage"]) + (
        "" if row["stage"] == "effective" else ", which moves no standing"
    )
    first = (f"On {quoted(about['short_name'])} communique’s log has the step {_step(look, 'treaty_event', row)}{by} "
             f"{when(row['happened_edtf'])} (stage: {stage})")  # fmt: skip
    disputed = [stopped(f"{look.who([row['contested_by_id']])} contests it")] if row["contested_by_id"] else []
    return " ".join([stopped(first), *disputed, _source(look, row), *_note(row)])


def _step(look: "Look", vocabulary: str, row: "Row") -> str:
    return quoted(look.label(vocabulary, row["event"]))


def _note(row: "Row") -> list[str]:
    return [f"Note by communique, not a quotation: {stopped(row['note'])}"] if row["note"] else []


def encounter(look: "Look", record: "Record", row: "Row") -> str:
    """What it was, when, who took part, whether it was held and who says so."""
    people = look.parts(record, "encounter_actors")
    part = look.who(p["actor_id"] for p in people if p["role"] == "participant")
    kind = look.label("encounter_kind", row["encounter_kind"])
    place = f" (place: {row['place']})" if row["place"] else ""
    by = f" by {look.who([row['outcome_by_id']])}" if row["outcome_by_id"] else ""
    on = f"{when(row['held_edtf'])}{place}"
    if row["outcome"] == "held":
        was = f"{'is dated' if row['encounter_kind'] in TEXTS else 'took place'} {on}"
    else:
        was = f"was due {on} and was {look.label('outcome', row['outcome'])}{by}"
    first = stopped(f"{quoted(row['title'])} (in communique’s words; {kind}) {was}")
    with_ = [f"Recorded as taking part: {part}."] if part else []
    asked = [stopped(f"{look.who([row['initiated_by_id']])} asked for it")] if row["initiated_by_id"] else []
    return " ".join([first, *with_, *asked, _source(look, row)])


def claim(_look: "Look", row: "Row") -> str:
    """The proposition in our words, and how many tell of it; never that it is true."""
    said, pages, roots = (_count(row[f"n_{column}"], noun) for column, noun in
                          (("statements", "statement"), ("articles", "page"), ("roots", "independent telling")))  # fmt: skip
    kind = {"fact": "what is asserted", "position": "a position", "act": "an act of words"}[row["claim_kind"]]
    told = f"on record for it: {said} on {pages}, {roots}; communique does not judge whether it is true"
    return f"Claim ({kind}), in communique’s words: {stopped(row['gloss'])} {stopped(told)}"


def conflict(look: "Look", row: "Row") -> str:
    """On what two accounts part, and where each stands."""
    sides = [look.page(row[f"article_{side}_id"]) + (f", statement {row[f'statement_{side}_id']}"
             if row[f"statement_{side}_id"] else ", which is silent on it") for side in "ab"]  # fmt: skip
    about = look.row("claims", "claim_id", row["claim_id"])
    aspect = look.label("conflict_aspect", row["aspect"])
    return (f"Two accounts part on {aspect}, as communique reads them: {sides[0]}, and {sides[1]}. "
            f"Note by communique, not a quotation: {stopped(row['note'])} They are about this, in communique’s words: "
            f"{stopped(about['gloss'])}")  # fmt: skip


def tenure(look: "Look", row: "Row") -> str:
    """Who held which office from when to when, as far as a page says."""
    who, office = look.who([row["actor_id"]]), look.actors([row["office_id"]])[0]["name"]
    began = when(row["began_edtf"])
    ended = (
        f"ended {when(row['ended_edtf'])}"
        if row["ended_edtf"]
        else f"had no end on record by {day(look.ds.data_through)}"
    )
    return f"{stopped(f'{who} held the office of {office}; the term began {began} and {ended}')} {_source(look, row)}"


def coder(_look: "Look", row: "Row") -> str:
    """What or who coded."""
    return f"{quoted(row['name'])} is {CODERS[row['coder_kind']]}. {stopped(row['description'])}"


def _source(look: "Look", row: "Row") -> str:
    return f"The source for it is the page {look.page(row['source_article_id'])}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
