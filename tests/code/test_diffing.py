"""What changed between two releases: found cell by cell, told with its evidence, the same from folders and in JSON."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from editions import (
    BASE,
    LOGS,
    NEXT,
    Edit,
    Edition,
    Held,
    both,
    cell,
    compared,
    edition,
    fewer_columns,
    gone,
    no_table,
    row,
    tombstone,
    without,
    written,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from test_version_policy import CHANGES, REFUSED
from world import both as told_by_both
from world import mint

import communique
from communique.cli.diff import command
from communique.cli.settings import Settings
from communique.diffing import Diff, diff, notes
from communique.diffing.model import Stand
from communique.reading.errors import ReleaseError

ST0, ST1, PR1 = mint("st", 0), mint("st", 1), mint("pr", 1)
AGREED = ("agreed", None, "2021-05-01", told_by_both("2021-05-02"))
EDITED: Edit = both(
    row("releases", version=NEXT, notes="A *second* look."),
    row("release_reasons", version=NEXT, subject=ST0, change_reason="coding_error", note="The wrong act."),
    row("release_reasons", version=NEXT, subject="terms.cameo", change_reason="reworded", note=None),
    row("statements", statement_id="st-zzzzz", paraphrase="It will be so."),
    cell("statements", "act", "refuse"),
    cell("statements", "key_phrase", "not_so"),
    cell("terms", "cameo", "Otherwise."),
    row("terms", vocabulary="act", code="sing", label="Sing"),
    row("anchors", statement_id=mint("st", 2), char_start=100, char_end=120),
    gone(ST1, "statements"),
    tombstone(ST1, "statements", replaced_by=ST0, note="The same words."),
)
TEXT = """\
communique 1.2.3 to 9.0.0: The changes take a minor version: 1.3.0 or higher.
Data through 2022-01-01.

What decides the version
  1 vocabulary value added
  1 row added
  1 row retired with a tombstone
  1 tombstone added
  1 row with a claim-bearing cell changed
  1 nested or linked row added
  3 nested or linked rows removed

Added
  statements: 1
    It will be so. (st-zzzzz)

Corrected
  It is so. (st-00000)
    act: inform → refuse
    key_phrase: none → “not_so”
    Reason: coding error: The wrong act.

Reworded
  terms account_kind.counterpart_by_other_side
    cameo: none → “Otherwise.”
    Reason: reworded

Re-anchored
  It is so. (st-00002)
    anchors: code points 100 to 120 added

Retracted
  It is so. (st-00001)
    duplicate; st-00000 stands for it now. The same words.

Tables, columns and vocabularies
  act.sing: vocabulary value added (Sing)

Computed anew, and the ledger
  release_reasons: 2 added
  releases: 1 added"""
MARKDOWN = """\
# Changes in 1.3.0 since 1.2.3

The changes take a minor version: 1.3.0 or higher.

Data through 2022-06-01 (was 2022-01-01).

## What decides the version

- 5 rows added
- 8 nested or linked rows added

## Added

- `articles`: 2
  - **A page** (ar-00003)
  - **A page** (ar-00004)
- `proposal_events`: 1
  - agreed (pe-00002) of **Count the buoys** (pr-00001)
- `statements`: 2
  - **It is so.** (st-00003)
  - **It is so.** (st-00004)

## Proposals that moved

- **Count the buoys** (pr-00001): proposed since 2021-03-01 → agreed since 2021-05-01
  - By the accounts of Russia alone: not yet known → agreed since 2021-05-01
  - By the accounts of the United States alone: proposed since 2021-03-01 → agreed since 2021-05-01
  - Agreed, 2021-05-01 (new): agreed
    - Russia, own account: It is so. (The Wire, 2021-05-02, st-00003)
    - United States, own account: It is so. (The Wire, 2021-05-02, st-00004)

## Computed anew, and the ledger

- `proposal_status`: 5 added, 5 changed
- `proposals`: 1 changed
- `releases`: 1 changed
"""


@pytest.fixture(scope="module")
def later() -> Edition:
    """The next edition as it would be built: a proposal was agreed, and the data reach further."""
    return edition(LOGS | {"Count the buoys": [*LOGS["Count the buoys"], AGREED]}, "2022-06-01", "1.3.0")


# What is found


@pytest.mark.parametrize(
    ("table", "column", "before", "after", "claim"),
    [
        ("statements", "paraphrase", "It is so.", "It is not so.", False),
        ("statements", "paraphrase", "It is so.", None, False),
        ("statements", "key_phrase", None, "so", False),
        ("statements", "reiterates", False, True, True),
        ("statements", "position", 1, 2, False),
        ("articles", "accessed_on", date(2025, 1, 1), date(2025, 1, 2), False),
        ("articles", "accessed_on", date(2025, 1, 1), None, False),
        ("articles", "text_bytes", None, 0, False),
        ("actors", "single_seat", None, False, True),
        ("statements", "said_date", date(2021, 2, 4), date(2021, 2, 5), False),
    ],
)
def test_a_cell_of_every_kind_is_found(table: str, column: str, before: Any, after: Any, claim: bool) -> None:
    """Text, number, yes or no and day, from null and to null: before, after, and nothing else."""
    found = compared(cell(table, column, after))
    derived = column == "said_date"
    assert [
        (r.table, r.kind, [(c.column, c.before, c.after, c.claim, c.derived) for c in r.cells]) for r in found.rows
    ] == [(table, "changed", [(column, before, after, claim, derived)])]


def test_rows_are_matched_by_key_wherever_they_stand() -> None:
    """The order of a file says nothing; keys of several columns and of several types match."""

    def turned(tables: Edition) -> None:
        for name, table in tables.items():
            tables[name] = table.take(pa.array(range(table.num_rows), pa.int64())[::-1])

    assert not compared(turned)
    moved = compared(turned, cell("anchors", "char_start", 11))
    assert [(change.kind, change.key) for change in moved.rows] == [("removed", (ST0, 10)), ("added", (ST0, 11))]


def test_rows_added_and_removed_carry_their_values() -> None:
    """What came and what went can be read off, without nulls."""
    found = compared(without("event_evidence", "statement_id", ST1), row("statements", statement_id="st-zzzzz"))
    gone_, new = found.rows
    assert gone_.row == {"event_id": mint("pe", 0), "statement_id": ST1}
    assert (new.label, new.row["act"], "key_phrase" in new.row) == ("It is so.", "inform", False)


def test_reasons_stand_beside_what_they_are_given_for() -> None:
    """By id, table.column or table, of the new release's own version only."""
    found = compared(
        row("release_reasons", version=NEXT, subject=ST0, change_reason="coding_error"),
        row("release_reasons", version=NEXT, subject="articles.title", change_reason="new_source"),
        row("release_reasons", version=NEXT, subject="term_links", change_reason="model_changed"),
        row("release_reasons", version="1.0.0", subject="actors", change_reason="recoded"),
        cell("statement_actors", "mention", "he"),
        cell("articles", "title", "Another page"),
        cell("actors", "name", "Another"),
        without("term_links", "code", "puts_forward"),
    )
    said = {row.table: [reason.change_reason for reason in row.reasons] for row in found.rows}
    assert said == {"statement_actors": ["coding_error"], "articles": ["new_source"], "term_links": ["model_changed"],
                    "actors": [], "release_reasons": []}  # fmt: skip
    assert [reason.subject for reason in found.reasons] == ["articles.title", ST0, "term_links"]


# Proposals that moved


def test_a_moved_proposal_has_its_evidence(later: Edition) -> None:
    """Status of every fold before and after, the new step of the log, and whose accounts carry it."""
    found = diff(Held(BASE), Held(later))
    assert [moved.proposal_id for moved in found.moved] == [PR1]
    asked, agreed = (
        Stand(status, date(2021, month, 1), one_sided=False) for status, month in (("proposed", 3), ("agreed", 5))
    )
    assert found.moved[0].folds == {"headline": (asked, agreed), "per_ru": (None, agreed), "per_us": (asked, agreed)}
    (step,) = found.moved[0].steps
    assert (step.change, step.event, [s["accounts"] for s in step.statements]) == (
        "added", "agreed", [["Russia"], ["United States"]])  # fmt: skip
    back = diff(Held(later), Held(BASE)).moved[0]
    assert (back.folds["headline"], back.steps[0].change) == ((agreed, asked), "removed")
    assert "data-through-moved" in found.rules


def test_a_proposal_may_move_because_time_passed() -> None:
    """A deadline lapsed: no step of the log is named, only how far the data reach now; a patch, for no word changed."""
    deadline = {"deadline_edtf": "2022-03-01", "deadline_certainty": "explicit"}
    found = diff(Held(edition(**deadline)), Held(edition(through="2022-06-01", version="1.2.4", **deadline)))
    assert [(m.folds["headline"][1].status, m.steps, m.statements) for m in found.moved if m.folds["headline"][1]] == [
        ("lapsed", (), ()), ("lapsed", (), ())]  # fmt: skip
    assert (found.bump, found.refusals) == ("patch", ())
    assert "No step of its log changed: the data now reach to 2022-06-01" in found.as_text()


def test_a_proposal_may_move_because_a_statement_behind_it_changed() -> None:
    """The day its page came out: the statements are named."""
    found = compared(cell("articles", "published_edtf", "2021-02-05"), cell("proposal_status", "status", "agreed"))
    assert [(moved.steps, moved.statements) for moved in found.moved] == [((), (ST0,))]


def test_evidence_that_went_is_a_step_changed() -> None:
    """The event stands, its evidence does not."""
    found = compared(without("event_evidence", "statement_id", ST1), cell("proposal_status", "one_sided", True))
    (step,) = found.moved[0].steps
    assert (step.change, [told["statement_id"] for told in step.statements]) == ("changed", [ST0])


# How it is told


def test_the_text_of_a_diff() -> None:
    """What decides first; rows by their names, values before and after, reasons, what stands for a retired row."""
    assert compared(EDITED).as_text() == TEXT


def test_the_markdown_of_a_diff(later: Edition) -> None:
    """The notes of a release, with each proposal that moved, on which evidence, by whose accounts."""
    found = diff(Held(BASE), Held(later))
    assert found.as_markdown() == MARKDOWN
    assert notes(found, Held(later)) == MARKDOWN


def test_words_of_the_data_are_no_markup() -> None:
    """A star in a note stays one; the ledger's own note opens the page."""
    said = compared(EDITED, cell("statements", "paraphrase", "It is *not* [so].")).as_markdown()
    assert "\nA \\*second\\* look.\n" in said
    assert "- **It is \\*not\\* \\[so\\].** (st-00000)" in said


def test_long_lists_are_counted_and_refusals_come_first() -> None:
    """At most so many lines of a kind; the rest is a number, and JSON has all."""
    found = compared(
        *(row("actors", actor_id=mint("ac", n), name=f"Actor {n}") for n in range(30)), gone(ST1, "statements")
    )
    lines = found.as_text(cap=3).splitlines()
    assert lines[3].startswith("Refused")
    assert f"statements: {ST1}: it is gone and has no tombstone" in lines[4]
    assert lines.count("    and 27 more") == 1
    assert len(found.as_dict()["rows"]["actors"]["added"]) == 30


def test_a_first_release_tells_what_it_holds(later: Edition) -> None:
    """There is nothing to compare it with: its tables, and where every proposal stands."""
    said = notes(None, Held(later))
    assert said.startswith(
        "# What 1.3.0 holds\n\nThe first release; there is none to compare it with. Data through 2022-06-01."
    )
    assert "| `statements` | 5 | One speaker set" in said
    assert "- **Count the buoys** (pr-00001): agreed since 2021-05-01\n" in said


def test_a_diff_looks_like_a_small_table() -> None:
    """In a notebook too; what the data say is escaped."""
    found = compared(cell("statements", "act", "refuse"), gone("co-00000", "coders"), version="1.2.3")
    assert repr(found).splitlines()[1:3] == ["  1 row removed", "  1 row with a claim-bearing cell changed"]
    assert "<td>1 row removed</td><td>minor</td>" in found._repr_html_()
    assert "<td>refused</td>" in found._repr_html_()
    assert (repr(compared()), bool(compared())) == ("communique 1.2.3 to 9.0.0: Nothing differs.", False)


# Laws

WORLD: dict[str, Edit] = {
    **{case: edit for case, (edit, _, _) in CHANGES.items()},
    **{case: edit for case, (edit, _) in REFUSED.items() if "table" not in case},
    "no statements": no_table("statements"),
    "no terms": no_table("terms"),
    "no actors": lambda tables: tables.update(actors=tables["actors"].slice(0, 0)),
    "no titles": fewer_columns("proposals", "title"),
    "moved": cell("proposal_status", "status", "agreed"),
}


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(sorted(WORLD)), max_size=5), st.sets(st.sampled_from(sorted(WORLD)), max_size=3))
def test_any_two_editions_can_be_compared(one: set[str], other: set[str]) -> None:
    """However odd, also backwards: it is said, in JSON and in words, and twice the same."""
    held = [Held(_as_far_as_it_goes(cases), NEXT) for cases in (one, other)]
    found = diff(*held)
    said = json.dumps(found.as_dict())
    assert json.dumps(diff(*held).as_dict()) == said
    assert json.loads(said)["bump"] == found.bump
    assert (found.as_text().splitlines()[0].endswith("Nothing differs.")) is not bool(found)
    assert found.as_markdown().startswith("# Changes in 9.0.0")


def _as_far_as_it_goes(cases: set[str]) -> Edition:
    tables = dict(BASE)
    for case in sorted(cases):
        trial = dict(tables)
        try:
            WORLD[case](trial)
        except (KeyError, IndexError, ValueError):  # an edit of what another took away
            continue
        tables = trial
    return tables


# Where releases are


def test_folders_datasets_and_paths_give_one_answer(
    tmp_path: Path, later: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path, a text, a version at hand, an open dataset: the same document, wherever they lie."""
    a, b = written(tmp_path / "dist" / "1.2.3", BASE), written(tmp_path / "dist" / "1.3.0", later)
    said = diff(Held(BASE), Held(later)).as_dict()
    assert diff(a, str(b)).as_dict() == said
    assert communique.load(a).diff(communique.load(b).as_of("2021-06-01")).as_dict() == said
    monkeypatch.chdir(tmp_path)
    assert communique.diff("1.2.3", "1.3.0").as_dict() == said
    with pytest.raises(ReleaseError, match=r"version 7\.0\.0 is not at hand"):
        diff("7.0.0", b)
    with pytest.raises(ReleaseError, match="no such folder"):
        diff(a, tmp_path / "nowhere")


def test_the_command_shows_a_diff(tmp_path: Path, later: Edition, capsys: pytest.CaptureFixture[str]) -> None:
    """As text, as Markdown and as JSON."""
    ends = [str(written(tmp_path / name, tables)) for name, tables in (("one", BASE), ("two", later))]
    found: Diff = diff(*ends)
    shown = {}
    for option in (None, "--markdown", "--json"):
        command.main([*ends, *([option] if option else [])], standalone_mode=False, obj=Settings())
        shown[option] = capsys.readouterr().out
    assert shown[None] == found.as_text() + "\n"
    assert shown["--markdown"] == MARKDOWN
    assert json.loads(shown["--json"]) == found.as_dict()
