"""``croissant.json``: the Parquet files with their fields and links, for machine-learning tools (Croissant 1.1)."""

from collections.abc import Iterable, Mapping, Set
from typing import Any

from communique_schema.projections import Specs, target
from communique_schema.projections.views import views
from communique_schema.spec import ColumnSpec, Kind, TableSpec

from .about import About, Listed

Links = Set[tuple[str, str]]
CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
PARQUET = "application/x-parquet"
"""The only media type under which the standard's own reader opens Parquet."""
_TYPES: dict[Kind, str] = {"text": "sc:Text", "int32": "sc:Integer", "bool": "sc:Boolean", "date32": "sc:Date"}
_OF_CROISSANT = (
    "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileObject",
    "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5",
    "parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate", "separator",
    "source", "subField", "transform",
)  # fmt: skip
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    **{name: f"cr:{name}" for name in _OF_CROISSANT},
}
"""The standard's terms: schema.org's, and its own under ``cr``."""


def croissant(specs: Specs, about: About, files: Mapping[str, Listed], cite_as: str, biases: str) -> dict[str, Any]:
    """The dataset: a file and a record set per table and joined view.

    ``files`` lists the Parquet files by path, ``cite_as`` is the citation in one line, ``biases`` the statement of
    selection bias.
    """
    homes = [(spec, f"tables/{spec.name}.parquet") for spec in specs.values()]
    homes += [(view.spec, f"joined/{view.spec.name}.parquet") for view in views(specs).values()]
    links = forward(spec for spec, _ in homes)
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "@id": about.identifier,
        "conformsTo": CONFORMS_TO,
        "name": "communique",
        "alternateName": about.title,
        "description": about.description,
        "version": about.version,
        "license": about.licence_url,
        "url": about.identifier,
        "datePublished": about.released_on,
        "creator": [{"@type": "sc:Organization", "name": author} for author in about.authors],
        "keywords": list(about.keywords),
        "citeAs": cite_as,
        "rai:dataBiases": biases,
        "distribution": [_file(files[path]) for _, path in homes],
        "recordSet": [_records(spec, specs, path, links) for spec, path in homes],
    }


def forward(described: Iterable[TableSpec]) -> set[tuple[str, str]]:
    """(table, foreign key) of every reference that closes no circle of tables.

    The standard's reader joins along references and cannot read a record set whose references lead back to it; of a
    circle the reference met last, in reading order, goes unsaid here. ``datapackage.json`` has all.
    """
    above: dict[str, set[str]] = {}
    kept = set()
    for spec in described:
        for column in spec.columns.values():
            if column.fk and spec.name not in _reached(column.fk, above):
                above.setdefault(spec.name, set()).add(column.fk)
                kept.add((spec.name, column.name))
    return kept


def _reached(table: str, above: Mapping[str, set[str]]) -> set[str]:
    """The table and all that its references lead to."""
    found, waiting = set(), {table}
    while waiting:
        found |= waiting
        waiting = {name for one in waiting for name in above.get(one, ())} - found
    return found


def _file(file: Listed) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.size} B",
        "encodingFormat": PARQUET,
        "sha256": file.sha256,
    }


def _records(spec: TableSpec, specs: Specs, path: str, links: Links) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": spec.name,
        "name": spec.name,
        "description": spec.doc,
        "key": [{"@id": f"{spec.name}/{name}"} for name in spec.primary_key],
        "field": [_field(column, spec, specs, path, links) for column in spec.columns.values()],
    }


def _field(column: ColumnSpec, spec: TableSpec, specs: Specs, path: str, links: Links) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{spec.name}/{column.name}",
        "name": column.name,
        "description": f"{column.title}. {column.doc}",
        "dataType": _TYPES[column.kind],
        "source": {"fileObject": {"@id": path}, "extract": {"column": column.name}},
    }
    if (spec.name, column.name) in links:
        said["references"] = {"field": {"@id": f"{column.fk}/{target(column, specs).name}"}}
    return said
