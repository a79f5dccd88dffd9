"""Status of the record: every proposal today and on the days the five articles stand for."""

from datetime import date, timedelta

import pandas as pd
import pytest

from communique.status import status_as_of
from communique.tables import Tables

NUCLEAR_WAR = "pr-0nfb7"
OPEN = {"proposed", "acknowledged", "countered", "agreed", "in_progress", "partly_fulfilled", "suspended", "rejected"}
DAYS = ["2018-01-01", "2020-05-01", "2021-02-06", "2021-07-01", "2026-11-22"]
STATUSES = {  # headline / per Russia / per United States; * one-sided; . nothing on record yet
    "pr-0nfb7": "././. countered/acknowledged/countered proposed/proposed/rejected fulfilled/fulfilled/fulfilled "
    "fulfilled/fulfilled/fulfilled",
    "pr-1vyp5": "././. acknowledged/proposed/acknowledged fulfilled/fulfilled/fulfilled fulfilled/fulfilled/fulfilled "
    "fulfilled/fulfilled/fulfilled",
    "pr-40ztv": "rejected/agreed/rejected proposed/proposed/rejected proposed/proposed/rejected agreed/agreed/agreed "
    "partly_fulfilled/partly_fulfilled/partly_fulfilled",
    "pr-5wdys": "././. rejected/acknowledged/. rejected/acknowledged/rejected rejected/acknowledged/rejected "
    "withdrawn/withdrawn/rejected",
    "pr-63vfp": "proposed*/agreed/. proposed*/agreed/. proposed*/agreed/. proposed*/agreed/. proposed*/agreed/.",
    "pr-7zng3": "././. ././. superseded/lapsed/agreed superseded/lapsed/agreed superseded/lapsed/agreed",
    "pr-8x0jd": " ".join(["fulfilled/fulfilled/fulfilled"] * 5),
    "pr-bd5zp": "././. ././. ././. ././. lapsed/lapsed/lapsed",
    "pr-fk8f6": "././. ././. ./proposed/. proposed*/agreed/. fulfilled/fulfilled/fulfilled",
    "pr-gdee8": "././. ././. ././. ././. countered/countered/proposed",
    "pr-jhekp": "proposed/rejected/. proposed/rejected/. proposed/proposed/. proposed/proposed/. proposed/proposed/.",
    "pr-ktd1s": "././. proposed/proposed/. proposed/proposed/. proposed/proposed/. proposed/proposed/.",
    "pr-m6gft": "././. ././. withdrawn/withdrawn/rejected withdrawn/withdrawn/rejected withdrawn/withdrawn/rejected",
    "pr-n82nm": "././. ././. proposed*/agreed/. proposed*/agreed/. proposed*/agreed/.",
    "pr-ph6bf": "././. proposed/./proposed proposed/./proposed proposed/./proposed fulfilled/fulfilled/fulfilled",
    "pr-pvrhm": "././. acknowledged/acknowledged/proposed countered/countered/proposed countered/countered/proposed "
    "superseded/countered/superseded",
    "pr-vpd83": "././. ././. ././. proposed/proposed/. proposed/rejected/.",
    "pr-xay3f": "././. ././. ././. ././. rejected/rejected/proposed",
    "pr-xe0wj": "././. proposed/proposed/. fulfilled/fulfilled/fulfilled fulfilled/fulfilled/fulfilled "
    "fulfilled/fulfilled/fulfilled",
    "pr-yzjjw": "././. ././. ././. ././. partly_fulfilled*/in_progress/partly_fulfilled",
}


def told(row: "pd.Series[str]") -> str:
    """One row of :func:`status_as_of` in the short form of ``STATUSES``."""
    values = ["." if pd.isna(row[c]) else str(row[c]) for c in ("status", "status_per_ru", "status_per_us")]
    mark = "*" if not pd.isna(row["one_sided"]) and row["one_sided"] else ""
    return f"{values[0]}{mark}/{values[1]}/{values[2]}"


@pytest.mark.parametrize("at", range(len(DAYS)), ids=DAYS)
def test_status_of_every_proposal(tables: Tables, at: int) -> None:
    """Headline and both sides' statuses on five days, with all the release knows."""
    rows = status_as_of(tables, date.fromisoformat(DAYS[at])).set_index("proposal_id")
    expected = {pid: statuses.split()[at] for pid, statuses in STATUSES.items()}
    assert {pid: told(rows.loc[pid]) for pid in expected} == expected


def test_nuclear_war_statement_is_open_until_the_summit(tables: Tables) -> None:
    """Open on every day before 16 June 2021, fulfilled from that day on."""
    rows = tables["proposal_status"]
    rows = rows[(rows["proposal_id"] == NUCLEAR_WAR) & (rows["fold"] == "headline")]
    rows = rows[rows["known_to"] == rows["known_to"].max()].sort_values("valid_from")
    assert rows.iloc[-1]["status"] == "fulfilled"
    assert rows.iloc[-1]["valid_from"] == date(2021, 6, 16)
    assert set(rows.iloc[:-1]["status"]) <= OPEN


def test_no_headline_agreement_on_one_word(tables: Tables) -> None:
    """Wherever a headline says that both acted, both sides' accounts, a joint text or a third party's record say so."""
    events = tables["proposal_events"]
    mutual = events["event"].map(dict.fromkeys(["agreed", "begun", "partly_fulfilled", "fulfilled"], True)).notna()
    rows = events[mutual & events["counted_date"].notna()]
    both = rows["known_ru_date"].notna() & rows["known_us_date"].notna()
    alone = rows[~both]
    kinds = (
        tables["event_evidence"].merge(alone[["event_id"]], on="event_id")
        .merge(tables["statements"][["statement_id", "account_kind"]], on="statement_id")
    )  # fmt: skip
    independent = set(kinds.loc[kinds["account_kind"].isin(["joint_text", "third_party"]), "event_id"])
    assert set(alone["event_id"]) <= independent


def test_headline_never_agrees_where_one_side_is_silent(tables: Tables) -> None:
    """The fold itself: no agreed or later headline without a side that has no status of its own."""
    rows = tables["proposals"]
    agreed = rows[rows["status"].isin(["agreed", "in_progress", "partly_fulfilled", "fulfilled"])]
    assert agreed["status_per_ru"].notna().all()
    assert agreed["status_per_us"].notna().all()


def test_the_other_capital_is_heard(tables: Tables) -> None:
    """How one-sided the record is shows in numbers: both capitals' accounts stand behind most logs."""
    sides = tables["proposals"]["evidence_sides"].value_counts()
    assert sides.get("both", 0) >= 12
    assert set(sides.index) <= {"both", "ru", "us"}


def test_intervals_end_with_the_data(tables: Tables) -> None:
    """Every interval table ends the day after the ledger's last day."""
    last = max(tables["releases"]["data_through"]) + timedelta(days=1)
    for name in ("proposal_status", "channel_status", "treaty_status"):
        assert tables[name]["valid_to"].max() == last
