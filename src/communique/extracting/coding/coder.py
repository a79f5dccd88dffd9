"""From what was found on a page to the rows of its statements."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...ids import made_id
from ..lexicon import precision
from ..model import Found, Page, Span
from . import accounts, anchoring, dates, links
from .acts import Reading, read
from .articles import article
from .cast import Cast, Ref
from .clauses import around, form_of, printed
from .lexicon import lexicon
from .reader import Hit, names
from .rows import Rows

if TYPE_CHECKING:
    from ..authority import Authority

RULES_CODER = "co-r23es"
"""The coder every row is laid to: this engine, kind rules, a row of the dataset's own coders."""
BODIES = 20
"""Bodies named last among which the teller of a joint act is sought."""
FACTS = frozenset({"inform", "assess", "announce", "position", "affirm", "defend", "deny"})
"""Acts done in the telling itself, whatever past they tell of."""
FAR = 400
"""Characters of narration before a statement in which the day is sought."""
JOINT = frozenset({"agree", "discuss", "inform", "welcome", "affirm"})
"""Acts two may be told to have done together."""
BETWEEN = 6
"""Words between two people named as doing something together."""
OPENING = 12
"""Words a sentence about two may begin with before it names them."""
TOGETHER = frozenset({"agree", "discuss", "inform"})
"""Acts that a speaker tells of both sides when saying "we"."""
ADDRESSED = frozenset({"propose", "request"})
"""Acts whose addressee is the other state named in the words, where none is named beside the verb."""


class Coded(NamedTuple):
    """One statement coded, before it becomes rows."""

    placed: anchoring.Placed
    reading: Reading
    speakers: tuple[Ref, ...]
    addressees: tuple[Ref, ...]
    telling: accounts.Telling
    said: dates.Date
    told: dates.Date
    wording: str
    treaties: list[links.TreatyLink]
    proposals: list[tuple[str, str]]


class PageCoder:
    """Codes the statements of one page in reading order; what was said before decides who "he" is and which day counts."""

    def __init__(self, page: Page, authority: "Authority", publisher: str) -> None:
        self.page, self.authority, self.publisher = page, authority, publisher
        self.text = page.document.text
        self.cast = Cast(authority, page)
        self.lexicon = lexicon(page.language)
        self.day: dt.date | None = dates.page_day(page)
        self.body = tuple((start, end) for kind, start, end in page.ranges if kind == "body")
        self.joint: bool | None = None
        self.repeats = anchoring.Repeats(page.repeats)
        self.read = self.body[0][0] if self.body else 0
        self.told: dates.Date | None = None
        self.starts: list[int] = []
        known = authority.actors.get(publisher)
        self.readout = known is not None and known.kind in ("institution", "state")

    def code(self, found: Sequence[Found]) -> list[Coded]:
        """The page's statements, by place."""
        settled = anchoring.settle(found, self.body, self.text)
        self.starts = sorted(start for placed in settled for start, _ in placed.spans)
        return [self._statement(placed) for placed in settled]

    def _statement(self, placed: anchoring.Placed) -> Coded:
        found, text, reader = placed.found, self.text, self.cast.reader
        speakers = self._speakers(found)
        account = self._account(placed, speakers)
        content = [word for start, end in placed.spans for word in reader.words(text[start:end])]
        where = around(text, placed, self.starts, self.page.language)
        clause = reader.words(where.beside)
        reading = read(content, clause, self.cast.state(speakers[0].actor))
        hits = names(content)
        speakers, account, reading = self._together(found, speakers, account, reading, hits)
        said_by = self.cast.mention(text[slice(*found.speakers[0])]) if found.speakers else None
        unnamed = all(ref.actor in self.cast.unnamed for ref in speakers) if found.speakers else not account
        joint = bool(said_by and said_by.joint) or (len(speakers) > 1 and not account and self._of_both())
        telling = accounts.telling(self.cast, speakers, account, self.publisher, unnamed=unnamed, joint_text=joint)
        addressees = self._addressees(where.behind, hits, placed, speakers, telling, reading)
        if telling.kind == "self" and reading.act not in FACTS and reading.recounts:
            telling = telling._replace(delivery="recounted_self")
        dated = where.led or any(word.dated for word in clause)
        self._between(where.first or placed.spans[0][0])
        said, told = self._dates(telling, (where.first, where.last) if dated else (0, 0), placed)
        self.read = max(self.read, where.last, placed.spans[-1][1])
        treaties = links.treaties(hits, reading)
        placed = placed._replace(found=found._replace(form=form_of(found.form, [text[a:b] for a, b in placed.spans])))
        return Coded(
            placed, reading, speakers, addressees, telling, said,
            told, accounts.wording(self.cast, telling.accounts, self.publisher), treaties,
            links.proposals(content, [t.treaty for t in treaties], reading, self.authority.proposals,
                            self.page.day),
        )  # fmt: skip

    # Who

    def _speakers(self, found: Found) -> tuple[Ref, ...]:
        antecedent = self.text[slice(*found.antecedent)] if found.antecedent else None
        refs = [ref for span in found.speakers for ref in self.cast.resolve(self.text[slice(*span)], antecedent)]
        once = {ref.actor: ref for ref in reversed(refs)}
        return tuple(once[actor] for actor in dict.fromkeys(ref.actor for ref in refs)) or (self.cast.nobody(),)

    def _account(self, placed: anchoring.Placed, speakers: Sequence[Ref]) -> tuple[Ref, ...]:
        """Who is said to tell: named beside it, the one it was told within, or the body whose page it is."""
        if placed.found.account is not None:
            return self.cast.resolve(self.text[slice(*placed.found.account)])
        if placed.outer is not None and placed.outer.speakers:
            return self._speakers(placed.outer)
        states = {self.cast.state(ref.actor) for ref in speakers} - {None}
        if len(states) > 1 and not self.readout and not self._of_both():
            for body in self.cast.bodies[: -BODIES - 1 : -1]:
                known = self.authority.actors[body]
                if known.kind == "institution" and known.state in states:
                    return (Ref(body, None, "inferred"),)
        if self.readout and placed.found.form != "direct" and self.publisher not in {ref.actor for ref in speakers}:
            return (Ref(self.publisher, None, "inferred"),)
        return ()

    def _together(
        self,
        found: Found,
        speakers: tuple[Ref, ...],
        account: tuple[Ref, ...],
        reading: Reading,
        hits: Sequence[Hit],
    ) -> tuple[tuple[Ref, ...], tuple[Ref, ...], Reading]:
        """One alone tells what two did: both are the speakers, and the one that tells is the account.

        "Orlov and Reed agreed on May, the ministry said" where it was found as the ministry's words, and a participant's
        "we agreed", where the page names somebody of the other side.
        """
        if len(speakers) != 1 or account or reading.act not in JOINT:
            return speakers, account, reading
        teller = speakers[0]
        mine = self.cast.state(teller.actor)
        pair = self._pair(hits)
        if pair and (teller.actor in pair or self._kind(teller.actor) != "person"):
            return tuple(Ref(actor, None, "inferred") for actor in pair), (teller,), reading
        if reading.together and reading.act in TOGETHER:
            others = [p for p in self.cast.named() if self.cast.state(p) not in (mine, None)]
            if mine and others:
                mention = None if found.form == "direct" else teller.mention
                return (teller._replace(mention=mention), Ref(others[-1], None, "inferred")), (teller,), reading
        if reading.act == "agree" and not reading.together and len(hits) < 2:
            return speakers, account, reading._replace(act="accept")
        return speakers, account, reading

    def _pair(self, hits: Sequence[Hit]) -> tuple[str, ...]:
        """The first two people named in the words, where they act for different states and stand near each other."""
        people = [hit for hit in hits if hit.what == "actor" and self._kind(hit.ids[0]) == "person"][:2]
        states = {self.authority.state(hit.ids[0]) for hit in people}
        if len(states - {None}) < 2 or people[1].start - people[0].end > BETWEEN or people[0].start > OPENING:
            return ()
        return tuple(hit.ids[0] for hit in people)

    def _kind(self, actor: str) -> str:
        known = self.authority.actors.get(actor)
        return known.kind if known else "mention"

    def _of_both(self) -> bool:
        """Whether the page is about a text of both sides; read once, on pages where both speak."""
        if self.joint is None:
            joint = self.lexicon.phrases["documents.joint"]
            self.joint = any(joint.search(self.text[start:end].lower()) for start, end in self.body)
        return self.joint

    def _addressees(
        self,
        behind: str,
        hits: Sequence[Hit],
        placed: anchoring.Placed,
        speakers: Sequence[Ref],
        telling: accounts.Telling,
        reading: Reading,
    ) -> tuple[Ref, ...]:
        """Named right behind the attributing verb; else, of an ask, the other state its words name."""
        taken = {ref.actor for ref in (*speakers, *telling.accounts)}
        actors = self.authority.actors
        near = (
            names(self.cast.reader.words(behind)) if reading.act in ADDRESSED or placed.found.form != "direct" else ()
        )
        for hit in near:
            known = actors.get(hit.ids[0])
            if hit.start > 2 or known is None or known.kind not in ("person", "state", "institution"):
                break
            if hit.ids[0] not in taken:
                return (Ref(hit.ids[0], printed(behind, hit.start, hit.end), "named"),)
        if reading.act in ADDRESSED:
            own = self.cast.state(speakers[0].actor)
            for hit in hits:
                known = actors.get(hit.ids[0])
                if known and known.kind == "state" and known.id != own and known.id not in taken and own:
                    text = " ".join(self.text[start:end] for start, end in placed.spans)
                    mention = printed(text, hit.start, hit.end)
                    metonym = mention.lower() in self.lexicon.words["metonyms.words"]
                    return (Ref(known.id, mention, "metonym" if metonym else "named"),)
        return ()

    # When

    def _between(self, end: int) -> None:
        """A day named in the narration since the last statement holds for the next ones."""
        start = max(self.read, end - FAR)
        if end > start + 1 and (found := dates.told(self.text[start:end], self.page.language, self.day)):
            self.told = found

    def _dates(
        self, telling: accounts.Telling, sentence: Span, placed: anchoring.Placed
    ) -> tuple[dates.Date, dates.Date]:
        """said and told. The day in the attributing sentence is the telling's, and holds until the page names another."""
        first, last = sentence
        outside = [(start - first, end - first) for start, end in placed.spans]
        near = (placed.found.cue or placed.spans[0])[0] - first
        told = dates.told(self.text[first:last], self.page.language, self.day, near, outside) if last > first else None
        if told is not None:
            self.told = told
        elif telling.kind != "unnamed_source":
            told = self.told
        told = told or dates.told_without_day(self.day, certain=telling.kind != "unnamed_source")
        if telling.delivery == "first_hand":
            return told, told
        start, end = placed.spans[0]
        said = dates.named(self.text[start:end], self.page.language, self.day)
        return said or told, told


def code_page(page: Page, found: Sequence[Found], authority: "Authority", rows: Rows) -> None:
    """Add a page and its statements to ``rows``. Time grows with the number of statements and their words."""
    identifier, publisher = article(page, authority, rows)
    coder = PageCoder(page, authority, publisher)
    for position, coded in enumerate(coder.code(found), 1):
        _add(coder, identifier, position, coded, rows)
    for actor, form in coder.cast.strangers.items():
        rows.strangers[actor] = min(form, rows.strangers.get(actor, form))


def _add(coder: PageCoder, article: str, position: int, coded: Coded, rows: Rows) -> None:
    found, reading, text = coded.placed.found, coded.reading, coder.text
    start, end = coded.placed.spans[0]
    statement = made_id("st", article, f"{start}-{end}", *(ref.mention or "" for ref in coded.speakers))
    rows.of["statements"].append((
        statement, article, position, found.form, coded.telling.kind, coded.telling.delivery, reading.act, reading.second,
        reading.request_type, reading.reiterates, reading.conditional, *coded.said, *coded.told, coded.wording, RULES_CODER,
        "single",
    ))  # fmt: skip
    for first, last, role, values in anchoring.anchors(coded.placed.spans, coder.repeats, text):
        rows.of["anchors"].append((statement, first, last, role, *values))
        rows.of["anchor_words"].append((statement, first, text[first:last]))
    parts = (("speaker", coded.speakers), ("addressee", coded.addressees), ("account", coded.telling.accounts))
    for role, refs in parts:
        for ref in refs:
            rows.of["statement_actors"].append((statement, role, ref.actor, ref.mention, ref.resolution))
    for link in coded.treaties:
        by = "speaker" if link.status else None
        rows.of["statement_treaties"].append((statement, link.treaty, "named", link.status, by))
    for proposal, relation in coded.proposals:
        rows.of["statement_proposals"].append((statement, proposal, relation))
    rows.of["extractions"].append((statement, found.rule, precision(found.rule)))
