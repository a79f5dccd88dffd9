"""Proposals and the steps of their logs in sentences: where one stands on a day, by whose account."""

from typing import TYPE_CHECKING

from .acts import MUTUAL, STEPS
from .days import dated, day, when
from .plain import listed, quoted, stopped

if TYPE_CHECKING:
    from ..reading.entities import Record, Row
    from .look import Look

SIDES = {
    "both": "accounts from both sides",
    "ru": "accounts from the Russian side only",
    "us": "accounts from the United States’ side only",
    "third_party": "a third party’s record only",
    "none": "no evidence that counts",
}


def clocks(look: "Look") -> str:
    """The day asked about, and up to when evidence had been published."""
    ds = look.ds
    known = "then" if ds.known_by == ds.day else day(ds.known_by)
    return f"as of {day(ds.day)}, by what had been published by {known}"


def proposal(look: "Look", record: "Record", row: "Row") -> str:
    """Who asked whom for what, how it stands in each fold, and how far silence means anything."""
    asked = f"Proposal {_parties(look, look.parts(record, 'proposal_parties'))}; in communique’s words: {quoted(row['title'])}."
    began = ["It began before the evidence does."] if row["left_censored"] else []
    limit = [f"Its deadline was {dated(row['deadline_edtf'])}."] if row["deadline_edtf"] else []
    return " ".join([asked, *began, *limit, _standing(look, row), *_one_sided(row), _folds(look, row), _evidence(row)])


def _parties(look: "Look", parties: "list[Row]") -> str:
    """ "of Russia to the United States"."""
    of = {role: look.who([p["actor_id"] for p in parties if p["role"] == role])
          for role in ("proposer", "addressee", "guarantor")}  # fmt: skip
    said = [f"of {of['proposer'] or 'a proposer not on record'}"]
    if of["addressee"] == of["proposer"]:
        said = [f"of {of['proposer']}, recorded as a joint one"]
    elif of["addressee"]:
        said.append(f"to {of['addressee']}")
    said += [f"resting on {of['guarantor']}"] if of["guarantor"] else []
    return " ".join(said)


def _standing(look: "Look", row: "Row") -> str:
    if row["status"] is None:
        return stopped(f"{clocks(look)}, no headline status is on record")
    since = f" since {day(row['status_since'])}" if row["status_since"] else ""
    label, means = look.label("proposal_status", row["status"]), look.meaning("proposal_status", row["status"])
    return stopped(f"{clocks(look)}, its status{since} is {quoted(label)}: {means}")


def _one_sided(row: "Row") -> list[str]:
    """Whose word alone carries an act that takes both."""
    if not row["one_sided"]:
        return []
    tell = [name for side, name in (("ru", "Russia’s"), ("us", "the United States’"))
            if row[f"status_per_{side}"] in MUTUAL or row[f"status_per_{side}"] == "in_progress"]  # fmt: skip
    whose = tell[0] if len(tell) == 1 else "one side’s"
    return [f"One-sided: an act that takes both sides is on record by {whose} account alone."]


def _folds(look: "Look", row: "Row") -> str:
    per = {side: quoted(look.label("proposal_status", row[f"status_per_{side}"])) if row[f"status_per_{side}"] else None
           for side in ("ru", "us")}  # fmt: skip
    ru, us = (per[side] or "no status" for side in ("ru", "us"))
    return f"By Russian accounts alone: {ru}; by United States accounts alone: {us}."


def _evidence(row: "Row") -> str:
    newest = f", the newest published on {day(row['last_evidence'])}" if row["last_evidence"] else ""
    return (f"The log rests on {SIDES[row['evidence_sides']]}{newest}. Evidence was looked for up to "
            f"{day(row['checked_through'])}; silence means nothing after it.")  # fmt: skip


def event(look: "Look", row: "Row") -> str:
    """Whose act, on what day, from whose accounts; whether it counts."""
    about = look.row("proposals", "proposal_id", row["proposal_id"])
    parties = _parties(look, look.rows("proposal_parties", "proposal_id", [row["proposal_id"]]))
    it = f"the proposal {quoted(about['title'])}"
    who = look.who([row["actor_id"]]) or ("both sides" if row["event"] in MUTUAL else "")
    did = STEPS[row["event"]].format(who=who, it=it) if who else _nobody(look, row, it)
    first = f"From {_accounts(look, row['event_id'])}, communique records that {did} {when(row['happened_edtf'])}."
    place = f"It is step {row['position']} in the log of {row['proposal_id']}, a proposal {parties}."
    note = f"Note by communique, not a quotation: {stopped(row['note'])}"
    return " ".join([first, place, note, *_known(look, row)])


def _nobody(look: "Look", row: "Row", it: str) -> str:
    """A step whose actor the log does not name."""
    return f"the step {quoted(look.label('proposal_event', row['event']))} was taken on {it}, by whom the log does not say,"


def _accounts(look: "Look", event_id: str) -> str:
    """Whose accounts stand behind a step, those without a name told as such."""
    evidence = look.rows("event_evidence", "event_id", [event_id])
    said = look.rows("statements", "statement_id", [row["statement_id"] for row in evidence])
    people = look.rows("statement_actors", "statement_id", [row["statement_id"] for row in said])
    told: list[str] = []
    named: list[str] = []
    for row in sorted(said, key=lambda row: str(row["statement_id"])):
        accounts = [p["actor_id"] for p in people if (p["statement_id"], p["role"]) == (row["statement_id"], "account")]
        match row["account_kind"]:
            case "unnamed_source":
                known = [a["said"] for a in look.actors(accounts) if a["actor_kind"] != "media"]
                told.append("unnamed sources" + (f" placed with {listed(known)}" if known else ""))
            case "leaked_text":
                told.append("a leaked text")
            case "outlet":
                told.append(f"the bare assertion of {look.who(accounts)}")
            case "joint_text":
                told.append(f"a joint text of {look.who(accounts)}")
            case _:
                named += accounts
    texts = list(dict.fromkeys(told))
    by = [f"the account of {look.who(named)}"] if len(set(named)) == 1 else []
    by = [f"the accounts of {look.who(named)}"] if len(set(named)) > 1 else by
    return listed([*by, *texts]) if by or texts else "no statement at all"


def _known(look: "Look", row: "Row") -> list[str]:
    """Since when it is known and counted, and whose side is silent."""
    sides = {"ru": "the Russian side", "us": "the United States’ side"}
    silent = [sides[side] for side, other in (("ru", "us"), ("us", "ru"))
              if row[f"known_{side}_date"] is None and row[f"known_{other}_date"] is not None]  # fmt: skip
    said = [f"No account from {name} that counts carries it." for name in silent]
    if row["known_date"] is None:
        said.append("No account that counts carries it.")
    elif row["counted_date"] is None:
        said.append("The evidence does not suffice for the headline status to count it.")
    ds = look.ds
    if row["effective_date"] is not None and row["effective_date"] > ds.day:
        said.append(f"By {day(ds.day)} it had not taken effect.")
    if row["known_date"] is not None and row["known_date"] > ds.known_by:
        said.append(f"By {day(ds.known_by)} nobody had published it.")
    return said
