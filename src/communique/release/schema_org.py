"""``metadata/schema-org.jsonld``: the dataset as search engines read it (schema.org Dataset)."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from communique_schema.projections import Specs

from .about import About, Listed

MEASURED = (
    ("proposals", "status"),
    ("proposal_events", "event"),
    ("statements", "act"),
    ("statements", "account_kind"),
    ("statements", "said_edtf"),
    ("treaty_status", "treaty_status"),
    ("channel_status", "channel_status"),
)
"""Columns named in ``variableMeasured``: what the dataset is asked for."""
FORMATS = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv"}


def schema_org(
    tables: Mapping[str, pa.Table], specs: Specs, about: About, files: Mapping[str, Listed], cite_as: str
) -> dict[str, Any]:
    """The dataset as JSON-LD; ``files`` lists what can be downloaded, ``cite_as`` is the citation in one line.

    ``temporalCoverage`` runs from the first to the last day on which a statement was made, as far as these are known.
    """
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": about.identifier,
        "identifier": [about.identifier, f"dataset1:{about.dataset1}"],
        "name": about.title,
        "alternateName": "communique",
        "description": about.description,
        "version": about.version,
        "datePublished": about.released_on,
        "license": about.licence_url,
        "isAccessibleForFree": True,
        "inLanguage": "en",
        "creator": [{"@type": "Organization", "name": author} for author in about.authors],
        "keywords": list(about.keywords),
        "creditText": cite_as,
        "temporalCoverage": temporal_coverage(tables["statements"]),
        "variableMeasured": [_measured(specs, table, column) for table, column in MEASURED],
        "distribution": [_download(file) for file in files.values()],
    }


def temporal_coverage(statements: pa.Table) -> str:
    """First and last known day on which a statement was made, as an ISO interval; an open end is ``..``."""
    first, last = pc.min(statements.column("said_earliest")).as_py(), pc.max(statements.column("said_latest")).as_py()
    return f"{first or '..'}/{last or '..'}"


def _measured(specs: Specs, table: str, column: str) -> dict[str, str]:
    of = specs[table].columns[column]
    return {"@type": "PropertyValue", "name": f"{table}.{column}", "description": f"{of.title}. {of.doc}"}


def _download(file: Listed) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.size} B",
        "encodingFormat": FORMATS[file.path.rpartition(".")[2]],
        "sha256": file.sha256,
    }
