"""Laws of the fold, on random event logs: total, equal to a plain reading of the rules, the same in pandas and SQL."""

import sqlite3
from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from world import Event, derived, without, world

from communique.derive import derive
from communique.status import status_as_of
from communique.status.asof import AS_OF_SQL
from communique.tables import Tables
from communique_schema.terms import links

START, END = date(2020, 1, 1), date(2020, 3, 1)
EVENTS = sorted(links("effect", "proposal_event"))
MOVES = {code: to[0] for code, to in links("moves_to", "proposal_event").items() if to}
EFFECT = {code: to[0] for code, to in links("effect", "proposal_event").items() if to}
ACCOUNTS = ("ru", "us", "third", "joint", "wire", "ru-reprint")
# Shrinking a failure would take minutes; the failing log is printed whole.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
SLOW = settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)

days = st.integers(0, 50).map(lambda n: START + timedelta(days=n))


@st.composite
def events(draw: st.DrawFn) -> Event:
    """One event of any kind, told by any accounts on any days; its own day may be open."""
    event = draw(st.sampled_from(EVENTS))
    actor = draw(st.sampled_from(["ru", "us"])) if EFFECT[event] == "own_act" else None
    told = draw(st.dictionaries(st.sampled_from(ACCOUNTS), days.map(str), min_size=1, max_size=3))
    day = draw(days.map(str) | st.just("[2019-12-01..]"))
    return event, actor, day, told


worlds = st.dictionaries(
    st.integers(0, 999).map(str), st.lists(events(), min_size=1, max_size=6), min_size=8, max_size=12
)
deadlines = st.none() | days.map(str)


def official(told: dict[str, str]) -> dict[str, str]:
    """Who told it when, without the outlet, and without the reprint where a better page tells it for that side."""
    better = "ru" in told or "joint" in told
    kept = {a: d for a, d in told.items() if a != "wire" and not (a == "ru-reprint" and better)}
    return {a.removesuffix("-reprint"): d for a, d in kept.items()}


def plainly(log: list[Event], deadline: str | None, fold: str, day: date, known: date) -> tuple[str | None, bool]:
    """The status of one log read event by event, as the data model tells it."""
    status: str | None = None
    one_sided, reached, moves = False, date.min, []
    heard_of = [official(e[3]) for e in log]
    first_told = [min(told.values(), default=None) for told in heard_of]
    setters = [first_told[i] for i, e in enumerate(log) if e[0] == "deadline_set" and first_told[i]]
    told_at_all = setters or [d for d in first_told if d]
    due = date.fromisoformat(deadline) if deadline and told_at_all and min(told_at_all) <= str(known) else None
    for (event, actor, when, _), told in zip(log, heard_of, strict=True):
        ru = min((told[a] for a in ("ru", "joint") if a in told), default=None)
        us = min((told[a] for a in ("us", "joint") if a in told), default=None)
        third = told.get("third")
        known_any = min((d for d in (ru, us, third) if d), default=None)
        if when.startswith("[") and known_any is None:
            reached = date.max
            continue
        reached = max(reached, date.fromisoformat(known_any if when.startswith("[") and known_any else when))
        if event not in MOVES:
            continue
        mutual = EFFECT[event] == "mutual_act" or (EFFECT[event] == "either_act" and actor is None)
        own = {"ru": ru, "us": us}.get(actor or "")
        both = max(ru, us) if ru and us else None
        counted = min((d for d in (both if mutual else own, third) if d), default=None)
        if fold != "headline":
            heard = ru if fold == "per_ru" else us
            moves.append((reached, heard, MOVES[event], False))
        else:
            side = min((d for d in (ru, us) if d), default=None)
            if mutual and side and str(known) >= side and not (counted and str(known) >= counted):
                moves.append((reached, side, None, True))
            else:
                moves.append((reached, counted, MOVES[event], False))
    since = date.min
    for reached, heard, to, marker in [*moves, (date.max, "", None, True)]:
        end_of_log = reached == date.max and heard == ""
        if not end_of_log and (heard is None or str(known) < heard or reached > day):
            continue
        passed = due and since <= due < min(reached, day)
        if passed and status in ("proposed", "acknowledged", "countered"):
            status = "lapsed"
        if end_of_log:
            break
        if not marker or status is None:
            status, since = to or "proposed", reached
        one_sided = marker
    return status, one_sided if status else False


def probes() -> list[tuple[date, date]]:
    """Days to ask about: event days against knowledge days."""
    steps = [START + timedelta(days=n) for n in (0, 13, 33, 58)]
    return [(day, known) for day in steps for known in steps]


def _clean(value: Any) -> Any:
    return None if pd.isna(value) else value


@SLOW
@given(worlds, deadlines)
def test_intervals_say_what_the_log_says(logs: dict[str, list[Event]], deadline: str | None) -> None:
    """On every day, as known on every day, each fold's interval holds the plainly read status."""
    more = {"deadline_edtf": deadline, "deadline_certainty": "explicit"} if deadline else {}
    tables = derived(logs, through=str(END), **more)
    for day, known in probes():
        seen = status_as_of(tables, day, known)
        for (_, row), log in zip(seen.iterrows(), logs.values(), strict=True):
            status, one_sided = plainly(log, deadline, "headline", day, known)
            assert (_clean(row["status"]), bool(_clean(row["one_sided"]) or False)) == (status, one_sided), (
                log,
                day,
                known,
            )
            for side in ("ru", "us"):
                expected = plainly(log, deadline, f"per_{side}", day, known)[0]
                assert _clean(row[f"status_per_{side}"]) == expected, (log, side, day, known)


@SLOW
@given(worlds, st.randoms(use_true_random=False))
def test_any_subset_folds(logs: dict[str, list[Event]], random: Any) -> None:
    """Taking events out of a log never breaks the fold, and intervals of one fold never overlap on both clocks."""
    whole = world(logs, through=str(END))
    ids = whole["proposal_events"]["event_id"].tolist()
    tables = derive(without(whole, random.sample(ids, len(ids) // 2)))
    rows = tables["proposal_status"]
    assert (rows["valid_from"] < rows["valid_to"]).all()
    assert (rows["known_from"] < rows["known_to"]).all()
    pairs = rows.merge(rows, on=["proposal_id", "fold"])
    valid = (pairs["valid_from_x"] < pairs["valid_to_y"]) & (pairs["valid_from_y"] < pairs["valid_to_x"])
    known = (pairs["known_from_x"] < pairs["known_to_y"]) & (pairs["known_from_y"] < pairs["known_to_x"])
    assert int((valid & known).sum()) == len(rows)


def in_memory(tables: Tables) -> sqlite3.Connection:
    """The two tables the documented query reads."""
    connection = sqlite3.connect(":memory:")
    for name in ("proposals", "proposal_status"):
        columns = list(tables[name].columns)
        connection.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        plain = tables[name].astype(object).where(tables[name].notna(), None)
        rows = [[str(v) if isinstance(v, date) else v for v in row] for row in plain.itertuples(index=False)]
        connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)
    return connection


@SLOW
@given(worlds)
def test_sql_answers_like_pandas(logs: dict[str, list[Event]]) -> None:
    """The documented query and the pandas filter agree on every probe."""
    tables = derived(logs, through=str(END))
    connection = in_memory(tables)
    for day, known in probes():
        frame = status_as_of(tables, day, known).sort_values("proposal_id")
        expected = [
            tuple(_clean(v) if not isinstance(v, date) else str(v) for v in row)
            for row in frame[["proposal_id", "status", "status_since", "one_sided", "status_per_ru", "status_per_us"]]
            .astype(object).itertuples(index=False)
        ]  # fmt: skip
        rows = connection.execute(AS_OF_SQL, {"day": str(day), "known_by": str(known)}).fetchall()
        assert [(r[0], r[2], r[3], None if r[4] is None else bool(r[4]), r[5], r[6]) for r in rows] == expected
