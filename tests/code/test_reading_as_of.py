"""As-of through the loader, on random logs: the same kind of object, the same shapes, and what the fold itself says."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_status_laws import END, START, worlds
from world import Event, both, derived

import communique as cq
from communique.publish.run import META, write_joined, write_tables
from communique.status import status_as_of
from communique_schema.spec import tables as contract

STATUS = ["status", "status_since", "one_sided", "status_per_ru", "status_per_us"]
COUNTS = ["evidence_sides", "last_evidence", "n_statements", "n_articles", "n_roots"]
COMPUTED = ("proposals", "channels", "treaties")
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
SLOW = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
days = st.integers(-5, (END - START).days).map(lambda n: START + timedelta(days=n))


@contextmanager
def opened(logs: dict[str, list[Event]], **more: Any) -> Iterator[cq.Dataset]:
    """The world of some logs as a reader has it; data through ``END``."""
    about = dict.fromkeys(META, "x") | {"version": "0.1.0", "data_through": str(END)}
    with tempfile.TemporaryDirectory() as folder:
        tables = derived(logs, through=str(END), **more)
        written = write_tables(Path(folder), tables, about, contract())
        write_joined(Path(folder), written, about, contract())
        yield cq.load(folder)


def plain(df: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with None for null."""
    return df.astype(object).where(df.notna(), None).to_dict("records")  # type: ignore[return-value]


@SLOW
@given(worlds, days, days)
def test_as_of_is_the_same_dataset_with_the_fold_of_that_day(
    logs: dict[str, list[Event]], day: date, known: date
) -> None:
    """Types, columns and rows stay; status and since are what the fold says, and rows that are not computed stay."""
    with opened(logs) as ds:
        then = ds.as_of(day, known_by=str(known))
        assert (type(then), then.day, then.known_by, then.version) == (cq.Dataset, day, known, ds.version)
        for name in COMPUTED:
            assert then[name].dtypes.equals(ds[name].dtypes)
            assert (list(then[name]), then[name].attrs) == (list(ds[name]), ds[name].attrs)
            fixed = [c for c in ds[name] if ds.release.spec(name).columns[c].origin != "derived"]
            pd.testing.assert_frame_equal(then[name][fixed], ds[name][fixed])
        folded = status_as_of({name: ds[name] for name in ds}, day, known)
        folded["one_sided"] = folded["one_sided"].fillna(False)
        assert plain(then.proposals[["proposal_id", *STATUS]]) == plain(folded[["proposal_id", *STATUS]])
        pd.testing.assert_frame_equal(then.statements, ds.statements)
        view, stored = then.joined("proposals"), ds.joined("proposals")
        named = ["proposal_id", *STATUS, *COUNTS]
        pd.testing.assert_frame_equal(view[named], then.proposals[named])
        pd.testing.assert_frame_equal(view.drop(columns=named), stored.drop(columns=named))
        assert (list(view), view.attrs) == (list(stored), stored.attrs)
        pd.testing.assert_frame_equal(then.joined("events"), ds.joined("events"))


@SLOW
@given(worlds)
def test_the_last_day_of_the_data_is_what_is_stored(logs: dict[str, list[Event]]) -> None:
    """Computed anew for the last day, by all that was published, every column is as it was published."""
    with opened(logs) as ds:
        for then in (ds.as_of(END), ds.as_of(str(END), known_by=END)):
            for name in COMPUTED:
                pd.testing.assert_frame_equal(then[name], ds[name])


@SLOW
@given(worlds, days, days)
def test_a_record_and_its_log_are_those_of_the_day(logs: dict[str, list[Event]], day: date, known: date) -> None:
    """``get`` has the values of ``proposals``; ``why`` only steps and pages then known; the hash stays."""
    with opened(logs) as ds:
        then = ds.as_of(day, known)
        for row in plain(then.proposals)[:3]:
            record = then.get(row["proposal_id"])
            assert record.row == row
            assert record.sha256 == ds.get(row["proposal_id"]).sha256
            assert json.loads(json.dumps(record.row, default=str)).keys() == row.keys()
            why = then.why(row["proposal_id"])
            steps = ds.why(row["proposal_id"]).events
            assert [step["event_id"] for step in why.events] == [
                step["event_id"] for step in steps if by(step["effective_date"], day) and by(step["known_date"], known)
            ]
            assert [[page["statement_id"] for page in step["evidence"]] for step in why.events] == [
                [page["statement_id"] for page in step["evidence"] if by(page["published_date"], known)]
                for step in steps if step["event_id"] in {shown["event_id"] for shown in why.events}
            ]  # fmt: skip


def by(day: date | None, asked: date) -> bool:
    """Whether a day had come; without one, it had only by the last day of the data."""
    return asked == END or (day is not None and day <= asked)


LOG: dict[str, list[Event]] = {
    "A call": [
        ("proposed", "ru", "2020-01-10", both("2020-01-11")),
        ("rejected", "us", "2020-02-01", {"us": "2020-02-02"}),
    ],
    "A visit": [("proposed", "us", "2020-01-20", {"us": "2020-01-20", "wire": "2020-01-25"})],
}


def test_on_a_day_between_two_steps_only_the_first_counts() -> None:
    """By hand: before the rejection the call stands proposed, and one side alone has spoken of the visit."""
    with opened(LOG) as ds:
        then = ds.as_of("2020-01-31")
        rows = {row["title"]: row for row in plain(then.proposals)}
        assert [rows["A call"][name] for name in ("status", "status_per_us", "n_statements")] == [
            "proposed",
            "proposed",
            3,
        ]
        assert ds.as_of("2020-01-31", "2020-01-31").get("pr-00000")["n_statements"] == 2
        assert [step["event"] for step in then.why("pr-00000").events] == ["proposed"]
        assert [len(step["evidence"]) for step in ds.as_of(END, "2020-01-22").why("pr-00001").events] == [1]
        assert ds.as_of("2020-01-09").get("pr-00000")["status"] is None
        assert then.as_of(END).get("pr-00000")["status"] == "rejected"
