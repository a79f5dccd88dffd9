"""The eight histories of the data model, walked step by step."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from world import Event, both, derived

from communique.status import status_as_of
from communique.tables import Tables
from communique_schema.rules import RULES

Step = tuple[str, str | None, str | None, str | None, bool]
"""Day, headline, per Russia, per United States, one-sided."""


def walk(tables: Tables, steps: list[Step], known_by: str | None = None) -> None:
    """Each step's statuses stand on its day, with all that the release knows (or that was known by a day)."""
    for day, *expected in steps:
        known = date.fromisoformat(known_by) if known_by else None
        row = status_as_of(tables, date.fromisoformat(day), known).iloc[0]
        seen: list[Any] = [row["status"], row["status_per_ru"], row["status_per_us"], row["one_sided"]]
        assert [None if pd.isna(v) else v for v in seen[:3]] == expected[:3], day
        assert bool(seen[3]) is expected[3] if not pd.isna(seen[3]) else expected[0] is None, day
    assert not legal_problems(tables)


def legal_problems(tables: Tables) -> list[str]:
    """Codes of the rules about logs that the whole log breaks."""
    wanted = {"off-graph", "first-event", "event-order", "act-of-nobody", "event-without-evidence"}
    return [rule.code for rule in RULES if rule.code in wanted and len(rule.find(tables))]


NUCLEAR_WAR: list[Event] = [
    ("proposed", "ru", "2018-10-20", {"ru": "2018-10-20"}),
    ("countered", "us", "2020-03-15", {"us": "2020-03-16"}),
    ("reiterated", "ru", "2021-02-04", {"ru": "2021-02-04"}),
    ("fulfilled", None, "2021-06-16", {"joint": "2021-06-16"}),
]


def test_joint_statement_on_nuclear_war() -> None:
    """A Russian draft of 2018, answered with a multilateral text, adopted in 2021: fulfilled from that day only."""
    walk(derived({"x": NUCLEAR_WAR}), [
        ("2018-10-19", None, None, None, False),
        ("2018-10-20", "proposed", "proposed", None, False),
        ("2020-03-15", "countered", "proposed", "countered", False),
        ("2021-02-06", "countered", "proposed", "countered", False),
        ("2021-06-15", "countered", "proposed", "countered", False),
        ("2021-06-16", "fulfilled", "fulfilled", "fulfilled", False),
        ("2026-01-01", "fulfilled", "fulfilled", "fulfilled", False),
    ])  # fmt: skip


def test_knowledge_trails_the_event() -> None:
    """The American answer of 15 March was printed on the 16th: on the 15th nobody could know of it."""
    tables = derived({"x": NUCLEAR_WAR})
    walk(tables, [("2020-03-15", "proposed", "proposed", None, False)], known_by="2020-03-15")
    walk(tables, [("2020-03-15", "countered", "proposed", "countered", False)], known_by="2020-03-16")


def test_cyber_working_group() -> None:
    """An idea of 2017, refused, put again, taken up as a channel in 2021; the channel's closing is not the proposal's."""
    walk(derived({"x": [
        ("proposed", "ru", "2017-07-07", {"ru": "2017-07-07"}),
        ("rejected", "us", "2017-07-09", {"us": "2017-07-09"}),
        ("revived", "ru", "2020-04-17", {"ru": "2020-04-17"}),
        ("no_response_reported", None, "2020-04-25", {"ru": "2020-04-25"}),
        ("agreed", None, "2021-06-16", {"ru": "2021-06-16", "us": "2021-06-16"}),
        ("fulfilled", None, "2021-07-09", {"ru": "2021-07-16", "us": "2021-07-09"}),
    ]}), [
        ("2017-07-08", "proposed", "proposed", None, False),
        ("2018-01-01", "rejected", "proposed", "rejected", False),
        ("2020-05-01", "proposed", "proposed", "rejected", False),
        ("2021-06-16", "agreed", "agreed", "agreed", False),
        ("2022-12-01", "fulfilled", "fulfilled", "fulfilled", False),
    ])  # fmt: skip


def test_new_start_bargaining() -> None:
    """An agreement in principle told by Washington alone and denied within a day; then a conditional yes."""
    walk(derived({"x": [
        ("proposed", "us", "2020-10-02", {"us": "2020-10-02"}),
        ("agreed", None, "2020-10-13", {"us": "2020-10-13"}),
        ("agreement_disputed", "ru", "2020-10-13", {"ru": "2020-10-13"}),
        ("rejected", "ru", "2020-10-14", {"ru": "2020-10-14"}),
        ("countered", "ru", "2020-10-20", {"ru": "2020-10-20"}),
        ("superseded", None, "2021-01-26", both("2021-01-26")),
    ]}), [
        ("2020-10-12", "proposed", None, "proposed", False),
        ("2020-10-13", "proposed", None, "agreed", True),
        ("2020-10-14", "rejected", "rejected", "agreed", False),
        ("2020-10-20", "countered", "countered", "agreed", False),
        ("2021-01-26", "superseded", "superseded", "superseded", False),
    ])  # fmt: skip


def test_inf_moratorium() -> None:
    """Offered, refused as not credible, kept by its author all the same, withdrawn in 2025."""
    walk(derived({"x": [
        ("proposed", "ru", "2019-09-19", {"ru": "2019-09-25"}),
        ("rejected", "us", "2019-09-25", {"us": "2019-09-26"}),
        ("clarified", "ru", "2020-10-26", {"ru": "2020-10-26"}),
        ("withdrawn", "ru", "2025-08-04", {"ru": "2025-08-04"}),
    ]}), [
        ("2019-09-19", "proposed", "proposed", None, False),
        ("2020-05-01", "rejected", "proposed", "rejected", False),
        ("2021-02-06", "rejected", "proposed", "rejected", False),
        ("2025-08-04", "withdrawn", "withdrawn", "rejected", False),
    ])  # fmt: skip


def test_irritants_rounds() -> None:
    """Agreed, held twice, suspended by one side as only the other tells it: the headline stays where both put it."""
    walk(derived({"x": [
        ("agreed", None, "2025-02-18", both("2025-02-18")),
        ("begun", None, "2025-02-27", both("2025-02-28")),
        ("partly_fulfilled", None, "2025-04-10", both("2025-04-10")),
        ("suspended", "us", "2025-06-16", {"ru": "2025-06-16"}),
        ("begun", None, "2025-12-20", {"ru": "2025-12-23"}),
    ]}), [
        ("2025-02-18", "agreed", "agreed", "agreed", False),
        ("2025-02-27", "in_progress", "in_progress", "in_progress", False),
        ("2025-04-10", "partly_fulfilled", "partly_fulfilled", "partly_fulfilled", False),
        ("2025-06-16", "partly_fulfilled", "suspended", "partly_fulfilled", False),
        ("2025-12-31", "partly_fulfilled", "in_progress", "partly_fulfilled", True),
    ])  # fmt: skip


def test_offer_on_limits_lapses() -> None:
    """Welcomed in a remark, never answered: it lapses by itself the day after its deadline."""
    log: list[Event] = [
        ("proposed", "ru", "2025-09-22", {"ru": "2025-09-22"}),
        ("acknowledged", "us", "2025-10-05", {"us": "2025-10-05"}),
        ("no_response_reported", None, "2026-02-04", {"ru": "2026-02-04"}),
    ]
    deadline = {"deadline_edtf": "2026-02-05", "deadline_certainty": "explicit"}
    tables = derived({"x": log}, through="2026-11-22", **deadline)
    walk(tables, [
        ("2025-09-22", "proposed", "proposed", None, False),
        ("2026-02-05", "acknowledged", "proposed", "acknowledged", False),
        ("2026-02-06", "lapsed", "lapsed", "lapsed", False),
        ("2026-11-22", "lapsed", "lapsed", "lapsed", False),
    ])  # fmt: skip
    # Its author knew the deadline from the first day, so no knowledge day ever showed it open beyond.
    walk(tables, [("2026-03-01", "lapsed", "lapsed", None, False)], known_by="2025-09-30")


def test_readout_of_one_side_only() -> None:
    """Both agreed, by one capital's account: headline proposed and one-sided, never agreed."""
    walk(derived({"x": [("agreed", None, "2017-12-26", {"ru": "2017-12-26"})]}), [
        ("2017-12-25", None, None, None, False),
        ("2018-01-01", "proposed", "agreed", None, True),
        ("2025-12-31", "proposed", "agreed", None, True),
    ])  # fmt: skip


def test_second_account_makes_it_count() -> None:
    """When the other capital confirms a year later, the past changes only for those who know of it."""
    log: list[Event] = [("agreed", None, "2017-12-26", {"ru": "2017-12-26", "us": "2019-01-10"})]
    tables = derived({"x": log})
    walk(tables, [("2018-01-01", "proposed", "agreed", None, True)], known_by="2019-01-09")
    walk(tables, [("2018-01-01", "agreed", "agreed", "agreed", False)], known_by="2019-01-10")


def test_revived_by_a_new_administration() -> None:
    """Withdrawn by one government, put anew by the next, then agreed by both."""
    walk(derived({"x": [
        ("proposed", "us", "2019-01-01", {"us": "2019-01-01"}),
        ("withdrawn", "us", "2020-05-21", {"us": "2020-05-21"}),
        ("revived", "us", "2021-01-21", {"us": "2021-01-21"}),
        ("agreed", None, "2021-01-26", both("2021-01-26")),
    ]}), [
        ("2020-05-20", "proposed", None, "proposed", False),
        ("2021-01-20", "withdrawn", None, "withdrawn", False),
        ("2021-01-21", "proposed", None, "proposed", False),
        ("2021-01-26", "agreed", "agreed", "agreed", False),
    ])  # fmt: skip


@pytest.mark.parametrize(("account", "status"), [("wire", None), ("third", "agreed"), ("joint", "agreed")])
def test_who_can_carry_a_mutual_act(account: str, status: str | None) -> None:
    """An outlet's word moves nothing; a third party's record or a joint text is enough."""
    tables = derived({"x": [("agreed", None, "2020-01-01", {account: "2020-01-02"})]})
    seen = status_as_of(tables, date(2020, 2, 1)).iloc[0]["status"]
    assert (None if pd.isna(seen) else seen) == status


def test_reprint_counts_only_without_a_better_page() -> None:
    """A reprint is evidence until a better page carries the same event for the same side."""
    lone = derived({"x": [("proposed", "ru", "2020-01-01", {"ru-reprint": "2020-01-02"})]})
    assert lone["proposal_status"]["known_from"].min() == date(2020, 1, 2)
    better = derived({"x": [("proposed", "ru", "2020-01-01", {"ru-reprint": "2020-01-02", "ru": "2020-01-05"})]})
    assert better["proposal_status"]["known_from"].min() == date(2020, 1, 5)
