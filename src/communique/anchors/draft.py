"""A draft of a new article's record: the statements the extraction finds in its text, for a curator to check.

Every value is a proposal. Behind ``#?`` stands what speaks for it; the formatter drops those comments. What cannot be told
from the text is a TODO, and no paraphrase is ever proposed.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from communique_schema.spec import TableSpec, children, tables
from communique_schema.words import count_words

from ..extracting.authority import Authority
from ..extracting.coding import articles
from ..extracting.coding.anchoring import anchors
from ..extracting.coding.cast import Ref
from ..extracting.coding.coder import Coded, PageCoder
from ..extracting.coding.dates import Date, published
from ..extracting.coding.rows import Rows
from ..extracting.documents.pieces import kind_of
from ..extracting.finding import find
from ..extracting.lexicon import precision
from ..extracting.model import Document, Page, SetAside
from ..extracting.pages import read_page
from ..problems import CommuniqueError, count
from .skeleton import OFF, TODO, Writer, handle, quoted
from .sources import look, shown

HEADER = """\
#? A draft of a new article: rules proposed its statements. Check every value against the text, replace every TODO, strike
#? what is wrong, add what is missing; then run communique fmt --sources DIR (it mints ids, fills in hashes, drops comments
#? that begin with #?) and communique check. Rules code acts and speakers with errors: nothing here is evidence yet.
"""
OTHER = {
    "html": "is a web page, and offsets would count its markup; save the article's text as .txt and draft from that",
    "jsonl": "is a collection; save one article's text as .txt, or give it to communique extract",
    "parquet": "is a collection; save one article's text as .txt, or give it to communique extract",
}
"""Kind of a file a draft cannot be made from -> what it is, and the way out."""
SURE = "the act is named by the words"
GUESS = "guess"


def draft(path: Path, authority: Authority, vocabulary: Mapping[str, Sequence[str]] | None = None) -> str:
    """A YAML record for the text in ``path`` with proposed statements: spans (code points, end exclusive), actors, codes.

    ``vocabulary`` maps each vocabulary to its codes, for the hints of fields left open. Of the text's words the record has
    the title and the mentions of actors, at most seven words each.
    Raises :class:`CommuniqueError` where the file is missing, too large, not UTF-8, a web page or a collection, or holds
    no text of a language that is read.
    """
    file = look(path)
    if file is None:
        raise CommuniqueError(f"{shown(path)}: no such file; name the text of the article")
    if (kind := kind_of(path.name)) in OTHER:
        raise CommuniqueError(f"{shown(path)}: {OTHER[kind]}")
    text = file.text()
    page = read_page(Document(shown(path), text, file.sha256, file.size, origin=path.name))
    if isinstance(page, SetAside):
        raise CommuniqueError(f"{shown(path)}: {page.reason}; {page.fix}")
    return "\n".join(_Draft(page, authority, vocabulary or {}, handle(path, file.sha256)).lines()) + "\n"


class _Draft:
    """One record in the making."""

    def __init__(self, page: Page, authority: Authority, vocabulary: Mapping[str, Sequence[str]], slug: str) -> None:
        self.page, self.authority, self.slug = page, authority, slug
        self.specs: dict[str, TableSpec] = dict(tables())
        self.writer = Writer(self.specs, vocabulary, slug)
        self.publisher = articles.publisher(page, authority, Rows())

    def lines(self) -> Iterator[str]:
        yield HEADER.rstrip()
        yield from self.writer.fields(self.specs["articles"], "", self._article())
        yield "ranges:  #? guesses; menus, captions, related links and comment forms belong to none"
        for kind, start, end in articles.ranges(self.page):
            words = count_words(self.page.document.text[start:end])
            yield from (f"  - range_kind: {kind}", f"    char_start: {start}",
                        f"    char_end: {end}  {OFF}{count(words, 'word')}")  # fmt: skip
        for child in children("articles", self.specs):
            if child.name == "article_relays":
                yield from self.writer.sample(child, OFF)
        body = [(start, end) for kind, start, end in self.page.ranges if kind == "body"]
        coder = PageCoder(self.page, self.authority, self.publisher)
        coded = coder.code(find(self.page.document.text, body, self.page.language))
        yield "statements:" if coded else f"statements: []  {OFF}no attribution found"
        for number, statement in enumerate(coded, 1):
            yield from self._statement(coder, number, statement)

    def _article(self) -> dict[str, tuple[str, str]]:
        """The fields that are known, each with a comment."""
        document, date = self.page.document, published(self.page)
        ready = {
            "article_id": (quoted(f"@ar-{self.slug}"), "a handle: communique fmt puts a minted id in its place"),
            "title": (quoted(self.page.title or TODO), "guess: as printed"),
            "language": (self.page.language, GUESS),
            "evidence_level": ("anchored", "its text is at hand, by its hash"),
            "text_sha256": (document.sha256, ""),
            "text_bytes": (str(document.size), ""),
            "text_chars": (str(len(document.text)), ""),
        }
        if self.publisher in self.authority.actors:
            ready["publisher_id"] = (self.publisher, f"guess: {self.authority.actors[self.publisher].name}")
        if self.page.dateline:
            ready["dateline_place"] = (quoted(self.page.dateline), "guess: as printed")
        if date.certainty != "unknown":
            ready |= {f"published_{name}": pair for name, pair in _date(date).items()}
        return ready

    def _statement(self, coder: PageCoder, number: int, coded: Coded) -> Iterator[str]:
        found, reading = coded.placed.found, coded.reading
        right = precision(found.rule)
        measured = f"right in {right} of 1000 cases where it was measured" if right else "never measured"
        ready = {
            "statement_id": (quoted(f"@st-{self.slug}-{number}"), f"rule {found.rule}, {measured}"),
            "form": (found.form, ""),
            "account_kind": (coded.telling.kind, GUESS),
            "delivery": (coded.telling.delivery, GUESS),
            "act": (reading.act, SURE if reading.strength > 2 else "guess: no word decides it"),
            "wording": (coded.wording, GUESS),
            "paraphrase": (TODO, "our own words, in English, at most 200 characters"),
            "review_level": ("single", ""),
        }
        if reading.second:
            ready["act_secondary"] = (reading.second, GUESS)
        if reading.request_type:
            ready["request_type"] = (reading.request_type, GUESS)
        for name in ("reiterates", "conditional"):
            if getattr(reading, name):
                ready[name] = ("true", GUESS)
        for group, date in (("said", coded.said), ("told", coded.told)):
            if date.certainty != "unknown":
                ready |= {f"{group}_{name}": pair for name, pair in _date(date).items()}
        lines = list(self.writer.fields(self.specs["statements"], "    ", ready))
        lines[0] = "  - " + lines[0].lstrip()
        yield from lines
        yield from self._parts(coder, coded)

    def _parts(self, coder: PageCoder, coded: Coded) -> Iterator[str]:
        """What is nested in a statement: anchors, actors, treaties and proposals."""
        yield "    anchors:"
        for start, end, role, _ in anchors(coded.placed.spans, coder.repeats, coder.text):
            yield from (f"      - char_start: {start}", f"        char_end: {end}", f"        anchor_role: {role}")
        yield "    actors:"
        parts = (("speaker", coded.speakers), ("addressee", coded.addressees), ("account", coded.telling.accounts))
        for role, refs in parts:
            for ref in refs:
                yield from self._actor(role, ref)
        if coded.treaties:
            yield "    treaties:"
        for link in coded.treaties:
            yield from (f"      - treaty_id: {link.treaty}  {OFF}{self.authority.treaties[link.treaty]}",
                        "        mention_kind: named")  # fmt: skip
            if link.status:
                yield from (f"        asserted_status: {link.status}  {OFF}{GUESS}", "        asserted_by: speaker")
        if coded.proposals:
            yield "    proposals:"
        for proposal, relation in coded.proposals:
            yield from (f"      - proposal_id: {proposal}  {OFF}{GUESS}", f"        relation: {relation}  {OFF}{GUESS}")

    def _actor(self, role: str, ref: Ref) -> Iterator[str]:
        known = self.authority.actors.get(ref.actor)
        yield f"      - role: {role}"
        printed = quoted(ref.mention) if ref.mention else "no name"
        yield f"        actor_id: {ref.actor if known else TODO}  {OFF}{known.name if known else 'printed: ' + printed}"
        if ref.mention:
            yield f"        mention: {quoted(ref.mention)}"
        yield f"        resolution: {ref.resolution}"


def _date(date: Date) -> dict[str, tuple[str, str]]:
    """The fields of a date group that are known."""
    fields = {"edtf": (quoted(date.edtf), ""), "certainty": (date.certainty, GUESS)}
    if date.basis:
        fields["basis"] = (quoted(date.basis), "")
    if date.weekday:
        fields["weekday"] = (date.weekday, "")
    return fields
