"""Pages: their title, the road the words took to them, and how near their words are to those of the account."""

from typing import TYPE_CHECKING

from .days import dated, day
from .look import titled
from .plain import language, listed, stopped

if TYPE_CHECKING:
    from ..reading.entities import Record, Row
    from .look import Look

VERBS = {"agency": "carried by", "wire": "carried by", "outlet": "printed by", "translation": "translated by",
         "originator": "first reported by"}  # fmt: skip
"""What each step of the road did; an originator is named only where it is a medium."""
TIERS = {
    "primary": "the account itself",
    "agency": "an agency’s own page",
    "original_reporting": "an outlet’s own page",
    "reprint": "a reprint of what another outlet or agency published",
    "machine_translation": "a machine translation",
}
WORDINGS = {
    "original": "Its words are in the language in which the account was given",
    "official_translation": "Its words are an official translation, not the original",
    "media_translation": "Its words are a media translation, not the original",
    "unknown": "Whether its words are the original or a translation is not known",
}


def carried(look: "Look", page: "Row", tellers: list[str]) -> str:
    """The road from the account to the page, with the day of publication.

    "as carried by Xinhua and IANS and printed by Daijiworld (5 February 2021)". ``tellers`` are the ids of those who
    are named already; what stands before one of them on the road did not carry its word, and its own page is "on its own
    page".
    """
    relays = sorted(look.rows("article_relays", "article_id", [page["article_id"]]), key=lambda row: row["position"])
    begins = max((n for n, relay in enumerate(relays, 1) if relay["actor_id"] in tellers), default=0)
    road = relays[begins:]
    publisher = page["publisher_id"]
    actors = {row["actor_id"]: row for row in look.actors([*(relay["actor_id"] for relay in road), publisher])}
    steps: list[tuple[str, list[str]]] = []
    for relay in road:
        actor = actors[relay["actor_id"]]
        if relay["relay_role"] != "originator" or actor["actor_kind"] == "media":
            _step(steps, VERBS[relay["relay_role"]], actor["said"])
    published = f" ({dated(page['published_edtf'])})"
    if tellers == [publisher] and not steps:
        return f"on its own page{published}"
    if not any(relay["actor_id"] == publisher and relay["relay_role"] != "originator" for relay in road):
        _step(steps, "published by", actors[publisher]["said"])
    return f"as {_spoken(steps)}{published}"


def _spoken(steps: list[tuple[str, list[str]]]) -> str:
    """Carried by A and B and printed by C; with a comma more where "and" would not show what belongs together."""
    parts: list[str] = []
    for n, (verb, names) in enumerate(steps):
        if n and names == steps[n - 1][1]:  # translated and printed by one
            parts[-1] = f"{parts[-1].partition(' by ')[0]} and {verb} {listed(names)}"
        else:
            parts.append(f"{verb} {listed(names)}")
    if len(parts) > 2 and any(" and " in part for part in parts[:-1]):
        return f"{', '.join(parts[:-1])}, and {parts[-1]}"
    return listed(parts)


def _step(steps: list[tuple[str, list[str]]], verb: str, name: str) -> None:
    """One more step; steps of one verb in a row are told together, and nobody twice for one deed."""
    if steps and steps[-1][0] == verb:
        if name not in steps[-1][1]:
            steps[-1][1].append(name)
    else:
        steps.append((verb, [name]))


def described(page: "Row", wording: str) -> str:
    """Title, language and tier of a page, and what its words are to those of the account."""
    tier = page["source_tier"]
    words = (
        "Its words are a machine translation, not the original" if tier == "machine_translation" else WORDINGS[wording]
    )
    return f"The page, {titled(page)}, is {TIERS[tier]}, in {language(page['language'])}. {words}."


def reference(look: "Look", record: "Record", page: "Row") -> str:
    """An article as a bibliography has it, then how communique read it."""
    publisher = look.who([page["publisher_id"]])
    at = f", {page['url']}" if page["url"] else ""
    kind = look.label("article_kind", page["article_kind"])
    read = f"; accessed {day(page['accessed_on'])}" if page["accessed_on"] else ""
    what = f"({language(page['language'])}; {kind}; {TIERS[page['source_tier']]}{read})"
    first = f"{publisher}, {titled(page)}, {dated(page['published_edtf'])}{at} {what}"
    relays = [
        row["actor_id"] for row in look.parts(record, "article_relays") if row["actor_id"] != page["publisher_id"]
    ]
    way = f" By way of {look.who(relays)}." if relays else ""
    much = (
        "read in full" if page["coverage"] == "full" else "read in part, so that its silence on a point proves nothing"
    )
    kept = f"coded from a text with SHA-256 {page['text_sha256']}" if page["text_sha256"] else "no text of it was kept"
    return f"{stopped(first)}{way} The page was {much}; {kept}."
