"""Treaty status on three tracks: force of the whole, each state's standing, each state's observance.

A treaty's acts are public on their day, so these intervals have the event clock alone. Only events of stage
``effective`` move anything.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from communique_schema.terms import OPENING

from ..tables import Tables, yes
from .clock import NEVER, to_dates, to_days
from .intervals import valid_intervals

Frame = pd.DataFrame

ENDED = {"expired": "expired", "terminated": "terminated", "superseded": "superseded"}
FORCE = {"signed": "not_in_force", "entered_into_force": "in_force", **ENDED}
STANDING = {
    "signed": "signatory", "ratified": "contracting_state", "ratification_revoked": "signatory",
    "acceded": "contracting_state", "succeeded": "contracting_state", "entered_into_force": "party",
    "withdrawal_notified": "withdrawal_notified", "withdrawal_effective": "withdrawn", **dict.fromkeys(ENDED, None),
}  # fmt: skip
OBSERVANCE = {
    "entered_into_force": "observing", "implementation_paused": "implementation_paused",
    "implementation_resumed": "observing", "participation_suspended": "suspended", "participation_resumed": "observing",
    "withdrawal_effective": None, **dict.fromkeys(ENDED, None),
}  # fmt: skip
BINDING = ("ratified", "acceded", "succeeded")
"""Events by which a state binds itself: in a treaty already in force they make it a party at once."""


def treaty_log(tables: Tables) -> Frame:
    """Effective events in order, those of the whole treaty once for each state that takes part.

    Columns ``treaty_id``, ``actor_id`` (null in the rows of the treaty as a whole), ``event``, ``place``,
    ``effective`` (day), ``whole`` (whether the event is the treaty's own).
    """
    events = tables["treaty_events"]
    rows = events.loc[events["stage"] == "effective", ["treaty_id", "actor_id", "event", "position", "happened_latest"]]
    rows = rows.rename(columns={"position": "place"})
    rows["effective"] = to_days(rows["happened_latest"])
    rows = rows[rows["effective"] < NEVER].drop(columns="happened_latest")
    rows["whole"] = rows["actor_id"].isna()
    shared = rows[rows["whole"]].drop(columns="actor_id").merge(tables["treaty_parties"], on="treaty_id")
    handed_over = rows[rows["event"] == "succeeded"].merge(tables["treaty_parties"], on=["treaty_id", "actor_id"])
    handed_over = handed_over.assign(actor_id=handed_over["succeeds_id"], event="succession")
    columns = ["treaty_id", "actor_id", "event", "place", "effective", "whole"]
    each = [rows[columns], shared[columns], handed_over.loc[handed_over["actor_id"].notna(), columns]]
    out = pd.concat(each).sort_values(["treaty_id", "effective", "place"], kind="stable")
    return out.reset_index(drop=True)


def _state_moves(log: Frame, bilateral: Frame) -> Frame:
    """Moves of standing and observance per state."""
    key = ["treaty_id", "actor_id"]
    states = log[log["actor_id"].notna()].copy()
    force = log[_is(log, ("entered_into_force",)) & log["whole"]]
    states = _first(states, force, "in_force", ["treaty_id"])
    states = _first(states, states[_is(states, BINDING)], "bound", key)
    states = _first(states, states[_is(states, OPENING)], "opened", key)
    states = _first(states, states[_is(states, ("succession", "withdrawal_effective"))], "closed", key)
    states = states.merge(bilateral, on="treaty_id", how="left")
    # What befalls the whole befalls only states whose row is open: a successor was no party before it succeeded, and a
    # state that had left keeps its last standing.
    day, whole = states["effective"], states["whole"].to_numpy(bool)
    open_row = yes(states["opened"] <= day) & ~yes(states["closed"] <= day)
    # Entry into force binds both sides of a bilateral treaty; of a many-sided one only those who had bound themselves.
    entering = _is(states, ("entered_into_force",)) & whole
    binding = yes(states["bilateral"]) | yes(states["bound"] <= day)
    joining = _is(states, BINDING) & yes(states["in_force"] <= day)
    states = states.assign(event=states["event"].where(~joining, "entered_into_force"))
    kept: Frame = states[(~whole | open_row) & (~entering | binding)]
    return kept


def _is(rows: Frame, events: tuple[str, ...]) -> "npt.NDArray[np.bool_]":
    return np.asarray(np.logical_or.reduce([yes(rows["event"] == event) for event in events]))


def _first(rows: Frame, among: Frame, name: str, key: list[str]) -> Frame:
    """``rows`` with the first effective day ``among`` others, as column ``name``."""
    first = among.groupby(key)["effective"].min().rename(name).reset_index()
    return rows.merge(first, on=key, how="left")


def treaty_status(tables: Tables, data_through: int) -> Frame:
    """The table ``treaty_status``, its intervals ending with ``data_through`` (a day number)."""
    log = treaty_log(tables)
    kinds = tables["treaties"][["treaty_id", "treaty_kind"]]
    bilateral = kinds.assign(bilateral=kinds["treaty_kind"] == "bilateral")[["treaty_id", "bilateral"]]
    # Signature by one state is enough for the treaty to exist; the whole's own rows carry the rest.
    whole = log[(log["whole"] & log["actor_id"].isna()) | (log["event"] == "signed")]
    states = _state_moves(log, bilateral)
    tracks: list[tuple[str, Frame, dict[str, str | None]]] = [
        ("force", whole.assign(actor_id=None), {**FORCE}),
        ("standing", states, {**STANDING}),
        ("observance", states, {**OBSERVANCE}),
    ]
    parts = []
    for track, rows, table in tracks:
        known = rows[_is(rows, ("succession", *table))]
        known = known.assign(track=track, treaty_status=known["event"].map(table).astype(object))
        parts.append(known[["treaty_id", "track", "actor_id", "effective", "place", "treaty_status"]])
    moves = pd.concat(parts)
    # Grouping drops nulls, so the whole treaty stands under an empty name while intervals are cut.
    moves["actor_id"] = moves["actor_id"].astype(object).where(moves["actor_id"].notna(), "")
    groups = ["treaty_id", "track", "actor_id"]
    moves = moves.sort_values([*groups, "effective", "place"], kind="stable")
    out = valid_intervals(moves, groups, ["treaty_status"], data_through + 1)
    out = out[out["treaty_status"].notna()]
    rank = out["track"].map({"force": 0, "standing": 1, "observance": 2})
    out = out.assign(rank=rank).sort_values(["treaty_id", "rank", "actor_id", "valid_from"], kind="stable")
    out["position"] = out.groupby("treaty_id", sort=False).cumcount() + 1
    out["actor_id"] = out["actor_id"].where(out["actor_id"] != "", None)
    for name in ("valid_from", "valid_to"):
        out[name] = to_dates(out[name].to_numpy()).set_axis(out.index)
    return out.drop(columns="rank")


def treaty_findings(tables: Tables) -> Frame:
    """The table ``treaty_findings``: what statements assert of treaties, held against the record of the day meant.

    The day is that of the act; an assertion is attributed to the relay that added it, else to each speaker.
    """
    said = tables["statements"][["statement_id", "said_date"]].rename(columns={"said_date": "on_date"})
    rows = tables["statement_treaties"].merge(said, on="statement_id")
    rows = rows[rows["asserted_status"].notna()]
    record = tables["treaty_status"]
    force = _held(rows, record[record["track"] == "force"]).rename(columns={"treaty_status": "record_status"})
    rows = rows.merge(
        force[["statement_id", "treaty_id", "record_status"]], on=["statement_id", "treaty_id"], how="left"
    )
    suspended = _held(rows, record[(record["track"] == "observance") & (record["treaty_status"] == "suspended")])
    suspended = suspended[["statement_id", "treaty_id"]].drop_duplicates().assign(suspended=True)
    rows = rows.merge(suspended, on=["statement_id", "treaty_id"], how="left")
    rows["finding"] = _finding(rows)
    speakers = tables["statement_actors"]
    speakers = speakers.loc[speakers["role"] == "speaker", ["statement_id", "actor_id"]]
    by_relay = rows[rows["asserted_by"] == "relay"].assign(attributed_to_id=lambda r: r["relay_id"])
    by_speaker = rows[rows["asserted_by"] == "speaker"].merge(speakers, on="statement_id")
    return pd.concat([by_relay, by_speaker.assign(attributed_to_id=by_speaker["actor_id"])])


def _held(rows: Frame, intervals: Frame) -> Frame:
    both = rows[["statement_id", "treaty_id", "on_date"]].merge(intervals, on="treaty_id")
    return both[(both["valid_from"] <= both["on_date"]) & (both["on_date"] < both["valid_to"])]


def _finding(rows: Frame) -> "pd.Series[str]":
    asserted, record = rows["asserted_status"].astype(object), rows["record_status"].astype(object)
    alive = asserted.map({"in_force": True, "extended": True, "ended": False, "collapsed": False})
    told = alive.notna() & record.notna() & (record != "not_in_force")
    agrees = told & (alive == (record == "in_force"))
    pause = (asserted == "suspended") & (record == "in_force")
    agrees |= pause & rows["suspended"].notna().to_numpy(bool)
    finding = np.select([agrees, told | pause], ["agrees", "disagrees"], "undetermined")
    return pd.Series(finding, index=rows.index)
