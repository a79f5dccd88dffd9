"""Rules about treaties and their event logs."""

from .base import Frame, Tables, has, join, out_of_order, rule, true

OPENING = ("signed", "acceded", "succeeded")


def _opens(rows: Frame) -> Frame:
    return rows[
        true(rows["event"] == OPENING[0]) | true(rows["event"] == OPENING[1]) | true(rows["event"] == OPENING[2])
    ]


@rule("state-without-row", "treaty_events", "actor_id", "{event} by a state that has not signed, acceded or succeeded before",
      "record how the state joined, or correct the state")  # fmt: skip
def state_without_row(t: Tables) -> Frame:
    rows = t["treaty_events"]
    states = rows[rows["actor_id"].notna()]
    opened = _opens(states)[["treaty_id", "actor_id", "position"]]
    first = opened.groupby(["treaty_id", "actor_id"])["position"].min().rename("first").reset_index()
    states = join(states, first, ["treaty_id", "actor_id"])
    return states[~true(states["first"] <= states["position"])]


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
