"""Rules no single table can say: each finds the one row that breaks it, and nothing in a sound world."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from world import RU, THIRD, US, both, mint, when, world

from communique.derive import derive
from communique.tables import Tables, frame
from communique_schema.rules import RULES
from communique_schema.spec import tables as contract

LOG = {
    "x": [
        ("proposed", "ru", "2021-02-01", {"ru": "2021-02-01"}),
        ("agreed", None, "2021-06-16", both("2021-06-16")),
        ("fulfilled", None, "2021-07-01", {"joint": "2021-07-02"}),
    ]
}


def sound() -> Tables:
    """A world in which the rules below find nothing, before it is derived."""
    tables = world(LOG)
    tables["proposal_parties"] = frame(contract()["proposal_parties"], [
        {"proposal_id": mint("pr", 0), "role": "proposer", "actor_id": RU},
        {"proposal_id": mint("pr", 0), "role": "addressee", "actor_id": US},
    ])  # fmt: skip
    return tables


def found(derived: Tables, code: str) -> int:
    """How many rows of derived tables break the rule."""
    return sum(len(rule.find(derived)) for rule in RULES if rule.code == code)


def broken(tables: Tables, code: str) -> int:
    """How many rows break the rule once derived."""
    return found(derive(tables), code)


@pytest.fixture(scope="module")
def undisturbed() -> Tables:
    """The sound world, derived once."""
    return derive(sound())


def edit(tables: Tables, table: str, row: int, **values: Any) -> Tables:
    """The tables with some cells of one row set."""
    df = tables[table].copy()
    for column, value in values.items():
        df[column] = pd.array([value if i == row else v for i, v in enumerate(df[column])], dtype=df[column].dtype)
    return tables | {table: df}


EDITS: dict[str, tuple[str, int, dict[str, Any]]] = {
    "joint-text-of-one-side": ("statements", 0, {"account_kind": "joint_text"}),
    "joint-of-one-state": ("statement_actors", 7, {"actor_id": RU}),
    "self-by-another": ("statements", 0, {"account_kind": "self"}),
    "first-hand-two-occasions": ("statements", 0, {"told_encounter_id": "en-00000"}),
    "mutual-act-of-one": ("proposal_events", 1, {"actor_id": RU}),
    "act-of-a-stranger": ("proposal_events", 0, {"actor_id": THIRD}),
    "evidence-after-the-check": ("proposals", 0, {"checked_through": date(2021, 3, 1)}),
    "checked-past-the-data": ("proposals", 0, {"checked_through": date(2031, 3, 1)}),
    "mention-leads-nowhere": ("proposals", 0, {"summary": "It is told in ar-zzzzz."}),
    "unknown-but-a-day": ("articles", 0, {"published_certainty": "unknown"}),
    "weekday-contradicts-date": (
        "articles",
        0,
        {"published_edtf": "2021-02-01/2021-02-02", "published_weekday": "friday"},
    ),
    "off-graph": ("proposal_events", 2, {"event": "proposed"}),
    "event-order": ("proposal_events", 2, {"happened_edtf": "2020-01-01"}),
}


@pytest.mark.parametrize("code", EDITS)
def test_rule_finds_its_row(code: str, undisturbed: Tables) -> None:
    """One edit breaks the rule; without it the rule is silent."""
    table, row, values = EDITS[code]
    tables = sound()
    if code == "self-by-another":
        tables = edit(tables, "statement_actors", 1, actor_id=THIRD)
    if code == "joint-of-one-state":
        tables = edit(tables, "statement_actors", 6, actor_id=RU)
    else:
        assert found(undisturbed, code) == 0
    assert broken(edit(tables, table, row, **values), code) >= 1


def test_a_weekday_inside_a_period_fits() -> None:
    """A period of two days holds two weekdays."""
    values = {"published_edtf": "2021-02-01/2021-02-02", "published_weekday": "tuesday"}
    assert broken(edit(sound(), "articles", 0, **values), "weekday-contradicts-date") == 0


def test_an_account_of_no_state_makes_nobody_agree() -> None:
    """A person whose state was forgotten is no third party: the headline stays where it was."""
    tables = world({"x": [("agreed", None, "2021-06-16", {"ru": "2021-06-16"})]})
    tables["actors"] = pd.concat([
        tables["actors"],
        frame(contract()["actors"], [{"actor_id": "ac-nnnnn", "actor_kind": "person", "name": "A Person"}]),
    ], ignore_index=True)  # fmt: skip
    tables["statement_actors"]["actor_id"] = "ac-nnnnn"
    assert derive(tables)["proposals"]["status"].isna().all()


def treaty(*events: dict[str, Any]) -> Tables:
    """A treaty of two states with these events."""
    tables = sound()
    rows = [{"treaty_event_id": mint("te", i), "treaty_id": "tr-00000", "position": i, "stage": "effective",
             "source_article_id": mint("ar", 0), "actor_id": RU} | event for i, event in enumerate(events, 1)]  # fmt: skip
    about = {"treaty_id": "tr-00000", "short_name": "T", "title": "T", "treaty_kind": "bilateral"}
    tables["treaties"] = frame(contract()["treaties"], [about | {"checked_through": date(2024, 1, 1)}])
    parties = [{"treaty_id": "tr-00000", "actor_id": actor} for actor in (RU, US)]
    tables["treaty_parties"] = frame(contract()["treaty_parties"], parties)
    tables["treaty_events"] = frame(contract()["treaty_events"], rows)
    return tables


def test_a_state_acts_only_while_its_row_is_open() -> None:
    """Nothing before it joins, nothing after it left, and an announced signature opens no row."""
    signed = {"event": "signed"} | when("happened", "2020-01-01")
    left = {"event": "withdrawal_effective"} | when("happened", "2021-01-01")
    late = {"event": "participation_suspended"} | when("happened", "2022-01-01")
    assert broken(treaty(signed, left), "state-without-row") == 0
    assert broken(treaty(signed, left, late), "state-without-row") == 1
    assert broken(treaty(late), "state-without-row") == 1
    assert broken(treaty(signed | {"stage": "announced"}, left), "state-without-row") >= 1
    assert broken(treaty(signed, left, signed | when("happened", "2021-06-01"), late), "state-without-row") == 0


def test_terms_point_to_terms() -> None:
    """Every link of the code book leads from a code to a code."""
    tables = sound()
    codes = set(zip(tables["terms"]["vocabulary"], tables["terms"]["code"], strict=True))
    links = tables["term_links"]
    for ends in (("vocabulary", "code"), ("target_vocabulary", "target_code")):
        assert set(zip(links[ends[0]], links[ends[1]], strict=True)) <= codes


def ledger(*rows: tuple[str, str | None, str]) -> Tables:
    """A ledger: version, day of publication (None: working), last day of the data."""
    stages = [
        {"version": version, "release_stage": "published" if on else "working",
         "released_on": date.fromisoformat(on) if on else None, "data_through": date.fromisoformat(through)}
        for version, on, through in rows
    ]  # fmt: skip
    return sound() | {"releases": frame(contract()["releases"], stages)}


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([("0.9.0", "2021-05-01", "2021-05-01"), ("0.10.0", "2021-06-01", "2021-06-01")], 0),
        ([("0.9.0", "2021-06-01", "2021-05-01"), ("0.10.0", "2021-05-01", "2021-06-01")], 1),
        ([("0.9.0", "2021-05-01", "2021-06-01"), ("0.10.0", "2021-06-01", "2021-05-01")], 1),
        ([("0.9.0", None, "2021-05-01"), ("0.10.0", "2021-06-01", "2021-06-01")], 1),
        ([("0.9.0", "2021-05-01", "2021-05-01"), ("0.10.0", None, "2021-06-01")], 0),
    ],
    ids=["in order", "came out earlier", "data end earlier", "working in between", "working last"],
)
def test_versions_rise_together(rows: list[tuple[str, str | None, str]], wrong: int) -> None:
    """Numbers (as numbers), days of publication and last days of the data rise together."""
    assert broken(ledger(*rows), "versions-out-of-order") == wrong


def test_retired_ids_lead_in_no_circle() -> None:
    """A chain of replacements ends at an id in use; each member of a circle is named."""

    def retired(**ahead: str) -> Tables:
        rows = [
            {"old_id": f"st-{old}", "table_name": "statements", "reason": "merged", "replaced_by": new,
             "since_version": "0.1.0"}
            for old, new in ahead.items()
        ]  # fmt: skip
        return sound() | {"retired_ids": frame(contract()["retired_ids"], rows)}

    assert broken(retired(aaaaa="st-bbbbb", bbbbb=mint("st", 0)), "retirement-loop") == 0
    assert broken(retired(aaaaa="st-bbbbb", bbbbb="st-aaaaa", ccccc="st-aaaaa"), "retirement-loop") == 2
    assert (
        broken(edit(retired(aaaaa=mint("st", 0)), "retired_ids", 0, table_name="anchors"), "retired-from-nowhere") == 1
    )
