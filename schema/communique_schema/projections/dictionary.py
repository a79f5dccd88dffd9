"""The data dictionary: every room, table, column and code, in Markdown."""

from collections.abc import Iterable, Iterator

from .. import terms
from ..columns import RIGHTS
from ..spec import ColumnSpec, Kind, TableSpec
from . import Specs, target
from .views import views

ORIGINS = {
    "record": "written in a record",
    "filled": "computed from a text at hand by `communique fmt` and kept in the record",
    "order": "the place in the record's list",
    "parent": "the record it is nested in",
    "derived": "computed at every build",
}
_TYPES: dict[Kind, str] = {"text": "text", "int32": "whole number", "bool": "yes or no", "date32": "day"}
_HEAD = ("column", "type", "null", "key", "values", "origin", "change", "rights", "meaning")


def dictionary(specs: Specs) -> str:
    """The whole dictionary as one Markdown document."""
    parts = ["# Data dictionary", *_opening(specs)]
    for room in dict.fromkeys(spec.room for spec in specs.values()):
        parts.append(f"## Room: {room}")
        for spec in specs.values():
            if spec.room == room:
                parts += _table(spec, specs)
    parts.append("## Joined views")
    parts.append("Views of the database, and files in `joined/`: names beside ids, lists of names joined by `; `.")
    for view in views(specs).values():
        parts += _table(view.spec, specs)
    parts += ["## Vocabularies", *_vocabularies(specs)]
    return "\n\n".join(parts) + "\n"


def _opening(specs: Specs) -> Iterator[str]:
    yield "Generated from `schema/communique_schema` by `make docs`; do not edit."
    yield (
        f"{len(specs)} tables. Offsets are code points of the article's UTF-8 text, from 0, end exclusive. "
        "No text is empty: what is absent is null."
    )
    yield (
        "Where a value comes from (*origin*): "
        + "; ".join(f"**{name}**, {what}" for name, what in ORIGINS.items())
        + "."
    )
    yield (
        "What a changed cell takes (*change*): **minor**, a claim changed; **patch**, a correction of wording or "
        "bibliography; nothing, where the value is computed or only an order to show rows in. Cells with either word "
        "enter the hash of their row."
    )
    yield "Whose it is (*rights*): " + "; ".join(f"**{name}**, {what}" for name, what in RIGHTS.items()) + "."


def _table(spec: TableSpec, specs: Specs) -> Iterator[str]:
    yield f"### {spec.name}"
    yield spec.doc
    key = f"Key: {', '.join(f'`{name}`' for name in spec.primary_key)}."
    if spec.nested:
        yield f"{key} Nested in a record of [{spec.parent}](#{spec.parent}) as `{spec.nested}`."
    else:
        yield f"{key} Computed." if spec.derived else key
    rows = [_HEAD, tuple("---" for _ in _HEAD), *(_column(column, spec, specs) for column in spec.columns.values())]
    yield "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _column(column: ColumnSpec, spec: TableSpec, specs: Specs) -> tuple[str, ...]:
    kind = "EDTF" if column.edtf else _TYPES[column.kind]
    links = ["primary"] if column.name in spec.primary_key else []
    if column.fk:
        links.append(f"[{column.fk}](#{column.fk}).{target(column, specs).name}")
    cells = (
        f"`{column.name}`", kind, "yes" if column.nullable else "no", ", ".join(links), _values(column),
        column.origin, _change(column), column.rights, f"**{_escaped(column.title)}.** {_escaped(column.doc)}",
    )  # fmt: skip
    return cells


def _change(column: ColumnSpec) -> str:
    """The version step that a change of a cell takes at least."""
    if not column.hashed:
        return ""
    return "minor" if column.claim else "patch"


def _values(column: ColumnSpec) -> str:
    if column.vocabulary:
        return f"[{column.vocabulary}](#{anchor(column.vocabulary)})"
    said = []
    if column.pattern and not column.fk:
        said.append(f"`{_escaped(column.pattern)}`")
    if column.minimum is not None:
        said.append(f"from {column.minimum}")
    if column.maximum is not None:
        said.append(f"to {column.maximum}")
    if column.max_length is not None:
        said.append(f"at most {column.max_length} characters")
    if column.default is not None:
        said.append(f"left out: {'yes' if column.default else 'no'}")
    return ", ".join(said)


def anchor(vocabulary: str) -> str:
    """Link target of a vocabulary's heading."""
    return f"vocabulary-{vocabulary}"


def _vocabularies(specs: Specs) -> Iterator[str]:
    used: dict[str, list[str]] = {}
    for spec in specs.values():
        for column in spec.columns.values():
            if column.vocabulary:
                used.setdefault(column.vocabulary, []).append(f"`{spec.name}.{column.name}`")
    rows = terms.rows()["terms"]
    for vocabulary in terms.vocabularies():
        yield f"### Vocabulary: {vocabulary}"
        yield f"Used by {', '.join(used.get(vocabulary, ['no column']))}."
        yield "\n".join(_codes(row for row in rows if row["vocabulary"] == vocabulary))


def _codes(rows: Iterable[dict[str, str]]) -> Iterator[str]:
    yield "| code | label | definition | fits | does not fit |"
    yield "| --- | --- | --- | --- | --- |"
    for row in rows:
        cells = (row.get(name, "") for name in ("label", "definition", "example_fits", "example_fails"))
        yield f"| `{row['code']}` | {' | '.join(_escaped(cell) for cell in cells)} |"


def _escaped(text: str) -> str:
    return text.replace("|", r"\|").replace("<", "&lt;").replace("\n", " ")
