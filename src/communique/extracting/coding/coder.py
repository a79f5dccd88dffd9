"""From what was found on a page to the rows of its statements."""

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ...ids import made_id
from ..lexicon import precision
from ..model import Found, Page
from . import accounts, anchoring, dates, links
from .acts import Reading, read
from .articles import article
from .cast import Cast, Ref
from .clauses import around, form_of, printed
from .lexicon import lexicon
from .reader import Hit, live, names
from .rows import Rows
from .values import Printed

if TYPE_CHECKING:
    from ..authority import Authority

RULES_CODER = "co-r23es"
"""The coder every row is laid to: this engine, kind rules, a row of the dataset's own coders."""
BODIES = 20
"""Bodies named last among which the teller of a joint act is sought."""
FACTS = frozenset({"inform", "assess", "announce", "position", "affirm", "defend", "deny"})
"""Acts done in the telling itself, whatever past they tell of."""
JOINT = frozenset({"agree", "discuss", "inform", "welcome", "affirm"})
"""Acts two may be told to have done together."""
BETWEEN = 6
"""Words between two people named as doing something together."""
OPENING = 12
"""Words a sentence about two may begin with before it names them."""
TOGETHER = frozenset({"agree", "discuss", "inform"})
"""Acts that a speaker tells of both sides when saying "we"."""
FIRST = 2
"""Words behind the verb before an addressee."""
NOWHERE = (0, 0)
"""The sentence of a statement with no word for a day about it."""
ADDRESSED = frozenset({"propose", "request"})
"""Acts whose addressee is the other state named in the words, where none is named beside the verb."""

_dated, _names = attrgetter("dated"), attrgetter("names")


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
        self.days = dates.Days(page)
        self.body = tuple((start, end) for kind, start, end in page.ranges if kind == "body")
        self.joint: bool | None = None
        self.repeats = anchoring.Repeats(page.repeats)
        self.starts: list[int] = []
        known = authority.actors.get(publisher)
        self.readout = known is not None and known.kind in ("institution", "state")

    def code(self, found: Sequence[Found]) -> list[Coded]:
        """The page's statements, by place."""
        settled = anchoring.settle(found, self.body, self.text)
        self.starts = sorted([start for placed in settled for start, _ in placed.spans])
        return [self._statement(placed) for placed in settled]

    def _statement(self, placed: anchoring.Placed) -> Coded:
        spans, found, _ = placed
        text, cast, days = self.text, self.cast, self.days
        speakers = self._speakers(found)
        account = self._account(placed, speakers)
        (start, end), *more = spans
        content = cast.reader.words(text[start:end])
        for first, last in more:
            content += cast.reader.words(text[first:last])
        where = around(text, placed, self.starts, self.page.language)
        clause = cast.reader.words(where.beside)
        among = live(content)
        reading = read(content, clause, cast.state(speakers[0].actor), among, follows=where.follows)
        hits = names(content, among)
        if not account and len(speakers) == 1 and reading.act in JOINT:
            speakers, account, reading = self._together(found, speakers[0], reading, hits)
        telling = self._telling(found, speakers, account)
        addressees = self._addressees(where.behind, hits, placed, speakers, telling, reading)
        if reading.recounts and telling.kind == "self" and reading.act not in FACTS:
            telling = telling._replace(delivery="recounted_self")
        days.narrated(where.first or start)
        dated = where.led or any(map(_dated, clause))
        sentence = (where.first, where.last) if dated else NOWHERE
        told = days.telling(sentence, (found.cue or spans[0])[0], spans, unnamed=telling.kind == "unnamed_source")
        said = told if telling.delivery == "first_hand" else days.saying(spans[0]) or told
        days.read = max(days.read, where.last, spans[-1][1])
        if found.form == "mixed" and (form := form_of(found.form, [text[a:b] for a, b in spans])) != "mixed":
            placed = placed._replace(found=found._replace(form=form))
        treaties = links.treaties(hits, reading)
        proposals = links.proposals(
            content, among, [link.treaty for link in treaties], reading, self.authority.proposals, self.page.day
        )
        wording = accounts.wording(cast, telling.accounts, self.publisher)
        return Coded(placed, reading, speakers, addressees, telling, said, told, wording, treaties, proposals)

    def _telling(self, found: Found, speakers: tuple[Ref, ...], account: tuple[Ref, ...]) -> accounts.Telling:
        """Who tells it, by what the mention of the first speaker says and by what the page is."""
        unnamed, joint = not account, False
        if found.speakers:
            unnamed = self.cast.unnamed.issuperset([ref.actor for ref in speakers])
            joint = self.cast.mention(self.text[slice(*found.speakers[0])]).joint
        joint = joint or (len(speakers) > 1 and not account and self._of_both())
        return accounts.telling(self.cast, speakers, account, self.publisher, unnamed=unnamed, joint_text=joint)

    # Who

    def _speakers(self, found: Found) -> tuple[Ref, ...]:
        if not found.speakers:
            return (self.cast.nobody(),)
        antecedent = self.text[slice(*found.antecedent)] if found.antecedent else None
        refs: tuple[Ref, ...] = ()
        for start, end in found.speakers:
            refs += self.cast.resolve(self.text[start:end], antecedent)
        if len(refs) == 1:
            return refs
        once = {ref.actor: ref for ref in reversed(refs)}
        return tuple(once[actor] for actor in dict.fromkeys([ref.actor for ref in refs]))

    def _account(self, placed: anchoring.Placed, speakers: Sequence[Ref]) -> tuple[Ref, ...]:
        """Who is said to tell: named beside it, the one it was told within, or the body whose page it is."""
        if placed.found.account is not None:
            return self.cast.resolve(self.text[slice(*placed.found.account)])
        if placed.outer is not None and placed.outer.speakers:
            return self._speakers(placed.outer)
        states = {self.cast.state(ref.actor) for ref in speakers} - {None} if len(speakers) > 1 else ()
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
        teller: Ref,
        reading: Reading,
        hits: Sequence[Hit],
    ) -> tuple[tuple[Ref, ...], tuple[Ref, ...], Reading]:
        """One alone tells what two did: both are the speakers, and the one that tells is the account.

        "Orlov and Reed agreed on May, the ministry said" where it was found as the ministry's words, and a participant's
        "we agreed", where the page names somebody of the other side.
        """
        pair = self._pair(hits) if len(hits) > 1 else ()
        if pair and (teller.actor in pair or self._kind(teller.actor) != "person"):
            return tuple(Ref(actor, None, "inferred") for actor in pair), (teller,), reading
        if reading.together and reading.act in TOGETHER and (mine := self.cast.state(teller.actor)):
            others = [p for p in self.cast.named() if self.cast.state(p) not in (mine, None)]
            if others:
                mention = None if found.form == "direct" else teller.mention
                return (teller._replace(mention=mention), Ref(others[-1], None, "inferred")), (teller,), reading
        if reading.act == "agree" and not reading.together and len(hits) < 2:
            reading = reading._replace(act="accept")
        return (teller,), (), reading

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
            joint = self.lexicon.words["documents.joint"]
            bodies = [self.text[start:end].lower() for start, end in self.body]
            self.joint = any(phrase in body for body in bodies for phrase in joint)
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
        asked = reading.act in ADDRESSED
        near = self._near(behind) if asked or placed.found.form != "direct" else ()
        if not near and not (asked and hits):
            return ()
        taken = {ref.actor for ref in (*speakers, *telling.accounts)}
        actors = self.authority.actors
        for hit in near:
            known = actors.get(hit.ids[0])
            if hit.start > FIRST or known is None or known.kind not in ("person", "state", "institution"):
                break
            if hit.ids[0] not in taken:
                return (Ref(hit.ids[0], printed(behind, hit.start, hit.end), "named"),)
        own = self.cast.state(speakers[0].actor) if asked else None
        for hit in hits if own else ():
            known = actors.get(hit.ids[0])
            if known and known.kind == "state" and known.id != own and known.id not in taken:
                text = " ".join(self.text[start:end] for start, end in placed.spans)
                mention = printed(text, hit.start, hit.end)
                metonym = mention.lower() in self.lexicon.words["metonyms.words"]
                return (Ref(known.id, mention, "metonym" if metonym else "named"),)
        return ()

    def _near(self, behind: str) -> Sequence[Hit]:
        """The names behind the verb, if one begins where an addressee's does."""
        words = self.cast.reader.words(behind)
        return names(words) if any(map(_names, words[: FIRST + 1])) else ()


def code_page(page: Page, found: Sequence[Found], authority: "Authority", rows: Rows) -> None:
    """Add a page and its statements to ``rows``. Time grows with the number of statements and their words."""
    identifier, publisher = article(page, authority, rows)
    if not found:
        return
    coder = PageCoder(page, authority, publisher)
    text = Printed(page.document.text)
    for position, coded in enumerate(coder.code(found), 1):
        _add(coder, text, identifier, position, coded, rows.of)
    for actor, form in coder.cast.strangers.items():
        rows.strangers[actor] = min(form, rows.strangers.get(actor, form))


def _add(
    coder: PageCoder,
    printed: Printed,
    article: str,
    position: int,
    coded: Coded,
    rows: dict[str, list[tuple[Any, ...]]],
) -> None:
    placed, reading, speakers, addressees, telling, said, told, wording, treaties, proposals = coded
    (spans, found, _), text = placed, coder.text
    start, end = spans[0]
    statement = made_id("st", article, f"{start}-{end}", *[mention or "" for _, mention, _ in speakers])
    act, second, _, request, reiterates, conditional, *_ = reading
    rows["statements"].append((
        statement, article, position, found.form, telling.kind, telling.delivery, act, second, request, reiterates,
        conditional, *said, *told, wording, RULES_CODER, "single",
    ))  # fmt: skip
    for first, last, role, values in anchoring.anchors(spans, coder.repeats, text, printed):
        rows["anchors"].append((statement, first, last, role, *values))
        rows["anchor_words"].append((statement, first, text[first:last]))
    actors = rows["statement_actors"]
    for role, refs in (("speaker", speakers), ("addressee", addressees), ("account", telling.accounts)):
        for ref in refs:
            actors.append((statement, role, *ref))
    for treaty, status in treaties:
        rows["statement_treaties"].append((statement, treaty, "named", status, "speaker" if status else None))
    for proposal, relation in proposals:
        rows["statement_proposals"].append((statement, proposal, relation))
    rows["extractions"].append((statement, found.rule, precision(found.rule)))
