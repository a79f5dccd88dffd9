"""Everything in a release folder but its tables and hashes, in one place: which document comes from which writer."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from communique_schema.projections import Specs

from ..citing import ReleaseAbout, release_citation
from ..content import as_text
from ..reading.selection import prose, selection
from .about import About, listed
from .annotations import annotations
from .cff import cff
from .croissant import croissant
from .csvs import csv_of
from .datacite import datacite
from .datapackage import datapackage
from .readme import readme
from .rights import reuse, rights
from .schema_org import schema_org

CITATIONS = {"bib": "bibtex", "ris": "ris", "csl.json": "csl"}
"""End of a citation file's name -> its style."""


def documents(
    tables: Mapping[str, pa.Table],
    joined: Mapping[str, pa.Table],
    specs: Specs,
    about: About,
    files: Mapping[str, bytes],
    licences: Mapping[str, str],
    provenance: Mapping[str, Any],
) -> dict[str, bytes]:
    """Path -> bytes of every document of a release; the same input gives the same bytes, anywhere and at any time.

    ``tables`` and ``joined`` are the tables and views as written to Parquet, by name; ``files`` what stands in the folder
    already (path -> bytes: Parquet files, CONTENT.json, recompute.py); ``licences`` the licence texts by file name
    (``CC-BY-4.0.txt``); ``provenance`` what :func:`~communique.release.provenance.provenance` says.
    """
    mirror = {f"csv/{name}.csv": csv_of(table) for name, table in {**tables, **joined}.items()}
    data = {path: content for path, content in files.items() if path.endswith(".parquet")}
    held = listed(data | mirror)
    cited = _citations(about)
    texts = {
        "README.md": readme(tables, specs, about, cited["text"]),
        "RIGHTS.md": rights(about),
        "REUSE.toml": reuse(about),
        "CITATION.cff": cff(about),
        "PROVENANCE.json": as_text(provenance),
        "annotations.jsonl": annotations(tables, about.licence_url),
        "croissant.json": as_text(croissant(specs, about, held, cited["text"], prose(selection(tables)))),
        "datapackage.json": as_text(datapackage(tables, specs, about, held)),
        "metadata/datacite.json": as_text(datacite(about, held)),
        "metadata/schema-org.jsonld": as_text(schema_org(tables, specs, about, held, cited["text"])),
        **{f"metadata/citation.{end}": cited[style] for end, style in CITATIONS.items()},
        **{f"LICENSES/{name}": text for name, text in licences.items()},
    }
    return mirror | {path: text.encode() for path, text in texts.items()}


def _citations(about: About) -> dict[str, str]:
    """Style -> citation of the release, each ended by a line feed but the text."""
    names = ("title", "version", "licence", "data_through", "released_on", "doi", "dataset1")
    of = ReleaseAbout(**{name: getattr(about, name) for name in names})
    written = {style: release_citation(of, style) for style in CITATIONS.values()}
    return {
        "text": release_citation(of),
        **{s: text if text.endswith("\n") else f"{text}\n" for s, text in written.items()},
    }
