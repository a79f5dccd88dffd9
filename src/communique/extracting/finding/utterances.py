"""Attributions in reading order, and the words that have no cue in their own sentence: whose they are by what went before.

A quotation that fills its sentence goes on with the last one in its paragraph, and is a statement of its own (rule
``carry``) in the next; one after a narrative sentence belongs to who acts in it (``narrative``). A paragraph or a list
after a colon, and the rest of a paragraph that began with a name and a colon, are the words of whom the colon announced.
"""

import sys

from communique.extracting.finding import speakers, subjects
from communique.extracting.finding.antecedents import Antecedents
from communique.extracting.finding.candidates import Candidate
from communique.extracting.finding.clauses import trim
from communique.extracting.finding.quotes import Quote
from communique.extracting.finding.signs import COLON, LABELLING
from communique.extracting.finding.speakers import Part
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import Entry, bits
from communique.extracting.model import Found

LABEL = 8
"""Tokens a name before a colon may have at the start of a paragraph."""
WORDY = 4
"""Tokens a label's words must have: else it is a score, a credit, a caption."""
SPOKEN = 9
"""Tokens from which a quotation inside a clause is an utterance that a later quotation may go on with."""
SHORT = 5
"""Tokens up to which a quotation is a word or two that somebody is distanced from, and no utterance."""
LONG = 7
"""Tokens from which a quotation without any cue is taken for an utterance."""
SOMEBODY = bits.NAMED | bits.PRONOUN
UTTERED = bits.COMMA | bits.ENDER
ACTS = bits.VERB | bits.FINITE
NAMED = bits.CAPITAL | bits.DETERMINER
SILENT = Entry("", "say", frozenset())
NOWHERE = (0, 0)
NEVER = sys.maxsize
BULLETS = frozenset("•-–—*·")


class Open:
    """One attribution while later words may still join it."""

    __slots__ = ("candidate", "content", "paragraph", "quoted", "spoken")

    def __init__(self, candidate: Candidate, paragraph: int, quoted: bool = False) -> None:
        self.candidate = candidate
        self.content: list[Part] = [part for part in candidate.content if part[1] > part[0]]
        self.paragraph = paragraph
        self.quoted = self.spoken = quoted

    def holds(self, quote: Quote) -> bool:
        """Whether the quotation stands in the words so far."""
        at = quote.open
        return any(s <= at < e for s, e in self.content)


class Book:
    """Takes sentences one after another and keeps what is attributed; ``close`` gives it as Found."""

    def __init__(self, t: Tokens, quotes: list[Quote]) -> None:
        self.t = t
        self.quotes = quotes
        self.at = 0
        self.coming = quotes[0].open if quotes else NEVER  # where the next quotation opens
        self.paragraph = 0
        self.made: list[Open] = []
        self.last: Open | None = None
        self.before: Part = NOWHERE  # the sentence before
        self.pending: Open | None = None
        self.until = -1  # the paragraph whose sentences are the words of ``pending``

    def sentence(self, a: int, b: int, candidates: list[Candidate]) -> None:
        """Enter one sentence (tokens ``a`` to ``b``) with what its cues attribute."""
        begins = not a or bool(self.t.flags[a - 1] & bits.NEWLINE)
        if begins and a:
            self.paragraph += 1
        mine = self._quotes(b) if self.coming < b else []
        if not (candidates or mine or begins or self.pending or self.last):
            self.before = (a, b)
            return
        if not (self.pending and self._given(a, b, mine)):
            if begins and (label := self._label(a, b)):
                candidates = [label]
            fresh = [Open(c, self.paragraph) for c in candidates]
            for quote in mine:
                self._place(quote, a, b, fresh)
            if fresh or self.last:
                self._enter(fresh, a, b, mine)
        self.before = (a, b)

    def _place(self, quote: Quote, a: int, b: int, fresh: list[Open]) -> None:
        """Find whose words a quotation is among: one of the sentence's own, or none of them."""
        for each in fresh:
            if each.holds(quote):
                each.quoted = True
                each.spoken |= quote.end - quote.open > SPOKEN or each.candidate.key.endswith(".q")
                return
        if quote.end - quote.open > SHORT and (not fresh or self.t.flags[quote.open - 1] & bits.COLON):
            self._orphan(quote, a, b, fresh)

    def _quotes(self, b: int) -> list[Quote]:
        first = at = self.at
        quotes = self.quotes
        while at < len(quotes) and quotes[at].open < b:
            at += 1
        self.at = at
        self.coming = quotes[at].open if at < len(quotes) else NEVER
        return quotes[first:at]

    def _enter(self, fresh: list[Open], a: int, b: int, mine: list[Quote]) -> None:
        self.made += fresh
        if fresh:
            self.last = next((o for o in fresh if o.candidate.key.endswith(".q")), fresh[-1])
            if not fresh[-1].content:
                self.pending, self.until = fresh[-1], self.paragraph + 1
            elif fresh[-1].candidate.key == "label":
                self.pending, self.until = fresh[-1], self.paragraph
        elif self.last and not self.last.spoken and not (mine and b - a <= mine[-1].end - mine[0].open + 2):
            self.last = None

    def _given(self, a: int, b: int, mine: list[Quote]) -> bool:
        """Give the sentence to the attribution that a colon announced, while its paragraph or its list lasts."""
        t, waiting = self.t, self.pending
        bullet = t.tokens[a][0] in BULLETS
        if waiting and bullet and self.paragraph == self.until + 1 and waiting.candidate.key != "label":
            self.until += 1
        if waiting is None or self.paragraph != self.until:
            self.pending = None if self.paragraph > self.until else waiting
            return False
        s, e = a + bullet, trim(t, a, b)
        if waiting.content and waiting.content[-1][1] + 3 >= s and not bullet:
            waiting.content[-1] = (waiting.content[-1][0], e)
        elif e > s:
            waiting.content.append((s, e))
        if mine:
            waiting.quoted = waiting.spoken = True
        waiting.paragraph = self.paragraph
        self.last = waiting
        return True

    def _label(self, a: int, b: int) -> Candidate | None:
        """What a name and a colon at the start of a paragraph announce: an interview, a transcript."""
        t = self.t
        signs = t.signs[a : min(b - 1, a + LABEL)]
        k = a + signs.find(COLON)
        if k <= a or not all(signs.translate(LABELLING)[: k - a]):
            return None
        e = trim(t, k + 1, b)
        return Candidate("label", ((k + 1, e),), (a, k), (k, k + 1), SILENT) if e - k > WORDY else None

    def _orphan(self, quote: Quote, a: int, b: int, fresh: list[Open]) -> None:
        """A quotation no cue of its sentence governs."""
        last = self.last
        fills = quote.open <= a + 1 and quote.end >= b - 1
        if last and last.spoken and self.paragraph - last.paragraph <= 1:
            if self.paragraph == last.paragraph:
                if fills:
                    last.content.append((quote.open, quote.end))
                elif 2 * (quote.end - quote.open) > b - a and last.content[-1][1] <= a:
                    last.content.append((a, trim(self.t, a, b)))
                return
            if fills:
                fresh.append(self._silent("carry", quote, last.candidate.speaker))
                return
        if quote.end - quote.open < LONG:
            return
        if fills:
            p, e = self.before
            who = subjects.first(self.t, e, p) if e > p and e >= a - 2 else None
            if who and self.t.flags[who[1] - 1] & SOMEBODY:
                fresh.append(self._silent("narrative", quote, who))
            return
        self._half_cued(quote, a, b, fresh)

    def _half_cued(self, quote: Quote, a: int, b: int, fresh: list[Open]) -> None:
        """A quotation after a colon, or before a subject and a verb that is in no lexicon."""
        t = self.t
        if quote.open > a + 1 and t.flags[quote.open - 1] & bits.COLON:
            who = subjects.first(t, quote.open, a)
            if who:
                fresh.append(self._silent("colon", quote, who))
        elif quote.open <= a + 1 and t.flags[quote.end - 2] & UTTERED:
            for k in range(quote.end, min(b, quote.end + SPOKEN)):
                if t.flags[k] & ACTS and not t.flags[k] & bits.CAPITAL:
                    who = speakers.before(t, k, quote.end)
                    if who and who[0] == quote.end:
                        fresh.append(self._silent("verb", quote, who))
                    return
                if not t.flags[k] & bits.WORD:
                    return

    def _silent(self, key: str, quote: Quote, who: Part | None) -> Open:
        candidate = Candidate(key, ((quote.open, quote.end),), who, NOWHERE, SILENT)
        return Open(candidate, self.paragraph, True)

    def close(self) -> list[Found]:
        """All attributions as Found, in reading order; one that announced words which never came is none."""
        known = Antecedents(self.t)
        prefix = self.t.lexicon.language + "."
        return [self._found(each, known, prefix) for each in self.made if each.content]

    def _found(self, each: Open, known: Antecedents, prefix: str) -> Found:
        t, c = self.t, each.candidate
        speaker = c.speaker
        mentions = _apart(t, speaker) if speaker else ()
        return Found(
            t.spans(each.content),
            t.spans(mentions),
            t.span(*c.account) if c.account else None,
            t.span(*c.cue) if c.cue[1] else None,
            c.entry.lemma,
            prefix + c.key,
            self._form(each) if each.quoted else "indirect",
            known.of(speaker) if speaker else None,
        )

    def _form(self, each: Open) -> str:
        flags = self.t.flags
        return "direct" if all([flags[s] & bits.QUOTE for s, _ in each.content]) else "mixed"  # noqa: C419 (faster so)


def _apart(t: Tokens, speaker: Part) -> tuple[Part, ...]:
    """One speaker, or the two that "and" joins where both are named: "Anna Berg and Oleg Lunin"."""
    flags = t.flags
    s, e = speaker
    if e - s < 3:
        return (speaker,)
    joints = [k for k in range(s + 1, e - 1) if flags[k] & bits.COORDINATOR and not flags[k] & bits.CAPITAL]
    if len(joints) != 1 or any(f & bits.COMMA for f in flags[s:e]):
        return (speaker,)
    k = joints[0]
    if flags[k - 1] & bits.CAPITAL and flags[e - 1] & bits.CAPITAL and flags[s] & NAMED:
        return ((s, k), (k + 1, e))
    return (speaker,)
