"""``metadata/datacite.json``: the record a DOI is registered with (DataCite 4.5)."""

from collections.abc import Mapping
from typing import Any

from .about import About, Listed

SCHEMA = "http://datacite.org/schema/kernel-4"


def datacite(about: About, files: Mapping[str, Listed]) -> dict[str, Any]:
    """The record. The schema asks for no DOI: a version without one leaves it out and is known by its content hash.

    ``files`` lists the tables by path, for size. The publisher is the project, for no archive is known beforehand.
    """
    rights = {
        "rights": about.licence_name,
        "rightsUri": about.licence_url,
        "rightsIdentifier": about.licence,
        "rightsIdentifierScheme": "SPDX",
        "schemeUri": "https://spdx.org/licenses/",
    }
    return {
        **({"doi": about.doi} if about.doi else {}),
        "types": {"resourceType": "Dataset", "resourceTypeGeneral": "Dataset"},
        "creators": [{"name": author, "nameType": "Organizational"} for author in about.authors],
        "titles": [{"title": about.title, "lang": "en"}],
        "publisher": {"name": about.authors[0]},
        "publicationYear": about.year,
        "subjects": [{"subject": keyword} for keyword in about.keywords],
        "dates": [{"date": about.released_on, "dateType": "Issued"}],
        "language": "en",
        "alternateIdentifiers": [
            {"alternateIdentifier": about.dataset1, "alternateIdentifierType": "dataset1 (SHA-256)"}
        ],
        "sizes": [f"{len(files)} files", f"{sum(file.size for file in files.values())} bytes"],
        "formats": ["application/vnd.apache.parquet", "text/csv"],
        "version": about.version,
        "rightsList": [rights],
        "descriptions": [
            {"description": about.description, "descriptionType": "Abstract", "lang": "en"},
            *([{"description": about.notes, "descriptionType": "Other", "lang": "en"}] if about.notes else []),
        ],
        "schemaVersion": SCHEMA,
    }
