"""The hard facts of the five anchored texts come out right."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from communique.problems import Problem
from communique.tables import Tables

TASS, URDUPOINT, GERMAN, IANS, MENAFN = (
    "552685f68ac672a1", "88ba5a6f9b24b454", "c3c6136b832743cd", "9ae8c888066cca8f", "6172a01c34cfa938",
)  # fmt: skip
LAVROV, MINISTRY, XINHUA = "ac-3e5vs", "ac-7bf1r", "ac-ak3ah"
FIRST_BYTES = {  # size of each text in bytes, by which its article is found
    TASS: 3405, URDUPOINT: 3750, GERMAN: 2334, IANS: 2901, MENAFN: 3142,
}  # fmt: skip


def article(tables: Tables, text: str) -> "pd.Series[Any]":
    """The anchored article coded from one text."""
    rows = tables["articles"]
    return rows[rows["text_bytes"] == FIRST_BYTES[text]].iloc[0]


def statements(tables: Tables, text: str) -> pd.DataFrame:
    """Statements of one anchored article, in order."""
    rows = tables["statements"]
    return rows[rows["article_id"] == article(tables, text)["article_id"]].sort_values("position")


def actors(tables: Tables, statement_id: str, role: str) -> set[str]:
    """Who has a role in a statement."""
    rows = tables["statement_actors"]
    return set(rows.loc[(rows["statement_id"] == statement_id) & (rows["role"] == role), "actor_id"])


def test_nothing_is_wrong(problems: list[Problem]) -> None:
    """No rule is broken anywhere in the dataset."""
    assert [str(p) for p in problems if p.level == "error"] == []


def test_year_of_the_tass_story(tables: Tables) -> None:
    """26 December without a year: a Tuesday with Tillerson in office, so 2017, by inference from the page."""
    published = article(tables, TASS)
    assert (published["published_date"], published["published_certainty"]) == (date(2017, 12, 26), "inferred_internal")


def test_two_tellings_in_the_tass_story(tables: Tables) -> None:
    """The ministry tells of the call of the 26th; Lavrov himself of his talks of the 7th."""
    rows = statements(tables, TASS)
    told = {
        (tuple(actors(tables, s, "account")), str(d))
        for s, d in zip(rows["statement_id"], rows["said_date"], strict=True)
    }
    assert told == {((MINISTRY,), "2017-12-26"), ((LAVROV,), "2017-12-07")}


def test_day_of_the_kremlin_briefing(tables: Tables) -> None:
    """The undated page speaks of a Tuesday: 8 April 2025, fixed by other pages that the basis names."""
    rows = statements(tables, MENAFN)
    briefing = rows[rows["said_date"] == date(2025, 4, 8)]
    assert len(briefing) >= 4
    assert set(briefing["said_certainty"]) == {"inferred_external"}
    assert briefing["said_basis"].str.contains("ar-").all()


def test_one_interview_behind_two_languages(tables: Tables) -> None:
    """The English and the German page share the interview, claims, and therefore roots."""
    english, german = statements(tables, URDUPOINT), statements(tables, GERMAN)
    shared = set(english["claim_id"].dropna()) & set(german["claim_id"].dropna())
    assert len(shared) >= 4
    claims = tables["claims"].set_index("claim_id")
    mechanism = english.loc[english["claim_id"].isin(shared) & (english["act"] == "propose"), "claim_id"]
    assert (claims.loc[mechanism, "n_languages"] >= 2).all()
    both = [set(rows.loc[rows["account_kind"] == "self", "root"]) for rows in (english, german)]
    assert both[0] & both[1], "one telling, one root"


def test_said_on_the_call_told_on_television(tables: Tables) -> None:
    """What Lavrov told Pompeo was said on 17 April and told on the 25th; the rest was said on the 25th itself."""
    rows = pd.concat([statements(tables, URDUPOINT), statements(tables, GERMAN)])
    recounted = rows[rows["delivery"] == "recounted_self"]
    assert set(recounted["said_date"]) == {date(2020, 4, 17)}
    assert set(recounted["told_date"]) == {date(2020, 4, 25)}
    assert len(rows[(rows["delivery"] == "first_hand") & (rows["said_date"] == date(2020, 4, 25))]) >= 3


def test_the_ministry_speaks_last(tables: Tables) -> None:
    """The last sentence of the UrduPoint story is the ministry's own, not the minister's."""
    last = statements(tables, URDUPOINT).iloc[-1]["statement_id"]
    assert actors(tables, last, "speaker") == actors(tables, last, "account") == {MINISTRY}


def test_collapsed_is_the_wires_word(tables: Tables) -> None:
    """Open Skies had not collapsed on 4 February 2021, and the word is laid to the wire, not to a minister."""
    ours = statements(tables, IANS)["statement_id"]
    rows = tables["treaty_findings"].merge(tables["treaties"][["treaty_id", "short_name"]], on="treaty_id")
    rows = rows[rows["statement_id"].isin(ours) & (rows["asserted_status"] == "collapsed")]
    told = set(rows[["short_name", "finding", "attributed_to_id"]].itertuples(index=False, name=None))
    assert told == {("INF Treaty", "agrees", XINHUA), ("Open Skies Treaty", "disagrees", XINHUA)}
    assert set(rows["on_date"]) == {date(2021, 2, 4)}


def test_repeated_body_counts_once(tables: Tables) -> None:
    """Each sentence that the MENAFN page prints twice is one statement with a repeat."""
    ours = statements(tables, MENAFN)["statement_id"]
    spans = tables["anchors"][tables["anchors"]["statement_id"].isin(ours)]
    primary, repeat = (spans[spans["anchor_role"] == role] for role in ("primary", "repeat"))
    assert primary["span_norm_sha256"].is_unique
    assert len(repeat) >= 7
    printed_again = repeat.merge(spans[spans["anchor_role"] != "repeat"], on=["statement_id", "span_norm_sha256"])
    assert len(printed_again) == len(repeat)


def test_two_proposals_in_one_sentence(tables: Tables) -> None:
    """The reminder of 4 February 2021 names two joint statements: one statement, two proposals."""
    rows = tables["statement_proposals"].merge(statements(tables, IANS)[["statement_id", "act"]], on="statement_id")
    reminded = rows[(rows["act"] == "propose") & (rows["relation"] == "reiterates")]
    assert sorted(reminded["proposal_id"]) == ["pr-0nfb7", "pr-jhekp"]


def test_he_in_turn_is_lavrov(tables: Tables) -> None:
    """The pronoun goes with the sentence before, not with the nearest name."""
    rows = statements(tables, IANS)
    asked = rows.loc[rows["act"] == "request", "statement_id"].item()
    assert actors(tables, asked, "speaker") == {LAVROV}


def test_every_article_is_coded_by_more_than_one_hand(tables: Tables) -> None:
    """Each of the five texts has two codings or more, and no statement of theirs stayed single."""
    counted = tables["codings"].groupby("article_id")["coder_id"].nunique()
    five = [article(tables, text)["article_id"] for text in FIRST_BYTES]
    assert (counted.reindex(five) >= 2).all()
    ours = tables["statements"][tables["statements"]["article_id"].isin(five)]
    assert set(ours["review_level"]) <= {"double", "adjudicated"}


@pytest.mark.parametrize(("text", "count"), [(TASS, 5), (URDUPOINT, 7), (GERMAN, 9), (IANS, 11), (MENAFN, 7)], ids=str)
def test_statements_per_text(tables: Tables, text: str, count: int) -> None:
    """How many statements each text holds: a change here is a change of coding."""
    assert len(statements(tables, text)) == count
