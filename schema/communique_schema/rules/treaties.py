"""Rules about treaties and their event logs."""

import pandas as pd

from ..terms import OPENING
from .base import Frame, Tables, has, join, out_of_order, rule, true


def _opens(rows: Frame) -> Frame:
    return rows[rows["event"].map(dict.fromkeys(OPENING, True)).notna()]


@rule("state-without-row", "treaty_events", "actor_id", "{event} by a state whose row is not open",
      "record how the state joined, or correct the state")  # fmt: skip
def state_without_row(t: Tables) -> Frame:
    """Events by a state whose row is not open: not joined before, or already left, handed over or ended."""
    rows = t["treaty_events"]
    effective = rows[true(rows["stage"] == "effective")]
    states = rows[rows["actor_id"].notna()]
    opened = _opens(effective[effective["actor_id"].notna()])
    states = _bound(states, opened, "first", "min")
    left = effective[true(effective["event"] == "withdrawal_effective")]
    handed = effective[true(effective["event"] == "succeeded")].merge(t["treaty_parties"], on=["treaty_id", "actor_id"])
    handed = handed.assign(actor_id=handed["succeeds_id"])
    gone = pd.concat([left, handed[handed["actor_id"].notna()]])[["treaty_id", "actor_id", "position"]]
    states = _bound(states, gone, "last", "max")
    # A state may join again: what counts is whether it opened its row since it last left.
    states = _bound(states, opened, "again", "max")
    closed = true(states["last"] < states["position"]) & ~true(states["again"] > states["last"])
    return states[~true(states["first"] <= states["position"]) | closed]


def _bound(states: Frame, events: Frame, name: str, how: str) -> Frame:
    """``states`` with the first or last place of such events of the same state and treaty."""
    key = ["treaty_id", "actor_id"]
    places = events[[*key, "position"]].astype({"position": "int64"}).groupby(key)["position"].agg(how)
    return join(states, places.rename(name).reset_index(), key)


@rule(
    "event-by-no-party", "treaty_events", "actor_id", "the state is not among the treaty's parties", "add it to parties"
)
def event_by_no_party(t: Tables) -> Frame:
    rows = t["treaty_events"]
    states = rows[rows["actor_id"].notna()]
    return states[~has(states, t["treaty_parties"], ["treaty_id", "actor_id"])]


@rule(
    "treaty-order",
    "treaty_events",
    "happened",
    "{happened_edtf} lies before the event above it",
    "order events by date",
)
def treaty_order(t: Tables) -> Frame:
    return out_of_order(t["treaty_events"], "treaty_id")


WHOLE = ("entered_into_force", "expired", "terminated", "superseded")
BY_STATE = (
    "participation_suspended",
    "participation_resumed",
    "breach_found",
    "signed",
    "ratified",
    "ratification_revoked",
    "acceded",
    "succeeded",
    "withdrawal_notified",
    "withdrawal_effective",
)


@rule("whole-treaty-event", "treaty_events", "actor_id", "{event} concerns the treaty as a whole", "leave actor_id out")
def whole_treaty_event(t: Tables) -> Frame:
    rows = t["treaty_events"][t["treaty_events"]["actor_id"].notna()]
    return rows[rows["event"].map(dict.fromkeys(WHOLE, True)).notna()]


@rule("event-by-whom", "treaty_events", "actor_id", "{event} is a state's own step", "name the state")
def event_by_whom(t: Tables) -> Frame:
    rows = t["treaty_events"][t["treaty_events"]["actor_id"].isna()]
    return rows[rows["event"].map(dict.fromkeys(BY_STATE, True)).notna()]
