"""schema.org JSON-LD of a page, for those who read pages by machine."""

from typing import Any

from ..citing import AUTHOR
from .page import Ask, Page

KINDS = {"statement": "Claim", "claim": "Claim", "actor": "Thing", "treaty": "Legislation", "encounter": "Event",
         "channel": "Organization"}  # fmt: skip
"""Page -> what it is about; the rest are works."""
WORKS = ("CreativeWork", "Claim", "Legislation")
"""Types that can be part of a dataset and be credited; of any other the page's dataset is the subject."""


def jsonld(ask: Ask, shown: Page, cite: dict[str, Any]) -> dict[str, Any]:
    """The dataset on pages of the whole; on a row's page the thing it is about, as part of the dataset.

    A working build has no name of its own that anything could be found under, so none is given.
    """
    dataset = _dataset(ask)
    if not ask.key or shown.kind == "compare":
        return {"@context": "https://schema.org", **dataset}
    about, kind = ask.served.about, KINDS.get(shown.kind, "CreativeWork")
    work = kind in WORKS
    return {
        "@context": "https://schema.org", "@type": kind, "name": shown.title,
        **({} if about.working else {"identifier": f"urn:communique:{about.version}:{ask.key}"}),
        **({"creditText": cite["text"]} if work else {}), "isPartOf" if work else "subjectOf": dataset,
    }  # fmt: skip


def _dataset(ask: Ask) -> dict[str, Any]:
    about = ask.served.about
    names = [] if about.working else [f"urn:communique:{about.version}"]
    names += [f"dataset1:{about.dataset1}"] if about.dataset1 else []
    return {
        "@type": "Dataset", "name": about.title, "version": about.version, "isAccessibleForFree": True,
        "license": "https://creativecommons.org/licenses/by/4.0/" if about.licence == "CC-BY-4.0" else about.licence,
        **({"identifier": names} if names else {}),
        "creator": {"@type": "Organization", "name": AUTHOR},
        "description": "Who said and proposed what to whom between Russia and the United States on strategic stability, "
        f"by whose account, with what became of it. Data through {about.data_through}.",
        **({"datePublished": about.released_on} if about.released_on and not about.working else {}),
    }  # fmt: skip
