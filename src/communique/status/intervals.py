"""From moves to half-open intervals on two clocks.

A *move* says: from day ``effective`` on, once known (from day ``known`` until day ``until``), the thing has ``status``.
The status on day D as known on day K is the last move, by effective day and then by place in the log, among those
effective by D and known at K. That rule is total: any subset of any log has an answer.
"""

import numpy as np
import pandas as pd

from .clock import NEVER

Frame = pd.DataFrame


def moves_known(moves: Frame, keys: list[str]) -> Frame:
    """Each move once per *knowledge day* at which it is known; a knowledge day is one on which something became known.

    ``moves`` has ``keys``, ``known`` and ``until`` (days, end exclusive). Adds ``k``.
    """
    began = moves[[*keys, "known"]].rename(columns={"known": "k"})
    ended = moves.loc[moves["until"] < NEVER, [*keys, "until"]].rename(columns={"until": "k"})
    steps = pd.concat([began, ended]).drop_duplicates()
    both = moves.merge(steps, on=keys)
    return both[(both["known"] <= both["k"]) & (both["k"] < both["until"])]


def valid_intervals(known: Frame, groups: list[str], states: list[str], end: int) -> Frame:
    """Intervals of equal ``states`` on the event clock within each group, closed at ``end`` (exclusive).

    ``known`` is sorted within groups by effective day and place, and has ``effective`` and ``states``.
    """
    last = known.drop_duplicates([*groups, "effective"], keep="last")
    last = last[last["effective"] < end]
    return _runs(last.rename(columns={"effective": "valid_from"}), groups, states, end)


def _runs(rows: Frame, groups: list[str], states: list[str], end: int) -> Frame:
    """Merge rows that say the same as the one before, then close each at the next one's beginning."""
    same = np.ones(len(rows), dtype=bool)
    for name in [*groups, *states]:
        now, before = rows[name], rows[name].shift()
        same &= ((now == before) | (now.isna() & before.isna())).fillna(False).to_numpy(bool)
    kept = rows[~same].copy()
    following = kept.groupby(groups, sort=False)["valid_from"].shift(-1)
    kept["valid_to"] = following.fillna(end).astype(np.int64)
    return kept[[*groups, "valid_from", "valid_to", *states]]


def known_intervals(intervals: Frame, keys: list[str], states: list[str], end: int) -> Frame:
    """Join what stays the same from one knowledge day to the next; closes the knowledge clock at ``end`` (exclusive)."""
    steps = intervals[[*keys, "k"]].drop_duplicates().sort_values([*keys, "k"])
    steps["step"] = steps.groupby(keys, sort=False).cumcount()
    steps["next"] = steps.groupby(keys, sort=False)["k"].shift(-1).fillna(end).astype(np.int64)
    same = [*keys, "valid_from", "valid_to", *states]
    rows = intervals.merge(steps, on=[*keys, "k"]).sort_values([*same, "k"], kind="stable")
    run = rows["step"] - rows.groupby(same, sort=False, dropna=False).cumcount()
    rows["run"] = run
    out = rows.groupby([*same, "run"], sort=False, dropna=False, as_index=False).agg(
        known_from=("k", "first"), known_to=("next", "last")
    )
    return out[out["known_from"] < end].drop(columns="run")


def unfold(moves: Frame, keys: list[str], states: list[str], end: int, open_statuses: set[str] | None = None) -> Frame:
    """Intervals on both clocks of every key.

    ``moves``: ``keys``, ``place`` (order in the log), ``effective``, ``known``, ``until`` (days), ``states`` (the first
    is the status), and, when ``open_statuses`` is given, ``marker``, ``deadline`` and ``deadline_known`` (days, per key).
    Returns ``keys``, ``valid_from``, ``valid_to``, ``known_from``, ``known_to`` (days, ends exclusive), ``states`` and
    ``since``, the first day of the status, whatever else changed in it.
    """
    moves = moves[(moves["known"] < end) & (moves["known"] < moves["until"])]
    moves = moves.assign(until=np.where(moves["until"] < end, moves["until"], NEVER))
    known = moves_known(_with_deadlines(moves, keys, end) if open_statuses else moves, keys)
    groups = [*keys, "k"]
    if open_statuses:
        passed = known[known["deadline_known"] <= known["k"]].drop_duplicates(groups)
        passed = passed.assign(effective=passed["deadline"] + 1, place=-1, lapse=True, marker=False)
        known = pd.concat([known.assign(lapse=False), passed])
    known = known[known["effective"] < NEVER].sort_values([*groups, "effective", "place"], kind="stable")
    if open_statuses:
        known = _settle(known, groups, states, open_statuses)
    intervals = valid_intervals(known, groups, states, end)
    intervals = _since(intervals[intervals[states[0]].notna()], groups, states[0])
    return known_intervals(intervals, keys, [*states, "since"], end)


def _since(intervals: Frame, groups: list[str], status: str) -> Frame:
    """With ``since``: the first day of the run of intervals that have the same status, whatever else changed in it."""
    before = intervals.groupby(groups, sort=False)[status].shift()
    began = intervals["valid_from"].where(before.isna() | (before != intervals[status]))
    since = began.groupby([intervals[g] for g in groups], sort=False).ffill()
    return intervals.assign(since=since.astype(np.int64))


def _with_deadlines(moves: Frame, keys: list[str], end: int) -> Frame:
    """The moves, and a row that never takes effect on the day a deadline became known: a knowledge day of its own."""
    heard = moves[moves["deadline_known"] < end].drop_duplicates(keys)
    marks = heard.assign(known=heard["deadline_known"], until=NEVER, effective=NEVER, place=-1)
    return pd.concat([moves, marks]).astype({"known": np.int64, "until": np.int64})


def _settle(known: Frame, groups: list[str], states: list[str], open_statuses: set[str]) -> Frame:
    """Statuses of the rows that find their status instead of bringing it.

    A marker keeps what it finds, and opens as ``proposed`` where it finds nothing. A passed deadline turns what it
    finds open into ``lapsed`` and leaves everything else alone.
    """
    status, rest = states[0], states[1:]
    brought = known[status].where(~known["lapse"])
    first_marker = known["marker"] & (known.groupby(groups, sort=False)["marker"].cumsum() == 1)
    nothing_yet = brought.groupby([known[g] for g in groups], sort=False).ffill().isna()
    brought = brought.where(~(first_marker & nothing_yet), "proposed")
    found = brought.groupby([known[g] for g in groups], sort=False).ffill()
    lapses = known["lapse"] & found.map(dict.fromkeys(open_statuses, True)).notna()
    settled = known.assign(**{status: brought.where(~lapses, "lapsed")})
    settled = settled.assign(**{name: settled[name].where(~settled["lapse"]) for name in rest})
    filled = settled.groupby(groups, sort=False)[states].ffill()
    return settled.assign(**{name: filled[name] for name in states})
