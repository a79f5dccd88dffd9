"""The version policy, one simulated change per rule: what it is classified as, what it takes, and what is refused."""

from itertools import product

import pyarrow as pa
import pytest
from editions import (
    BASE,
    FIRST,
    NEXT,
    Edit,
    Held,
    both,
    cell,
    compared,
    edited,
    fewer_columns,
    footer,
    gone,
    more_columns,
    new_table,
    no_table,
    row,
    schema,
    tombstone,
    without,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from world import RU, US, mint

from communique.diffing import diff, policy
from communique.reading.errors import ReleaseError

ST0, ST1, AR0, PE0 = (mint(prefix, n) for prefix, n in (("st", 0), ("st", 1), ("ar", 0), ("pe", 0)))
TERM = {"vocabulary": "act", "code": "sing", "label": "Sing"}

CHANGES: dict[str, tuple[Edit, str, policy.Bump]] = {
    "a table removed": (no_table("treaty_findings"), "table-removed", "major"),
    "a column removed": (fewer_columns("articles", "dateline_place"), "column-removed", "major"),
    "a computed column removed": (fewer_columns("claims", "n_roots"), "column-removed", "major"),
    "a type narrowed": (schema("articles", "text_bytes", type=pa.string()), "type-changed", "major"),
    "a required column made optional": (schema("actors", "name", nullable=True), "made-optional", "major"),
    "another key": (footer("treaty_status", primary_key="treaty_id"), "key-changed", "major"),
    "a column out of the hash": (schema("actors", "notes", {"hashed": None}), "hash-scope-changed", "major"),
    "another subject, so another record": (
        footer("statement_actors", room="actors"), "hash-scope-changed", "major"),
    "another licence": (footer("releases", licence="CC0-1.0"), "licence-changed", "major"),
    "a vocabulary value removed": (without("terms", "code", "recounted_self"), "vocabulary-value-removed", "major"),
    "a table added": (new_table("more_findings", "treaty_findings"), "table-added", "minor"),
    "a column added": (more_columns("articles", "section"), "column-added", "minor"),
    "a type widened": (schema("articles", "text_chars", type=pa.int64()), "type-widened", "minor"),
    "an optional column made required": (schema("statements", "key_phrase", nullable=False), "made-required", "minor"),
    "a column that refers elsewhere": (
        schema("proposals", "treaty_id", {"references": "channels.channel_id"}), "meaning-changed", "minor"),
    "a vocabulary value added": (row("terms", **TERM), "vocabulary-value-added", "minor"),
    "a row added": (row("statements", statement_id="st-zzzzz"), "row-added", "minor"),
    "an event added": (row("proposal_events", event_id="pe-zzzzz", position=2), "row-added", "minor"),
    "a row without an id removed": (without("term_links", "code", "puts_forward"), "row-removed", "minor"),
    "a row retired": (both(gone(ST1, "statements"), tombstone(ST1, "statements")), "entity-retired", "minor"),
    "a claim-bearing code changed": (cell("statements", "act", "refuse"), "claim-changed", "minor"),
    "a statement of another article": (cell("statements", "article_id", mint("ar", 2)), "claim-changed", "minor"),
    "the order of a log changed": (cell("proposal_events", "position", 7), "claim-changed", "minor"),
    "a speaker added": (
        row("statement_actors", statement_id=ST0, role="speaker", actor_id=US), "child-added", "minor"),
    "evidence removed": (without("event_evidence", "statement_id", ST1), "child-removed", "minor"),
    "a linked row added": (
        row("codings", coder_id="co-00000", article_id=AR0, char_start=1, char_end=9, field="act", value="ask"),
        "child-added", "minor"),
    "a nested row changed": (cell("anchors", "char_end", 60), "child-changed", "minor"),
    "our words changed": (cell("statements", "paraphrase", "It is not so."), "reworded", "patch"),
    "a code defined otherwise": (cell("terms", "definition", "Otherwise."), "claim-changed", "minor"),
    "a crosswalk corrected": (cell("terms", "cameo", "012", 1), "reworded", "patch"),
    "an order for showing only": (cell("statements", "position", 9), "order-changed", "patch"),
    "a tombstone that leads elsewhere": (
        cell("retired_ids", "replaced_by", ST0), "tombstone-repointed", "patch"),
    "a description reworded": (schema("actors", "name", {"description": "Otherwise."}), "description-changed", "patch"),
    "a computed cell changed": (cell("proposals", "status", "agreed"), "computed", "none"),
    "a computed row removed": (without("proposal_status", "fold", "per_us"), "computed", "none"),
    "the ledger's notes": (cell("releases", "notes", "Another version."), "ledger", "none"),
    "the ledger's reasons": (
        row("release_reasons", version=NEXT, subject="statements", change_reason="recoded"), "ledger", "none"),
}  # fmt: skip
"""Change -> edit, the rule that must classify it, the bump it takes. No two touch the same cell or column."""

REFUSED: dict[str, tuple[Edit, str]] = {
    "a row gone": (gone(ST1, "statements"), "entity-gone"),
    "an event gone": (gone(PE0, "proposal_events"), "entity-gone"),
    "a table of rows gone": (no_table("coders"), "entity-gone"),
    "an id in another table": (
        both(gone(ST1, "statements"), row("articles", article_id=ST1)), "id-moved"),
    "a retired id back": (row("statements", statement_id="st-0d000"), "retired-id-in-use"),
    "a tombstone of a row still there": (tombstone(ST1, "statements"), "retired-id-in-use"),
    "a tombstone gone": (without("retired_ids", "old_id", "st-0d000"), "tombstone-gone"),
    "the table of tombstones gone": (no_table("retired_ids"), "tombstone-gone"),
    "a published hash altered": (cell("retired_ids", "last_record_sha256", "1" * 64), "tombstone-altered"),
    "a published version altered": (cell("retired_ids", "since_version", "1.2.0"), "tombstone-altered"),
    "a tombstone of nothing": (tombstone("st-zzzzz", "statements"), "tombstone-of-nothing"),
    "a tombstone of another table": (
        both(gone(ST1, "statements"), tombstone(ST1, "statements", table_name="articles")), "tombstone-wrong-table"),
    "a tombstone of another version": (
        both(gone(ST1, "statements"), tombstone(ST1, "statements", since_version="1.0.0")), "tombstone-wrong-version"),
    "a tombstone with another hash": (
        both(gone(ST1, "statements"), tombstone(ST1, "statements", last_record_sha256="2" * 64)),
        "tombstone-wrong-hash"),
    "a tombstone without a hash": (
        both(gone(ST1, "statements"), tombstone(ST1, "statements", last_record_sha256=None)), "tombstone-wrong-hash"),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_is_classified(case: str) -> None:
    """Its rule, its bump and nothing refused; the lowest version it takes passes, the one below does not."""
    edit, rule, bump = CHANGES[case]
    found = compared(edit)
    assert rule in found.rules
    assert found.bump == policy.RULES[rule].bump == bump
    assert found.refusals == ()
    assert found.required(FIRST) == {"major": "2.0.0", "minor": "1.3.0", "patch": "1.2.4", "none": "1.2.4"}[bump]


@pytest.mark.parametrize("case", REFUSED)
def test_a_breach_is_refused(case: str) -> None:
    """Refused by the rule that says so, however high the version, with a way out."""
    edit, code = REFUSED[case]
    found = compared(edit)
    assert code in {refusal.code for refusal in found.refusals}
    assert all(refusal.code in policy.REFUSALS and refusal.fix for refusal in found.refusals)


def test_every_rule_is_proven() -> None:
    """Each rule of the policy and each refusal has a simulated change, here or in a test of its own."""
    elsewhere = {"data-through-moved", "tombstone-added"}  # test_diffing; with every retired row
    assert set(policy.RULES) == {rule for _, rule, _ in CHANGES.values()} | elsewhere
    assert set(policy.REFUSALS) == {code for _, code in REFUSED.values()} | {"version-not-higher", "version-too-low"}


@pytest.mark.parametrize(
    ("case", "declared", "code"),
    [
        ("a column removed", "1.9.9", "version-too-low"),
        ("a claim-bearing code changed", "1.2.9", "version-too-low"),
        ("our words changed", "1.2.3", "version-not-higher"),
        ("our words changed", "1.2.4", None),
        ("a claim-bearing code changed", "1.3.0", None),
        ("a column removed", "2.0.0", None),
        ("a computed cell changed", "1.2.3", "version-not-higher"),
        ("a computed cell changed", "1.2.4", None),
        ("a row added", "1.1.0", "version-not-higher"),
    ],
)
def test_a_version_too_low_is_refused(case: str, declared: str, code: str | None) -> None:
    """Lower than the changes take, or no higher than the last one; the lowest allowed passes."""
    found = compared(CHANGES[case][0], version=declared)
    assert [refusal.code for refusal in found.refusals] == ([code] if code else [])


def test_a_table_renamed_is_a_change_of_schema_and_loses_no_id() -> None:
    """The ids live on under the new name: major, but not refused."""
    found = compared(new_table("hands", "coders"), no_table("coders"))
    assert (found.bump, found.refusals) == ("major", ())


def test_a_tombstone_between_two_compared_versions_was_judged_then() -> None:
    """Across several releases a row may come and go in one between; its tombstone is not held against the first."""
    between = both(
        row("releases", version="1.5.0"),
        gone(ST1, "statements"),
        tombstone(ST1, "statements", since_version="1.5.0", last_record_sha256="3" * 64),
        tombstone("st-c0mes", "statements", since_version="1.5.0"),
    )
    assert compared(between).refusals == ()
    assert {row.id for row in compared(between).retired} == {ST1}


def test_a_retired_row_takes_its_nested_rows_with_it() -> None:
    """Each is told: the row, its tombstone, and what was nested in it."""
    found = compared(CHANGES["a row retired"][0])
    assert found.rules == {"entity-retired": 1, "tombstone-added": 1, "child-removed": 3}
    assert [(row.id, row.table, row.reason) for row in found.retired] == [(ST1, "statements", "duplicate")]


def test_a_changed_key_is_a_row_less_and_a_row_more() -> None:
    """Rows without ids are known by their key alone."""
    found = compared(cell("statement_actors", "actor_id", RU, row=3))
    assert [(row.kind, row.rule) for row in found.rows] == [("added", "child-added"), ("removed", "child-removed")]


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(sorted(CHANGES)), max_size=6))
def test_a_union_of_changes_takes_the_strictest_of_their_bumps(cases: set[str]) -> None:
    """Nothing is lost, and nothing is made worse, when changes come together; what is the same differs in nothing."""
    edits = [CHANGES[case][0] for case in sorted(cases, key=_tables_last)]
    found = compared(*edits)
    assert found.bump == min((CHANGES[case][2] for case in cases), key=policy.BUMPS.index, default="none")
    assert {CHANGES[case][1] for case in cases} <= set(found.rules)
    assert found.refusals == ()
    itself = diff(edited(*edits), edited(*edits))
    assert (bool(itself), itself.bump, itself.refusals, itself.rules) == (False, "none", (), {})


def _tables_last(case: str) -> tuple[bool, str]:
    """Whole tables go and rows are retired after single cells have been edited, so that rows keep their places."""
    return case in ("a table removed", "a row retired"), case


@settings(max_examples=50, deadline=None)
@given(st.tuples(*[st.integers(0, 3)] * 3), st.sampled_from(policy.BUMPS))
def test_the_required_version_is_higher_and_the_lowest(numbers: tuple[int, int, int], bump: policy.Bump) -> None:
    """Of all versions in which a number of that rank or a higher one was raised, it is the first."""
    previous = ".".join(map(str, numbers))
    rank = {"major": 1, "minor": 2, "patch": 3, "none": 3}[bump]
    allowed = [v for v in product(range(6), repeat=3) if v[:rank] > numbers[:rank]]
    assert policy.parsed(policy.raised(previous, bump)) == min(allowed)
    assert policy.raised(previous, bump, differs=False) == previous


def test_what_is_no_version_is_said() -> None:
    """A named error, not a bare one."""
    with pytest.raises(ReleaseError, match=r"'1\.2' is no version; write it as"):
        diff(Held(BASE), Held(BASE)).required("1.2")
