"""JSON Schema of the record files, so that an editor completes and checks a record while it is typed.

One schema per kind of record file (draft 2020-12): a file holds one record or a list of records; what nests in a
record nests in its schema; a date is a mapping; a child with one written field is that value alone. It says what a
record may look like; whether ids lead anywhere and dates agree is for ``communique check``.
"""

import json
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from .. import terms
from ..columns import id_pattern
from ..spec import ColumnSpec, TableSpec, children, roots
from . import Specs, target

Schema = dict[str, Any]
FOLDER = "schema/json"
HANDLE = "@[A-Za-z0-9]+([-_][A-Za-z0-9]+)*"
"""A name a curator gives a new record until ``communique fmt`` mints its id."""
_POINT = r"\d{4}(-\d\d(-\d\d)?)?[?~%]?"
_EDTF = rf"^({_POINT}|\[{_POINT}\.\.({_POINT})?\]|\[\.\.{_POINT}\]|{_POINT}/{_POINT})$"
_FREE = r"^[^\s=+@-]"
"""How a text may begin: no white space, nothing a spreadsheet would run."""


def schemas(specs: Specs) -> dict[str, Schema]:
    """JSON Schema of each kind of record file, by table name."""
    return {spec.name: _file(spec, specs) for spec in roots(dict(specs))}


def file_name(table: str) -> str:
    """Path of a table's schema from the repository's root."""
    return f"{FOLDER}/{table}.schema.json"


def editor_settings(specs: Specs) -> Schema:
    """Settings of VS Code's YAML extension: which schema checks which record files."""
    tables = [spec.name for spec in roots(dict(specs))]
    return {"yaml.schemas": {f"./{file_name(t)}": [f"dataset/{t}.yml", f"dataset/{t}/*.yml"] for t in tables}}


def modeline(file: PurePosixPath, table: str) -> str:
    """First line that tells any editor with a YAML language server the schema of a record file.

    ``file`` is the record file's path from the repository's root.
    """
    up = "../" * (len(file.parts) - 1)
    return f"# yaml-language-server: $schema={up}{file_name(table)}"


def text(schema: Schema) -> str:
    """A schema as it is written to a file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _file(spec: TableSpec, specs: Specs) -> Schema:
    definitions: dict[str, Schema] = {}
    _define(spec, specs, definitions)
    record = {"$ref": f"#/$defs/{spec.name}"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"communique: {spec.name}",
        "description": f"A record, or a list of records. {spec.doc}",
        "type": ["object", "array"],
        # Not anyOf: a mistake inside a record would be reported as "neither a record nor a list".
        "if": {"type": "array"},
        "then": {"items": record},
        "else": record,
        "$defs": dict(sorted(definitions.items())),
    }


def _define(spec: TableSpec, specs: Specs, definitions: dict[str, Schema]) -> None:
    """Adds the record of a table, and of all that nests in it, to ``definitions``."""
    written = [c for c in spec.columns.values() if c.written]
    below = children(spec.name, dict(specs))
    if spec.nested and len(written) == 1 and not below:
        definitions[spec.name] = {"description": spec.doc} | _value(written[0], specs, definitions)
        return
    fields: dict[str, Schema] = {}
    for column in written:
        if column.group is None:
            fields[column.name] = _value(column, specs, definitions)
        else:
            fields.setdefault(column.group, _date(column.group, spec, specs, definitions))
    required = [c.name for c in written if _required(c)] + [group for group, null in spec.groups.items() if not null]
    for child in below:
        _define(child, specs, definitions)
        fields[str(child.nested)] = {
            "description": child.doc, "type": "array", "items": {"$ref": f"#/$defs/{child.name}"},
        }  # fmt: skip
    definitions[spec.name] = _object(spec.doc, fields, [name for name in fields if name in required])


def _required(column: ColumnSpec) -> bool:
    return column.origin == "record" and not column.nullable and column.default is None and column.group is None


def _object(doc: str, fields: dict[str, Schema], required: list[str]) -> Schema:
    return {
        "description": doc,
        "type": "object",
        "properties": fields,
        "required": required,
        "additionalProperties": False,
    }


def _date(group: str, spec: TableSpec, specs: Specs, definitions: dict[str, Schema]) -> Schema:
    """The nested mapping of a date group: what is claimed, how it is known, and why."""
    parts = {c.field: c for c in spec.columns.values() if c.group == group and c.written}
    doc = parts["edtf"].doc.partition(" Extended Date/Time Format")[0]
    fields = {name: _value(column, specs, definitions) for name, column in parts.items()}
    return _object(doc, fields, ["edtf", "certainty"])


def _value(column: ColumnSpec, specs: Specs, definitions: dict[str, Schema]) -> Schema:
    said: Schema = {"title": column.title, "description": column.doc}
    if column.vocabulary:
        definitions.setdefault(f"code-{column.vocabulary}", _codes(column.vocabulary))
        return said | {"$ref": f"#/$defs/code-{column.vocabulary}"}
    if column.kind == "bool":
        return said | {"type": "boolean"} | ({"default": column.default} if column.default is not None else {})
    if column.kind == "int32":
        least = 0 if column.minimum is None else column.minimum
        return said | {"type": "integer", "minimum": least, "maximum": column.maximum or 2**31 - 1}
    if column.kind == "date32":
        return said | {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
    if column.edtf:  # an editor reads a bare year as a number
        return said | {"type": ["string", "integer"], "pattern": _EDTF, "minimum": 1000, "maximum": 9999}
    return said | _text(column, specs)


def _text(column: ColumnSpec, specs: Specs) -> Schema:
    """A text: an id or a handle for one, a text of a fixed form, or free text."""
    prefix = target(column, specs).prefix if column.fk else column.prefix
    if prefix:
        grammar = id_pattern(prefix).removeprefix("^").removesuffix("$")
        return {"type": "string", "pattern": f"^({HANDLE}|{grammar})$"}
    limits = {} if column.max_length is None else {"maxLength": column.max_length}
    return {"type": "string", "pattern": column.pattern or _FREE} | limits


@cache
def _definitions(vocabulary: str) -> dict[str, str]:
    return {row["code"]: _definition(row) for row in terms.rows()["terms"] if row["vocabulary"] == vocabulary}


def _definition(row: dict[str, Any]) -> str:
    example = f"\n\n*Fits:* {row['example_fits']}" if "example_fits" in row else ""
    return f"**{row['label']}**: {row['definition']}{example}"


def _codes(vocabulary: str) -> Schema:
    """One code of a vocabulary; editors show each code's definition beside it."""
    meant = _definitions(vocabulary)
    return {
        "type": "string",
        "enum": list(meant),
        "markdownEnumDescriptions": list(meant.values()),
    }
