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


def lapse(intervals: Frame, open_statuses: set[str]) -> Frame:
    """Split intervals whose deadline passes while still open: from the day after it they are ``lapsed``.

    ``intervals`` has a day column ``deadline`` (:data:`NEVER`: none).
    """
    is_open = np.logical_or.reduce([intervals["status"] == s for s in sorted(open_statuses)] or [np.False_])
    after = intervals["deadline"] + 1
    split = is_open & (intervals["valid_from"] < after) & (after < intervals["valid_to"])
    tail = intervals[split].assign(valid_from=after[split], status="lapsed")
    head = intervals.assign(valid_to=np.where(split, after, intervals["valid_to"]))
    return pd.concat([head, tail])


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
    is the status), and, when ``open_statuses`` is given, ``deadline`` and ``deadline_known`` (days, per key).
    Returns ``keys``, ``valid_from``, ``valid_to``, ``known_from``, ``known_to`` (days, ends exclusive), ``states``.
    """
    moves = moves[(moves["known"] < end) & (moves["known"] < moves["until"])]
    moves = moves.assign(until=np.where(moves["until"] < end, moves["until"], NEVER))
    if open_statuses:
        # A deadline that becomes known by itself is a knowledge day of its own.
        heard = moves[moves["deadline_known"] < end].drop_duplicates(keys)
        marks = heard.assign(known=heard["deadline_known"], until=NEVER, effective=NEVER, place=-1)
        moves = pd.concat([moves, marks]).astype({"known": np.int64, "until": np.int64})
    known = moves_known(moves, keys)
    if open_statuses:
        known = known.assign(deadline=np.where(known["deadline_known"] <= known["k"], known["deadline"], NEVER))
    known = known[known["effective"] < NEVER].sort_values([*keys, "k", "effective", "place"], kind="stable")
    known = fill_markers(known, [*keys, "k"], states[0])
    extra = [*states, "deadline"] if open_statuses else states
    intervals = valid_intervals(known, [*keys, "k"], extra, end)
    if open_statuses:
        intervals = lapse(intervals, open_statuses).drop(columns="deadline")
    intervals = intervals[intervals[states[0]].notna()]
    return known_intervals(intervals, keys, states, end)


def fill_markers(known: Frame, groups: list[str], status: str) -> Frame:
    """A marker (null status, ``marker`` set) keeps the status it finds, and opens as ``proposed`` where it finds none."""
    if "marker" not in known or not known["marker"].any():
        return known
    before = known.groupby(groups, sort=False)[status].ffill()
    return known.assign(**{status: before.where(before.notna() | ~known["marker"], "proposed")})
