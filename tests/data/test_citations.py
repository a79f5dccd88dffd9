"""Every row of the real dataset that has an id can be cited in a sentence safe to print."""

import re

import pytest

import communique
from communique import Dataset
from communique.citing import cite, sentence
from communique.pipeline import meta
from communique.publish import publish
from communique.tables import Tables

BROKEN = re.compile(r"None|\bnan\b|<NA>|  |\.\.|,,| ,|\( | \)|\bthe [Tt]he\b|“”|, \.|[\x00-\x1f\u2028\u2029]")
"""Signs of a value that was missing, said twice or joined badly."""
COUNTED = {"statements": 534, "proposals": 20, "proposal_events": 182, "articles": 358}
"""Rows this was written for; there are never fewer."""


@pytest.fixture(scope="module")
def ds(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The dataset published into an empty folder and loaded."""
    return communique.load(publish(tables, tmp_path_factory.mktemp("cited") / "dist", meta(tables)))


def ids(ds: Dataset, table: str) -> list[str]:
    """Ids of a table's rows."""
    listed: list[str] = ds.release.arrow(table).column(0).to_pylist()
    return listed


TABLES = [*COUNTED, "actors", "treaties", "treaty_events", "channels", "channel_events", "encounters", "claims", "conflicts",
          "tenures", "coders"]  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_sentence(ds: Dataset, table: str) -> None:
    """One line, one full stop at its end, nothing missing that shows."""
    told = {key: sentence(ds, key) for key in ids(ds, table)}
    assert len(told) >= COUNTED.get(table, 1)
    assert {key: text for key, text in told.items() if BROKEN.search(text) or not text.endswith(".")} == {}


def test_every_table_with_ids_can_be_cited(ds: Dataset) -> None:
    """No table of the contract is left without a sentence."""
    assert set(TABLES) == {name for name, spec in ds.release.specs.items() if spec.prefix}


def test_no_statement_s_act_goes_without_its_telling(ds: Dataset) -> None:
    """The first words say whose telling it is; nobody's word and no name are said to be so."""
    begins = {
        "self": "In the speaker|According to", "own_side": "According to",
        "joint_by_one_side": "By one side’s account alone, that of ",
        "counterpart_by_other_side": "By the other side’s account and not the speaker(’s|s’) own, that of ",
        "joint_text": "In a joint text", "third_party": "According to",
        "unnamed_source": "According to one or more unnamed sources|One or more unnamed sources",
        "leaked_text": "According to a leaked text", "outlet": "By the bare assertion of .* on nobody’s word",
    }  # fmt: skip
    kinds = ds.release.arrow("statements").select(["statement_id", "account_kind"]).to_pylist()
    wrong = [row for row in kinds if not re.match(begins[row["account_kind"]], sentence(ds, row["statement_id"]))]
    assert wrong == []


def test_the_chain_of_the_call_of_february_2021(ds: Dataset) -> None:
    """The ministry's telling, two wires and a portal stay apart in the sentence about Lavrov's words to Blinken."""
    said, _, cited = cite(ds, "st-5mn4b").partition("\n")
    assert said.startswith(
        "According to the Ministry of Foreign Affairs of the Russian Federation, on the speaker’s own side, as carried by "
        "Xinhua and the Indo-Asian News Service and printed by Daijiworld (5 February 2021), Sergey Lavrov made a proposal "
        "to Antony Blinken on 4 February 2021, in a phone call. "
    )
    assert f"record1 {ds.get('st-5mn4b').sha256}" in cited


def test_before_its_answer_a_proposal_is_not_told_as_fulfilled(ds: Dataset) -> None:
    """As of New Year 2021 the five years of New START were an open offer; the sentence knows nothing of later."""
    told = sentence(ds.as_of("2021-01-01", known_by="2021-01-01"), "pr-1vyp5")
    assert "As of 1 January 2021, by what had been published by then, its status" in told
    assert "fulfilled" not in told
    assert "2021 is “agreed”" not in told
