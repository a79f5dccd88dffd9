"""Made-up treaties, channels, encounters and proposals with their logs and what stood when: the few rows others bear on."""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from synthetic_columns import FIRST, LAST, Ints, ids, place_in, sentences, where

if TYPE_CHECKING:
    from synthetic import Synthetic

END = LAST + 1
STEPS, BEHIND, BORNE = 400, 5, 5000
"""Of the largest proposal: steps, pieces of evidence per step, statements in a million."""
MOVING = 3
"""One step in so many moves the status, as in the release."""


def logs(made: "Synthetic") -> None:
    """Add the tables of proposals, treaties, channels and encounters to the others."""
    _treaties(made)
    _channels(made)
    _encounters(made)
    _proposals(made)


def _english(made: "Synthetic", n: int, length: int = 6) -> pa.Array:
    return sentences(made.rng, np.zeros(n, np.int64), length)


def _states(made: "Synthetic", n: int) -> pa.Array:
    """Russia or the United States by turns."""
    return where(made.ids["ac"], made.actors["state"][np.arange(n) % 2])


def _steps(made: "Synthetic", counts: Ints) -> tuple[Ints, Ints]:
    """(owner, day) of the rows of logs of so many steps, each log from some day on; days ascend, each its own."""
    begun = made.rng.integers(FIRST + 100, LAST - 1000 - 5 * counts)
    days = [
        np.sort(made.rng.choice(np.arange(day, LAST - 10), n, replace=False))
        for day, n in zip(begun, counts, strict=True)
    ]
    return np.repeat(np.arange(len(counts)), counts), np.concatenate(days)


def _until(owner: Ints, day: Ints) -> Ints:
    """The day each row's successor of the same owner begins."""
    until: Ints = np.r_[np.where(owner[:-1] == owner[1:], day[1:], END), END]
    return until


def _treaties(made: "Synthetic") -> None:
    known, n = made.ids["tr"], len(made.ids["tr"])
    names = [f"Treaty {place + 1}" for place in range(n)]
    made.add("treaties", n, treaty_id=known, short_name=pa.array(names), title=_english(made, n), force_since=day_list(n),
             force_status=pa.array(["in_force"] * n))  # fmt: skip
    at = np.repeat(np.arange(n), 5)
    made.add("treaty_aliases", 5 * n, treaty_id=where(known, at), language=pa.array(["en", "de", "ru", "fr", "es"] * n),
             alias=_english(made, 5 * n, 2))  # fmt: skip
    at = np.repeat(np.arange(n), 2)
    made.add("treaty_parties", 2 * n, treaty_id=where(known, at), actor_id=_states(made, 2 * n))
    owner, day = _steps(made, np.r_[120, np.full(n - 1, 20)])
    rows = len(owner)
    made.add("treaty_events", rows, treaty_event_id=ids("te", rows), treaty_id=where(known, owner), position=place_in(owner),
             actor_id=_states(made, rows), happened=day, source_article_id=made.some("ar", rows),
             note=_english(made, rows, 10))  # fmt: skip
    third = (place_in(owner) - 1) * 3 // np.bincount(owner)[owner]
    track = np.array(["force", "standing", "observance"])[third]
    made.add("treaty_status", rows, treaty_id=where(known, owner), position=place_in(owner), track=pa.array(track),
             actor_id=pc.if_else(pa.array(track == "force"), pa.scalar(None, pa.string()), _states(made, rows)),
             valid_from=day, valid_to=_until(owner * 3 + third, day))  # fmt: skip


def day_list(n: int, day: int = 18_000) -> pa.Array:
    """One day ``n`` times."""
    return pa.array([day] * n)


def _channels(made: "Synthetic") -> None:
    known, n = made.ids["ch"], len(made.ids["ch"])
    made.add("channels", n, channel_id=known, title=_english(made, n), treaty_id=where(made.ids["tr"], np.arange(n)),
             channel_status=pa.array(["active"] * n), channel_since=day_list(n))  # fmt: skip
    owner, day = _steps(made, np.r_[300, np.full(n - 1, 40)])
    rows = len(owner)
    made.add("channel_events", rows, channel_event_id=ids("ce", rows), channel_id=where(known, owner),
             position=place_in(owner), happened=day, encounter_id=made.some("en", rows), account_id=_states(made, rows),
             source_article_id=made.some("ar", rows), note=_english(made, rows, 8))  # fmt: skip
    owner, valid, to, known_from, known_to = _clocks(owner, day, day)
    made.add("channel_status", len(owner), channel_id=where(known, owner), valid_from=valid, valid_to=to,
             known_from=known_from, known_to=known_to)  # fmt: skip


def _clocks(owner: Ints, day: Ints, known: Ints) -> tuple[Ints, ...]:
    """Intervals on both clocks: what held from each step on as known then, and until the next step as known since."""
    after, learned = _until(owner, day), _until(owner, known)
    last = after == END
    at = np.r_[np.arange(len(owner)), np.flatnonzero(~last)]
    then = np.arange(len(at)) < len(owner)
    columns = (day[at], np.where(then, END, after[at]), np.where(then, known[at], learned[at]),
               np.where(then, learned[at], END))  # fmt: skip
    kept = columns[2] < columns[3]
    return owner[at][kept], *(column[kept] for column in columns)


def _encounters(made: "Synthetic") -> None:
    known, n = made.ids["en"], len(made.ids["en"])
    channel = np.where(made.rng.random(n) < 0.1, made.rng.integers(0, len(made.ids["ch"]), n), -1)
    made.add("encounters", n, encounter_id=known, title=_english(made, n, 7), held=made.days(n),
             channel_id=where(made.ids["ch"], channel), initiated_by_id=_states(made, n),
             source_article_id=made.some("ar", n))  # fmt: skip
    at = np.repeat(np.arange(n), 2)
    made.add("encounter_actors", 2 * n, encounter_id=where(known, at), actor_id=_states(made, 2 * n))


def _proposals(made: "Synthetic") -> None:
    known, n, rng = made.ids["pr"], len(made.ids["pr"]), made.rng
    shrink = np.arange(1, n + 1)
    borne = np.maximum(BORNE * made.n / 1e6 / shrink**0.6, 20).astype(int)
    owner = np.repeat(np.arange(n), borne)
    statement = np.concatenate([rng.choice(made.n, size, replace=False) for size in borne])
    made.add("statement_proposals", len(owner), statement_id=where(made.ids["st"], statement),
             proposal_id=where(known, owner))  # fmt: skip
    deadline = np.where(shrink % 5 == 0, made.days(n), -1)
    codes = made.codes["proposal_status"]
    status = {
        name: pa.array(codes[rng.integers(0, len(codes), n)]) for name in ("status", "status_per_ru", "status_per_us")
    }
    made.add("proposals", n, proposal_id=known, title=_english(made, n, 7), summary=_english(made, n, 25),
             treaty_id=where(made.ids["tr"], np.where(shrink % 2 == 0, shrink % 30, -1)), deadline=deadline,
             channel_id=where(made.ids["ch"], np.where(shrink % 3 == 0, shrink % 20, -1)), n_statements=borne,
             n_articles=borne, n_roots=borne, status_since=day_list(n), last_evidence=day_list(n), **status)  # fmt: skip
    at = np.repeat(np.arange(n), 2)
    role = np.array(["proposer", "addressee"])[np.arange(2 * n) % 2]
    made.add(
        "proposal_parties", 2 * n, proposal_id=where(known, at), role=pa.array(role), actor_id=_states(made, 2 * n)
    )
    made.add("proposal_links", n - 1, proposal_id=known[1:], target_id=known[:-1])
    _moves(made, np.maximum(STEPS / shrink**0.7, 3).astype(int), np.split(statement, np.cumsum(borne)[:-1]))


def _moves(made: "Synthetic", counts: Ints, statements: list[Ints]) -> None:
    """proposal_events, event_evidence, proposal_status."""
    known, rng = made.ids["pr"], made.rng
    owner, day = _steps(made, counts)
    rows = len(owner)
    learned = day + rng.integers(0, 5, rows)
    late = np.maximum.accumulate(owner * 100_000 + learned) - owner * 100_000  # in the order of each log
    events = ids("pe", rows)
    clocks = {f"{name}_date": late for name in ("known", "known_ru", "counted")}
    made.add("proposal_events", rows, event_id=events, proposal_id=where(known, owner), position=place_in(owner),
             actor_id=_states(made, rows), happened=day, note=_english(made, rows, 12),
             effective_date=day, **clocks)  # fmt: skip
    at = np.repeat(np.arange(rows), BEHIND)
    behind = np.concatenate([rng.choice(statements[of], BEHIND, replace=False) for of in owner])
    made.add("event_evidence", len(at), event_id=where(events, at), statement_id=where(made.ids["st"], behind))
    folds = []
    moving = place_in(owner) % MOVING == 1
    for fold in ("headline", "per_ru", "per_us"):
        whose, valid, to, known_from, known_to = _clocks(owner[moving], day[moving], late[moving])
        made.add("proposal_status", len(whose), proposal_id=where(known, whose), fold=pa.array([fold] * len(whose)),
                 valid_from=valid, valid_to=to, known_from=known_from, known_to=known_to, status_since=valid)  # fmt: skip
        folds.append(made.tables["proposal_status"])
    made.tables["proposal_status"] = pa.concat_tables(folds).sort_by(
        [(name, "ascending") for name in made.like.specs["proposal_status"].key]
    )
