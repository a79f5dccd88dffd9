"""``datapackage.json``: the CSV mirror described column by column, with every key (Data Package 2.0).

The resources are the CSV files, for readers of the standard check sizes and whole numbers of CSV, not of Parquet; the
Parquet file of the same table stands beside each as ``parquet``, a property of our own.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from communique_schema.projections import Specs, target
from communique_schema.projections.views import views
from communique_schema.spec import ColumnSpec, Kind, TableSpec

from .about import About, Listed

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DIALECT = {"header": True, "delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}
_TYPES: dict[Kind, dict[str, Any]] = {
    "text": {"type": "string"},
    "int32": {"type": "integer"},
    "bool": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "date32": {"type": "date"},
}


def datapackage(
    tables: Mapping[str, pa.Table], specs: Specs, about: About, files: Mapping[str, Listed]
) -> dict[str, Any]:
    """The package: a resource per table and joined view. ``files`` lists the CSV and Parquet files by path."""
    labels = _labels(tables["terms"])
    resources = [_resource(spec, specs, labels, files, "tables") for spec in specs.values()]
    resources += [_resource(view.spec, specs, labels, files, "joined") for view in views(specs).values()]
    return {
        "$schema": PROFILE,
        "name": "communique",
        "id": about.identifier,
        "title": about.title,
        "description": about.description,
        "version": about.version,
        "created": f"{about.released_on}T00:00:00Z",
        "licenses": [{"name": about.licence, "title": about.licence_name, "path": about.licence_url}],
        "contributors": [{"title": author, "roles": ["author"]} for author in about.authors],
        "keywords": list(about.keywords),
        "data_through": about.data_through,
        "dataset1": about.dataset1,
        "resources": resources,
    }


def _labels(terms: pa.Table) -> dict[str, dict[str, str]]:
    """Vocabulary -> code -> what a reader sees, in the code book's order."""
    labels: dict[str, dict[str, str]] = {}
    for row in terms.select(["vocabulary", "position", "code", "label"]).sort_by("position").to_pylist():
        labels.setdefault(row["vocabulary"], {})[row["code"]] = row["label"]
    return labels


def _resource(
    spec: TableSpec, specs: Specs, labels: Mapping[str, Mapping[str, str]], files: Mapping[str, Listed], folder: str
) -> dict[str, Any]:
    mirror, parquet = files[f"csv/{spec.name}.csv"], files[f"{folder}/{spec.name}.parquet"]
    return {
        "name": spec.name,
        "type": "table",
        "title": spec.name.replace("_", " ").capitalize(),
        "description": spec.doc,
        "path": mirror.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": mirror.size,
        "hash": f"sha256:{mirror.sha256}",
        "parquet": {"path": parquet.path, "bytes": parquet.size, "hash": f"sha256:{parquet.sha256}"},
        "dialect": DIALECT,
        "schema": _schema(spec, specs, labels),
    }


def _schema(spec: TableSpec, specs: Specs, labels: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    keys = list(_foreign_keys(spec, specs))
    return {
        "fields": [_field(column, spec, labels) for column in spec.columns.values()],
        "missingValues": [""],
        "primaryKey": list(spec.primary_key),
        **({"foreignKeys": keys} if keys else {}),
    }


def _foreign_keys(spec: TableSpec, specs: Specs) -> Iterable[dict[str, Any]]:
    for column in spec.columns.values():
        if column.fk:
            # The standard names a table's own rows by leaving the resource out.
            resource = {} if column.fk == spec.name else {"resource": column.fk}
            yield {"fields": [column.name], "reference": {**resource, "fields": [target(column, specs).name]}}


def _field(column: ColumnSpec, spec: TableSpec, labels: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    said = {"name": column.name, **_TYPES[column.kind], "title": column.title, "description": column.doc}
    limits: dict[str, Any] = {"required": not column.nullable}
    if spec.primary_key == (column.name,):
        limits["unique"] = True
    if column.pattern:
        # A pattern of the standard holds of the whole value, so the anchors would be characters to look for.
        limits["pattern"] = column.pattern.removeprefix("^").removesuffix("$")
    bounds = {"minimum": column.minimum, "maximum": column.maximum, "maxLength": column.max_length}
    limits |= {name: bound for name, bound in bounds.items() if bound is not None}
    if column.vocabulary:
        codes = labels[column.vocabulary]
        said["categories"] = [{"value": code, "label": label} for code, label in codes.items()]
        limits["enum"] = list(codes)
    return {**said, "constraints": limits, "origin": column.origin, "rights": column.rights}
