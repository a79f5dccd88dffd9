"""``CITATION.cff``: how to cite the release, for repositories and reference managers (Citation File Format 1.2.0)."""

import yaml

from .about import About


def cff(about: About) -> str:
    """The file as YAML; days are quoted texts, as the format's own schema wants them."""
    doi = [{"type": "doi", "value": about.doi, "description": "This version."}] if about.doi else []
    hashed = {"type": "other", "value": f"dataset1:{about.dataset1}", "description": "Content hash of this version."}
    said = {
        "cff-version": "1.2.0",
        "message": "Cite the version, and the id of each row you rely on.",
        "type": "dataset",
        "title": about.title,
        "authors": [{"name": author} for author in about.authors],
        "version": about.version,
        "date-released": about.released_on,
        **({"doi": about.doi} if about.doi else {}),
        "identifiers": [*doi, hashed],
        "license": about.licence,
        "keywords": list(about.keywords),
        "abstract": about.description,
    }
    return str(yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=120))
