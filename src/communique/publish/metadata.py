"""What Datasette shows of the database besides its rows."""

import json
from collections.abc import Mapping
from typing import Any

from communique_schema.projections import Specs
from communique_schema.projections.views import views
from communique_schema.spec import TableSpec

START = "Begin with the views proposals_joined, statements_joined and events_joined: names beside ids, a row per thing."


def datasette_metadata(specs: Specs, release: Mapping[str, str]) -> str:
    """``metadata.json`` (Datasette 0.65): titles, licence, and the description of every table and column."""
    about = {
        **release_described(release),
        "databases": {"communique": {"description": START, "tables": tables_described(specs)}},
    }
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"


def release_described(release: Mapping[str, str]) -> dict[str, Any]:
    """A release as Datasette's pages name it: ``title``, ``description``, ``license``."""
    extent = f"Version {release['version']}, data through {release['data_through']}."
    return {
        "title": release["title"],
        "description": f"{extent} Cite as: {release['citation']}",
        "license": release["licence"],
    }


def tables_described(specs: Specs) -> dict[str, dict[str, Any]]:
    """Table or joined view -> its ``description``, ``label_column`` and ``columns``.

    No default facets: they are slow on large tables and break on columns that are not JSON.
    """
    return {spec.name: _table(spec) for spec in (*specs.values(), *(v.spec for v in views(specs).values()))}


def _table(spec: TableSpec) -> dict[str, Any]:
    label = {"label_column": spec.label} if spec.label in spec.columns else {}
    columns = {c.name: f"{c.title}. {c.doc}" for c in spec.columns.values()}
    return {"description": spec.doc, **label, "columns": columns}
