"""Projections: a column added to a model shows up everywhere, and what is generated works where it is used."""

import re
import sqlite3
from contextlib import closing
from pathlib import PurePosixPath
from typing import Any

import jsonschema
import pytest
import yaml

from communique_schema import terms
from communique_schema.columns import EventDate, Text, dated, id_pattern, ref, text
from communique_schema.projections import Specs, dictionary, sql
from communique_schema.projections import jsonschema as editor
from communique_schema.projections.arrow import arrow_schema
from communique_schema.projections.view_sql import create_view
from communique_schema.projections.views import DECLARED, Listed, views
from communique_schema.spec import roots, spec_of
from communique_schema.spec import tables as contract
from communique_schema.statements import Statements


class Sung(Statements):
    """One speaker set performing one act on one target, as one article reports it."""

    melody: Text = text("Melody", "The tune it was sung to.", nullable=True, str_matches=r"^[A-Z]{2}\d*$")
    sung_for_id: Text = ref("actors", "Sung for", "Who was to hear it.", nullable=True)
    rehearsed: EventDate = dated("Rehearsed", "When it was rehearsed.", nullable=True)

    class Config(Statements.Config):
        name = "statements"


@pytest.fixture(scope="module")
def grown() -> Specs:
    """The contract with three columns and a date more."""
    return contract() | {"statements": spec_of(Sung)}


def database(specs: Specs) -> sqlite3.Connection:
    """An empty database of a contract."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("PRAGMA foreign_keys = ON")
    for spec in sql.in_order(specs):
        db.execute(sql.create_table(spec, specs))
        for statement in (*sql.create_indexes(spec), sql.create_full_text(spec)):
            if statement:
                db.execute(statement)
    for view in views(specs).values():
        db.execute(create_view(view, specs))
    return db


def columns(db: sqlite3.Connection, table: str) -> list[str]:
    """Column names of a table or view."""
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def checker(table: str, specs: Specs) -> jsonschema.Draft202012Validator:
    """Validator of a kind of record file."""
    schema = editor.schemas(specs)[table]
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def seen_by_editor(written: str) -> Any:
    """A YAML text as an editor sees it: numbers, true, false and null; days stay texts (YAML 1.2)."""
    tree = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506 (builds text alone)
    return _typed(tree)


def _typed(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _typed(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_typed(value) for value in node]
    if node in ("true", "false"):
        return node == "true"
    return int(node) if re.fullmatch(r"-?\d+", node) else node


def test_a_new_column_is_in_the_arrow_schema(grown: Specs) -> None:
    field = arrow_schema(grown["statements"], grown).field("sung_for_id")
    assert field.metadata == {
        b"claim": b"yes", b"description": b"Who was to hear it.", b"hashed": b"yes", b"origin": b"record",
        b"references": b"actors.actor_id", b"rights": b"own", b"title": b"Sung for",
    }  # fmt: skip
    assert "sung_for_id" in arrow_schema(views(grown)["statements_joined"].spec, grown).names


def test_a_new_column_is_in_the_database(grown: Specs) -> None:
    with closing(database(grown)) as db:
        assert {"melody", "sung_for_id", "rehearsed_edtf"} <= set(columns(db, "statements"))
        assert ("actors", "sung_for_id") in {row[2:4] for row in db.execute("PRAGMA foreign_key_list(statements)")}
        assert "statements_by_sung_for_id_and_said_date" in {
            row[1] for row in db.execute("PRAGMA index_list(statements)")
        }


def test_a_new_column_is_in_the_joined_view_with_the_name_it_points_to(grown: Specs) -> None:
    with closing(database(grown)) as db:
        assert {"melody", "sung_for_id", "sung_for_name"} <= set(columns(db, "statements_joined"))


def test_a_new_column_is_completed_and_checked_in_the_editor(grown: Specs) -> None:
    schema = editor.schemas(grown)["articles"]["$defs"]["statements"]
    assert schema["properties"]["melody"]["pattern"] == r"^[A-Z]{2}\d*$"
    assert set(schema["properties"]["rehearsed"]["properties"]) == {"edtf", "certainty", "basis"}
    assert not {"melody", "sung_for_id", "rehearsed"} & set(schema["required"])


def test_a_new_column_is_in_the_dictionary(grown: Specs) -> None:
    row = next(line for line in dictionary.dictionary(grown).splitlines() if line.startswith("| `sung_for_id`"))
    cells = [cell.strip() for cell in row.strip("|").split(" | ")]
    assert cells[1:4] == ["text", "yes", "[actors](#actors).actor_id"]
    assert cells[-1] == "**Sung for.** Who was to hear it."


def test_the_contract_itself_stays_as_it_was(grown: Specs) -> None:
    assert "melody" in grown["statements"].columns
    assert "melody" not in contract()["statements"].columns


def test_every_table_view_and_index_can_be_created() -> None:
    with closing(database(contract())) as db:
        for name, spec in contract().items():
            assert columns(db, name) == list(spec.columns)
        for name, view in views(contract()).items():
            assert columns(db, name) == list(view.spec.columns)
            db.execute(f"SELECT * FROM {name}").fetchall()
        strict = dict(db.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"))
        assert all(strict[name] for name in contract())


def test_every_foreign_key_leads_an_index() -> None:
    with closing(database(contract())) as db:
        for name, spec in contract().items():
            leading = {
                db.execute(f"PRAGMA index_info({sql.quoted(row[1])})").fetchone()[2]
                for row in db.execute(f"PRAGMA index_list({name})")
            }
            assert {c.name for c in spec.columns.values() if c.fk} <= leading, name


def test_tables_come_after_those_they_point_to() -> None:
    order = [spec.name for spec in sql.in_order(contract())]
    assert sorted(order) == sorted(contract())
    for name, spec in contract().items():
        for column in spec.columns.values():
            assert column.fk in (None, name) or order.index(str(column.fk)) < order.index(name)


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        (id_pattern("st"), ["st-0a9zx"], ["st-0a9z", "st-0a9zxx", "st-0a9zi", "sx-0a9zx", "ST-0A9ZX"]),
        (r"^[0-9a-f]{64}$", ["0f" * 32], ["0f" * 31, "0f" * 33, "0g" * 32, "0F" * 32]),
        (r"^UTC[+-]\d\d:\d\d$", ["UTC+03:00", "UTC-11:30"], ["UTC03:00", "UTC+3:00", "UTC+03:00 "]),
        (r"^[A-Z]{2}$", ["RU"], ["R", "RUS", "ru"]),
        (r"^Q[1-9]\d*$", ["Q1", "Q159"], ["Q", "Q0", "Q15x", "P15", "Q1 "]),
        (r"^[a-z][a-z_]*$", ["a", "act_secondary"], ["", "_a", "act2", "Act"]),
        (r"^[a-z][a-z0-9_.-]*$", ["a", "rule.v1-2"], ["1a", "a b", ""]),
        (r"^\d+$", ["0", "12"], ["", "1x", "x1"]),
        (r"^st-[0-9a-z]{2}(?:[0-9a-z]{3})?$", ["st-0a", "st-0a1b2"], ["st-0", "st-0a1", "st-0a1b23", "st-0A"]),
    ],
)
def test_patterns_that_sql_can_say_mean_the_same_there(pattern: str, fits: list[str], fails: list[str]) -> None:
    condition = " AND ".join(sql.pattern_checks("x", pattern))
    assert condition
    with closing(sqlite3.connect(":memory:")) as db:
        verdicts = [
            db.execute(f"SELECT {condition} FROM (SELECT ? AS x)", [value]).fetchone()[0] for value in fits + fails
        ]
    assert verdicts == [bool(re.search(pattern, value)) for value in fits + fails]
    assert verdicts == [1] * len(fits) + [0] * len(fails)


@pytest.mark.parametrize(
    "pattern", [r"^https?://\S+$", r"^\d+\.\d+\.\d+$", r"^[a-z]{2,3}(-x)*$", r"[a-z]", r"^a|b$", r"^[^a]+$"]
)
def test_patterns_that_sql_cannot_say_are_left_to_the_check(pattern: str) -> None:
    assert sql.pattern_checks("x", pattern) == []


def test_every_role_and_link_has_its_column_in_a_view() -> None:
    lists = [column for joined in DECLARED for column in joined.lists]
    for table, of, vocabulary in (
        ("statement_actors", "role", "actor_role"),
        ("proposal_parties", "role", "party_role"),
        ("proposal_links", "link", "proposal_link"),
    ):
        shown = [x.only[1] for x in lists if x.table == table and x.only and x.only[0] == of and not x.through]
        assert tuple(shown) == terms.codes(vocabulary)
    assert all(isinstance(x, Listed) for x in lists)


ARTICLE = """
article_id: "@ar-mid-2021"
publisher_id: ac-00001
article_kind: news
source_tier: agency
title: Ministers talk
language: en
url: https://example.org/1
accessed_on: 2026-11-22
published: {edtf: 2021, certainty: explicit}
evidence_level: read
coverage: full
text_bytes: 1200
rights_holder: The wire
relays: [{actor_id: "@ac-wire", relay_role: originator, basis: The page says so}]
statements:
- statement_id: st-00001
  form: indirect
  account_kind: own_side
  delivery: recounted_other
  act: propose
  reiterates: true
  said: {edtf: "[..2021-02-04]", certainty: explicit, weekday: friday}
  told: {edtf: 2021-02-04, certainty: explicit}
  wording: original
  paraphrase: In our own words.
  coder_id: "@co-primary"
  review_level: single
  actors: [{role: speaker, actor_id: ac-00001, resolution: named}]
"""
WRONG = [
    ("article_kind: news", "article_kind: novel", ["article_kind"], "'novel' is not one of"),
    ("title: Ministers talk\n", "", [], "'title' is a required property"),
    ("title: Ministers talk", "titel: x\ntitle: y", [], "'titel' was unexpected"),
    ("publisher_id: ac-00001", "publisher_id: pr-00001", ["publisher_id"], "does not match"),
    ("published: {edtf: 2021,", "published: {edtf: 2021-2,", ["published", "edtf"], "does not match"),
    (", certainty: explicit}\nevidence", "}\nevidence", ["published"], "'certainty' is a required property"),
    ("text_bytes: 1200", "text_bytes: many", ["text_bytes"], "not of type 'integer'"),
    ("text_bytes: 1200", "text_bytes: -1", ["text_bytes"], "less than the minimum"),
    ("reiterates: true", "reiterates: yes", ["statements", 0, "reiterates"], "not of type 'boolean'"),
    ("accessed_on: 2026-11-22", "accessed_on: 22 November", ["accessed_on"], "does not match"),
    ("title: Ministers talk", "title: =SUM(A1)", ["title"], "does not match"),
    ("role: speaker", "role: singer", ["statements", 0, "actors", 0, "role"], "is not one of"),
    ("In our own words.", "x" * 201, ["statements", 0, "paraphrase"], "is too long"),
    ("  coder_id:", "  root: x\n  coder_id:", ["statements", 0], "'root' was unexpected"),
]


def test_a_record_and_a_list_of_records_pass() -> None:
    record = seen_by_editor(ARTICLE)
    validator = checker("articles", contract())
    assert list(validator.iter_errors(record)) == []
    assert list(validator.iter_errors([record, record])) == []


@pytest.mark.parametrize(
    ("right", "wrong", "path", "message"), WRONG, ids=[wrong or "missing" for _, wrong, _, _ in WRONG]
)
def test_a_mistake_is_shown_where_it_stands(right: str, wrong: str, path: list[str | int], message: str) -> None:
    assert right in ARTICLE
    record = seen_by_editor(ARTICLE.replace(right, wrong, 1))
    (error,) = checker("articles", contract()).iter_errors(record)
    assert list(error.absolute_path) == path
    assert message in error.message


def test_evidence_is_a_list_of_plain_ids() -> None:
    evidence = editor.schemas(contract())["proposals"]["$defs"]["event_evidence"]
    assert evidence["type"] == "string"
    assert re.search(evidence["pattern"], "st-00001")
    assert re.search(evidence["pattern"], "@st-r2-1")


def test_every_code_is_described_in_the_editor() -> None:
    for schema in editor.schemas(contract()).values():
        for name, codes in schema["$defs"].items():
            if name.startswith("code-"):
                assert codes["enum"] == list(terms.codes(name.removeprefix("code-")))
                assert len(codes["markdownEnumDescriptions"]) == len(codes["enum"])


def test_editors_find_the_schema_of_every_kind_of_record_file() -> None:
    globs = editor.editor_settings(contract())["yaml.schemas"]
    assert set(globs) == {f"./schema/json/{spec.name}.schema.json" for spec in roots()}
    assert globs["./schema/json/articles.schema.json"] == ["dataset/articles.yml", "dataset/articles/*.yml"]
    line = editor.modeline(PurePosixPath("dataset/articles/x.yml"), "articles")
    assert line == "# yaml-language-server: $schema=../../schema/json/articles.schema.json"


def test_the_dictionary_links_only_to_headings_it_has() -> None:
    written = dictionary.dictionary(contract())
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in written.splitlines()
        if line.startswith("#")
    }
    assert set(re.findall(r"\(#([\w-]+)\)", written)) <= headings
    for vocabulary in terms.vocabularies():
        assert f"### Vocabulary: {vocabulary}" in written
