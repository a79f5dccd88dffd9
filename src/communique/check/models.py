"""pandera's verdict on one table, in our own words."""

import difflib
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pandera.errors

from communique_schema import terms
from communique_schema.pandas_alone import pandas_alone
from communique_schema.spec import TableSpec

Failure = tuple[int, str, str, str, str]


def model_failures(spec: TableSpec, df: pd.DataFrame) -> Iterator[Failure]:
    """Row, column, code, message and fix of every value its pandera model refuses."""
    try:
        with pandas_alone():
            spec.model.to_schema().validate(df, lazy=True)
    except pandera.errors.SchemaErrors as error:
        for case in error.failure_cases.to_dict("records"):
            yield _failure(spec, case)


def _failure(spec: TableSpec, case: dict[str, Any]) -> Failure:
    column = spec.columns.get(str(case["column"]))
    row = -1 if case["index"] is None or pd.isna(case["index"]) else int(case["index"])
    check, value = str(case["check"]), case["failure_case"]
    if column is None:
        return row, "", "table-shape", f"the table {spec.name} is off: {check} {value}", "this is a defect of the build"
    name = column.name
    if check == "not_nullable":
        return row, name, "missing-field", f"{column.field} is missing", f"add it: {column.doc}"
    if check.startswith("isin") and column.vocabulary:
        codes = terms.codes(column.vocabulary)
        near = difflib.get_close_matches(str(value), codes, 1)
        fix = f"did you mean {near[0]!r}?" if near else "one of: " + ", ".join(codes)
        return row, name, "unknown-code", f"{value!r} is no {column.vocabulary} of the code book", fix
    if check.startswith("str_matches"):
        return row, name, "bad-form", f"{value!r} does not have the form of this field", column.doc
    if check.startswith("str_length"):
        message = f"{len(str(value))} characters; at most {column.max_length}"
        return row, name, "too-long", message, "shorten it"
    return row, name, "bad-value", f"{value!r} breaks {check}", column.doc
