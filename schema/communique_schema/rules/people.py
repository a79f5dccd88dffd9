"""Rules about actors, offices, tenures, channels and encounters."""

from .base import Frame, Tables, days_between, has, join, out_of_order, rule, true


def _kind(t: Tables, table: str, column: str, kind: str) -> Frame:
    """Rows of ``table`` whose ``column`` names an actor of another kind."""
    kinds = t["actors"][["actor_id", "actor_kind"]].rename(columns={"actor_id": column})
    rows = join(t[table], kinds, column)
    return rows[true(rows["actor_kind"] != kind)]


@rule("tenure-of-no-person", "tenures", "actor_id", "the holder is a {actor_kind}", "name the person")
def tenure_of_no_person(t: Tables) -> Frame:
    return _kind(t, "tenures", "actor_id", "person")


@rule("tenure-in-no-office", "tenures", "office_id", "the office is a {actor_kind}", "name the office")
def tenure_in_no_office(t: Tables) -> Frame:
    return _kind(t, "tenures", "office_id", "office")


@rule("state-is-no-state", "actors", "state_id", "state_id names a {kind}", "name the state the actor acts for")
def state_is_no_state(t: Tables) -> Frame:
    kinds = t["actors"][["actor_id", "actor_kind"]].rename(columns={"actor_id": "state_id", "actor_kind": "kind"})
    rows = join(t["actors"], kinds, "state_id")
    return rows[true(rows["kind"] != "state")]


@rule("tenure-reversed", "tenures", "ended", "ended {ended_edtf}, began {began_edtf}", "correct the dates")
def tenure_reversed(t: Tables) -> Frame:
    n = t["tenures"]
    return n[true(n["began_earliest"] > n["ended_latest"])]


@rule("single-seat-overlap", "tenures", "began", "the term begins {began_edtf}, while another holds the seat",
      "correct the dates; two terms may share the day of the handover")  # fmt: skip
def single_seat_overlap(t: Tables) -> Frame:
    seats = t["actors"].loc[true(t["actors"]["single_seat"]), ["actor_id"]].rename(columns={"actor_id": "office_id"})
    n = join(t["tenures"], seats, "office_id", "inner").sort_values(["office_id", "began_date"])
    before = n.groupby("office_id")[["ended_earliest", "ended_edtf"]].shift()
    first = n.groupby("office_id").cumcount() == 0
    open_ended = before["ended_edtf"].isna() & ~first
    return n[open_ended | true(days_between(before["ended_earliest"], n["began_latest"]) > 0)]


@rule("speaks-out-of-office", "statement_actors", "actor_id", "{name} holds no recorded office on {said_edtf}",
      "experts and former officials speak too; else add a tenure", "warning")  # fmt: skip
def speaks_out_of_office(t: Tables) -> Frame:
    people = t["actors"].loc[true(t["actors"]["actor_kind"] == "person"), ["actor_id", "name"]]
    rows = t["statement_actors"]
    rows = join(rows[true(rows["role"] == "speaker")], people, "actor_id", "inner")
    said = t["statements"][["statement_id", "said_earliest", "said_latest", "said_edtf"]]
    rows = join(rows, said, "statement_id")
    terms = t["tenures"][["actor_id", "began_earliest", "ended_latest"]]
    both = rows.loc[has(rows, terms, "actor_id"), ["statement_id", "actor_id", "said_earliest", "said_latest"]]
    both = both.merge(terms, on="actor_id")
    starts = true(both["began_earliest"] <= both["said_latest"])
    held = both[starts & (both["ended_latest"].isna() | true(both["said_earliest"] <= both["ended_latest"]))]
    idle = rows[~has(rows, held, ["statement_id", "actor_id"])]
    # Somebody with no recorded office at all is named once, not at every statement.
    return idle[has(idle, terms, "actor_id") | ~idle.duplicated("actor_id")]


@rule("alias-of-two", "actor_aliases", "alias", "{alias} ({language}) also stands for another actor",
      "a search for it will find both", "warning")  # fmt: skip
def alias_of_two(t: Tables) -> Frame:
    rows = t["actor_aliases"]
    return rows[rows.duplicated(["language", "alias"], keep=False)]


@rule("outcome-by-nobody", "encounters", "outcome_by_id", "{outcome} by nobody", "say who postponed or cancelled it, or "
      "leave a note why it is unknown", "warning")  # fmt: skip
def outcome_by_nobody(t: Tables) -> Frame:
    e = t["encounters"]
    return e[true(e["outcome"] != "held") & e["outcome_by_id"].isna() & e["notes"].isna()]


@rule(
    "channel-order",
    "channel_events",
    "happened",
    "{happened_edtf} lies before the event above it",
    "order events by date",
)
def channel_order(t: Tables) -> Frame:
    return out_of_order(t["channel_events"], "channel_id")
