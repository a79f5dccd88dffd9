"""Rules about proposals: legal moves on whole logs, and evidence behind every move."""

import numpy as np
import pandas as pd

from ..terms import LAPSING, links
from .base import Frame, Tables, days_between, has, join, out_of_order, rule, true

CLOSED = ("withdrawn", "lapsed", "superseded")
UNDER_WAY = ("agreed", "in_progress", "partly_fulfilled")


def _one_of(column: "pd.Series[str]", codes: tuple[str, ...]) -> "pd.Series[bool]":
    return column.map(dict.fromkeys(codes, True)).notna()


def _moves(t: Tables) -> Frame:
    """Moving events in log order, with the status each finds (``before``), lapse included."""
    rows = t["proposal_events"].sort_values(["proposal_id", "position"])
    to = {code: moved[0] for code, moved in links("moves_to", "proposal_event").items() if moved}
    rows = rows.assign(moves_to=rows["event"].map(to))
    rows = rows[rows["moves_to"].notna()]
    rows = rows.assign(before=rows.groupby("proposal_id")["moves_to"].shift())
    rows = join(rows, t["proposals"][["proposal_id", "deadline_latest"]], "proposal_id")
    passed = true(rows["effective_date"] > rows["deadline_latest"])
    lapsed = passed & _one_of(rows["before"], LAPSING)
    earlier = rows.groupby("proposal_id")["effective_date"].shift()
    lapsed &= ~true(earlier > rows["deadline_latest"])
    return rows.assign(before=rows["before"].astype(object).where(~lapsed, "lapsed"))


@rule("first-event", "proposal_events", "event", "the log begins with {event}",
      "begin with proposed, or set left_censored: true on the proposal")  # fmt: skip
def first_event(t: Tables) -> Frame:
    rows = t["proposal_events"].sort_values(["proposal_id", "position"]).drop_duplicates("proposal_id")
    rows = join(rows, t["proposals"][["proposal_id", "left_censored"]], "proposal_id")
    return rows[~true(rows["left_censored"]) & ~_one_of(rows["event"], ("proposed", "agreed"))]


@rule("off-graph", "proposal_events", "event", "{event} cannot follow {before}",
      "see the status graph in docs/codebook.md: after {before} only a legal move counts")  # fmt: skip
def off_graph(t: Tables) -> Frame:
    rows = _moves(t)
    before, event = rows["before"], rows["event"]
    again = (event == "proposed") & before.notna()
    idle = (event == "suspended") & before.notna() & ~_one_of(before, UNDER_WAY)
    closed = _one_of(before, CLOSED) & (event != "revived")
    done = _one_of(before, ("fulfilled",))
    return rows[true(again) | true(idle) | true(closed) | done]


@rule("event-without-evidence", "proposal_events", "evidence", "{event} has no evidence",
      "name the statements that carry it")  # fmt: skip
def event_without_evidence(t: Tables) -> Frame:
    return t["proposal_events"][~has(t["proposal_events"], t["event_evidence"], "event_id")]


def _evidence(t: Tables) -> Frame:
    events = t["proposal_events"][["event_id", "proposal_id", "event", "happened_earliest", "happened_edtf"]]
    return join(t["event_evidence"], events, "event_id")


@rule("evidence-not-linked", "event_evidence", "statement_id", "{statement_id} is not linked to {proposal_id}",
      "add the proposal to the statement's proposals, with its relation")  # fmt: skip
def evidence_not_linked(t: Tables) -> Frame:
    rows = _evidence(t)
    known = has(rows, t["statements"], "statement_id")
    return rows[known & ~has(rows, t["statement_proposals"], ["statement_id", "proposal_id"])]


@rule("evidence-cannot-support", "event_evidence", "statement_id", "{statement_id} {relations} {proposal_id}, "
      "which cannot support {event}", "correct the relation, the event or the evidence (see terms: relation)")  # fmt: skip
def evidence_cannot_support(t: Tables) -> Frame:
    supports = pd.DataFrame(
        [(relation, event) for relation, events in links("supports", "relation").items() for event in events],
        columns=["relation", "event"], dtype=object,
    )  # fmt: skip
    linked = t["statement_proposals"][["statement_id", "proposal_id", "relation"]].astype(object)
    able = linked.merge(supports, on="relation")
    named = linked.groupby(["statement_id", "proposal_id"])["relation"].agg(", ".join).rename("relations").reset_index()
    rows = _evidence(t).astype({"statement_id": object, "proposal_id": object, "event": object})
    rows = join(rows, named, ["statement_id", "proposal_id"])
    return rows[rows["relations"].notna() & ~has(rows, able, ["statement_id", "proposal_id", "event"])]


@rule("evidence-before-event", "event_evidence", "statement_id", "{statement_id} was published {published_edtf}, before the "
      "event ({happened_edtf})", "correct the date or the evidence")  # fmt: skip
def evidence_before_event(t: Tables) -> Frame:
    pages = t["statements"][["statement_id", "article_id"]].merge(
        t["articles"][["article_id", "published_latest", "published_edtf"]], on="article_id"
    )
    rows = join(_evidence(t), pages, "statement_id")
    return rows[true(days_between(rows["happened_earliest"], rows["published_latest"]) > 1)]


@rule(
    "event-order",
    "proposal_events",
    "happened",
    "{happened_edtf} lies before the event above it",
    "order events by date",
)
def event_order(t: Tables) -> Frame:
    return out_of_order(t["proposal_events"], "proposal_id")


@rule("act-of-nobody", "proposal_events", "actor_id", "{event} is one party's own act", "say whose (actor_id)")
def act_of_nobody(t: Tables) -> Frame:
    own = tuple(code for code, to in links("effect", "proposal_event").items() if to == ("own_act",))
    rows = t["proposal_events"]
    return rows[_one_of(rows["event"], own) & rows["actor_id"].isna()]


@rule("no-proposer", "proposals", "parties", "the proposal has no {role}", "name it under parties")
def no_proposer(t: Tables) -> Frame:
    parties = t["proposal_parties"]
    missing = []
    for role in ("proposer", "addressee"):
        named = parties[true(parties["role"] == role)]
        missing.append(t["proposals"][~has(t["proposals"], named, "proposal_id")].assign(role=role))
    return pd.concat(missing)


@rule(
    "proposal-without-log", "proposals", "events", "the proposal has no events", "record at least that it was proposed"
)
def proposal_without_log(t: Tables) -> Frame:
    return t["proposals"][~has(t["proposals"], t["proposal_events"], "proposal_id")]


@rule("links-to-itself", "proposal_links", "target_id", "the proposal links to itself", "name the other proposal")
def links_to_itself(t: Tables) -> Frame:
    rows = t["proposal_links"]
    return rows[np.asarray(true(rows["proposal_id"] == rows["target_id"]))]


@rule("mutual-act-of-one", "proposal_events", "actor_id", "{event} is an act of both sides", "leave actor_id out")
def mutual_act_of_one(t: Tables) -> Frame:
    """Mutual acts that the log lays to one actor."""
    mutual = tuple(code for code, to in links("effect", "proposal_event").items() if to == ("mutual_act",))
    rows = t["proposal_events"]
    return rows[_one_of(rows["event"], mutual) & rows["actor_id"].notna()]


@rule("act-of-a-stranger", "proposal_events", "actor_id", "{name} is no party of the proposal, nor of a party's state",
      "name the party whose act it is, or add it to parties")  # fmt: skip
def act_of_a_stranger(t: Tables) -> Frame:
    """Events by an actor outside the proposal."""
    actors = t["actors"][["actor_id", "name", "state_id"]]
    rows = t["proposal_events"][t["proposal_events"]["actor_id"].notna()]
    rows = join(rows, actors, "actor_id")
    parties = t["proposal_parties"].merge(actors, on="actor_id")[["proposal_id", "actor_id", "state_id"]]
    placed = parties[parties["state_id"].notna()]
    inside = has(rows, parties, ["proposal_id", "actor_id"]) | has(rows, placed, ["proposal_id", "state_id"])
    return rows[rows["name"].notna() & ~inside]


@rule("evidence-after-the-check", "proposals", "checked_through",
      "checked through {checked_through}, yet its newest evidence was published {published_edtf}",
      "raise checked_through to the day up to which you looked")  # fmt: skip
def evidence_after_the_check(t: Tables) -> Frame:
    """Proposals whose log rests on pages newer than the day up to which anybody looked."""
    pages = t["statements"][["statement_id", "article_id"]].merge(
        t["articles"][["article_id", "published_earliest", "published_edtf"]], on="article_id"
    )
    rows = join(_evidence(t)[["proposal_id", "statement_id"]], pages, "statement_id")
    newest = rows.sort_values("published_earliest").drop_duplicates("proposal_id", keep="last")
    p = join(t["proposals"], newest[["proposal_id", "published_earliest", "published_edtf"]], "proposal_id")
    return p[true(p["published_earliest"] > p["checked_through"])]
