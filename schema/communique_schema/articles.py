"""Articles: one row per text version, the stretches that are coded, and the road the words took."""

from .columns import (
    Day,
    EventDate,
    Int,
    Table,
    Text,
    coded,
    dated,
    day,
    digest,
    key,
    number,
    order,
    parent,
    ref,
    text,
)


class Articles(Table):
    """One text version of a page or document."""

    article_id: Text = key("ar", "Article")
    publisher_id: Text = ref("actors", "Publisher", "Who published the page.")
    article_kind: Text = coded("article_kind", "Kind", "What sort of text it is.")
    source_tier: Text = coded("source_tier", "Tier", "How near the text stands to the act.")
    title: Text = text(
        "Title",
        "As printed, in the page's language; in [brackets] ours, where the copy read shows none.",
        rights="fact",
    )
    language: Text = text("Language", "BCP 47 tag of the text.", str_matches=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    url: Text = text("URL", "Address of the page.", nullable=True, rights="fact", str_matches=r"^https?://\S+$")
    url_basis: Text = text("URL basis", "How we know the text stands at that address.", nullable=True)
    archive_url: Text = text("Archived copy", "Address of an archived copy.", nullable=True, rights="fact",
                             str_matches=r"^https?://\S+$")  # fmt: skip
    accessed_on: Day = day("Accessed on", "Day on which we read the page.", nullable=True)
    published: EventDate = dated("Published", "When the page was published.", weekday=True)
    utc_offset: Text = text("UTC offset", "Offset of the page's own clock, as UTC+03:00.", nullable=True, rights="fact",
                            str_matches=r"^UTC[+-]\d\d:\d\d$")  # fmt: skip
    dateline_place: Text = text("Dateline", "Place named in the dateline.", nullable=True, rights="fact")
    evidence_level: Text = coded(
        "evidence_level", "Evidence", "Whether a text version with a known hash stands behind it."
    )
    coverage: Text = coded(
        "coverage", "Coverage", "How much of the text was read; a partial reading proves no omission."
    )
    text_sha256: Text = digest("Text hash", "SHA-256 of the text's raw bytes.")
    text_bytes: Int = number("Bytes", "Size of the text in bytes.", nullable=True, origin="filled", rights="fact")
    text_chars: Int = number("Characters", "Length of the text in code points.", nullable=True, origin="filled",
                             rights="fact")  # fmt: skip
    text_origin: Text = text("Text origin", "Where our copy of the text came from.", nullable=True)
    rights_holder: Text = text("Rights holder", "Who holds rights in the text.", rights="fact")
    rights_uri: Text = text("Rights statement", "Address of the holder's terms.", nullable=True, rights="fact",
                            str_matches=r"^https?://\S+$")  # fmt: skip
    notes: Text = text("Notes", "Anything a reader of this row must know.", nullable=True)

    class Config:
        name = "articles"
        metadata = {"room": "articles", "label": "title"}


class ArticleRanges(Table):
    """One stretch of an article's text that may be coded: headline, deck or body."""

    article_id: Text = parent("articles")
    range_kind: Text = coded("range_kind", "Kind", "What the stretch is.")
    char_start: Int = number("Start", "First code point of the stretch, from 0.", key=True)
    char_end: Int = number("End", "Code point after the last one (exclusive).", claim=True)

    class Config:
        name = "article_ranges"
        metadata = {"room": "articles", "parent": "articles", "nested": "ranges"}


class ArticleRelays(Table):
    """One step of the chain from whoever first told it to this page, in order."""

    article_id: Text = parent("articles")
    position: Int = order()
    actor_id: Text = ref("actors", "Relay", "Who passed the words on.", key=True)
    relay_role: Text = coded("relay_role", "Role", "What this step did.", key=True)
    basis: Text = text("Basis", "What on the page, or which outside source, shows this step.")

    class Config:
        name = "article_relays"
        metadata = {"room": "articles", "parent": "articles", "nested": "relays"}
