"""schema.org JSON-LD of a page, for those who read pages by machine."""

from typing import Any

from .page import Ask, Page

KINDS = {"statement": "Claim", "claim": "Claim", "actor": "Thing", "treaty": "Legislation", "encounter": "Event",
         "article": "CreativeWork", "proposal": "CreativeWork", "channel": "Organization"}  # fmt: skip


def jsonld(ask: Ask, shown: Page, cite: dict[str, Any]) -> dict[str, Any]:
    """The dataset on pages of the whole; on a row's page the thing it is about, as part of the dataset."""
    about = ask.served.about
    dataset = {
        "@type": "Dataset", "name": about.title, "version": about.version, "isAccessibleForFree": True,
        "license": "https://creativecommons.org/licenses/by/4.0/" if about.licence == "CC-BY-4.0" else about.licence,
        "identifier": [f"urn:communique:{about.version}", *([f"dataset1:{about.dataset1}"] if about.dataset1 else [])],
        "creator": {"@type": "Organization", "name": "The communique contributors"},
        "description": f"Who said and proposed what to whom between Russia and the United States on strategic stability, "
        f"by whose account, with what became of it. Data through {about.data_through}.",
    }  # fmt: skip
    if about.released_on and not about.working:
        dataset["datePublished"] = about.released_on
    if not ask.key:
        return {"@context": "https://schema.org", **dataset}
    return {
        "@context": "https://schema.org", "@type": KINDS.get(shown.kind, "CreativeWork"), "name": shown.title,
        "identifier": f"urn:communique:{about.version}:{ask.key}", "creditText": cite["text"],
        "isPartOf" if KINDS.get(shown.kind) in ("CreativeWork", "Claim", "Legislation") else "subjectOf": dataset,
    }  # fmt: skip
