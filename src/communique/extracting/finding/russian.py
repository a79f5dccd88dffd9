"""Russian attributions: what the cues of each sentence attribute, dashes within quotations, and what points back.

"«...», - сказал X. - «...»" and "«..., - сказал X. - ...»" are one quotation with the author's words in it; "Об этом
сообщил X" gives the sentence before it to X; paragraphs of one long quotation wait for the one that names its speaker.
"""

from communique.extracting.finding import listed
from communique.extracting.finding import russian_phrases as np
from communique.extracting.finding.grammar import words
from communique.extracting.finding.patterns import cues_by_sentence
from communique.extracting.finding.period import Sentence
from communique.extracting.finding.quotes import Quote
from communique.extracting.finding.russian_cues import propose
from communique.extracting.finding.russian_names import Declined
from communique.extracting.finding.said import Part, Said, chosen, found, holds
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits
from communique.extracting.model import Found

LATE = frozenset(["after", "as", "po", "dash"])
TOLD = frozenset(("fin.inf", "fin.that", "fin.quote"))
MOST = 24
WORDS = words("ru")
BACK = WORDS["back"]
THIS = WORDS["this"]


def read(t: Tokens, quotes: list[Quote], bounds: list[tuple[int, int]]) -> list[Found]:
    """The attributions of one stretch of Russian, in reading order."""
    reader = Reader(t, quotes)
    for a, b, cues in cues_by_sentence(t, bounds, quotes):
        reader.sentence(a, b, cues)
    known = Declined(t)
    made = sorted(reader.made, key=lambda said: said.content)
    return [each for said in made if (each := found(t, said, known)) is not None]


class Reader:
    """Takes the sentences of a stretch in order and keeps what is attributed."""

    def __init__(self, t: Tokens, quotes: list[Quote]) -> None:
        self.t = t
        self.quotes = quotes
        self.at = 0
        self.made: list[Said] = []
        self.waiting: list[Part] = []
        self.last: Part | None = None
        self.age = 9
        self.before: Part | None = None
        self.line: Part | None = None  # a line of speech that a dash opened
        self.head: Part | None = None  # whose the points of the list are that is being read

    def sentence(self, a: int, b: int, cues: list[int]) -> None:
        """Enter the sentence from token ``a`` to ``b`` with its cues outside quotations."""
        mine: list[Quote] = []
        while self.at < len(self.quotes) and self.quotes[self.at].open < b:
            mine.append(self.quotes[self.at])
            self.at += 1
        if a and self.t.flags[a - 1] & bits.NEWLINE:
            self.line = None
        if (
            not cues
            and not mine
            and not self.line
            and not self.t.flags[a] & bits.DASH
            and not self.head
            and not listed.leads(self.t, b)
        ):
            self.before = (a, b)
            self.age += 1
            return
        s = Sentence(self.t, a, b)
        said = [each for quote in mine if (each := dashed(self.t, quote)) is not None]
        back = self._back(s, cues)
        if back:
            said.append(back)
        else:
            more = [each for i in cues[:MOST] if (each := propose(s, i)) is not None]
            said = chosen(said + more, LATE, TOLD)
        for quote in mine:
            if quote.end - quote.open > 3 and not any(holds(each, quote.open) for each in said):
                told = self._orphan(s, quote)
                if told:
                    said.append(told)
        said = self._line(s, said, cues)
        if self.head and listed.bullet(self.t, a):
            said = listed.points(a, s.b, said, self.head)
        else:
            self.head = None
            if listed.leads(self.t, b):
                self.head = listed.headed(self.t, said, s.b, starter(self.t, s.first(s.b), s.b))
                said = []
        self._enter(said)
        self.before = (a, b) if not said else None

    def _enter(self, said: list[Said]) -> None:
        said = [each for each in said if each.content and each.content[0][0] < each.content[0][1]]
        if not said:
            self.age += 1
            return
        speaker = next((each.speaker for each in said if each.speaker), None)
        if self.waiting and said[0].content and self.t.flags[said[0].content[0][0]] & bits.QUOTE:
            self.made += [Said("quote.on", (part,), said[0].speaker, None, "") for part in self.waiting]
        elif self.waiting and (who := self.last if self.age < 2 else speaker):
            self.made += [Said("quote.wait", (part,), who, None, "") for part in self.waiting]
        self.waiting = []
        self.made += said
        self.last, self.age = next((each.speaker for each in reversed(said) if each.speaker), speaker or self.last), 0

    def _line(self, s: Sentence, said: list[Said], cues: list[int]) -> list[Said]:
        """Speech that a dash opens: "- Мы готовы, - сказал он. - Но ..."."""
        t = self.t
        if not t.flags[s.a] & bits.DASH:
            return said
        if not s.a or t.flags[s.a - 1] & bits.NEWLINE:
            self.line = (s.a + 1, s.b)
            if len(said) == 1 and said[0].rule == "after":
                said = [said[0]._replace(rule="line")]
            return said
        if not said and cues == [s.a + 1] and self.line:
            verb = t.lexicon.verbs.get(t.tokens[s.a + 1][1])
            who = np.behind(t, s.a + 2, s.b)
            return [Said("line", (self.line,), who, (s.a + 1, s.a + 2), verb.lemma)] if verb and who else said
        if not said and self.made and self.made[-1].rule == "line" and self.line:
            self.made[-1] = self.made[-1]._replace(content=(*self.made[-1].content, (s.a + 1, s.b)))
        return said

    def _back(self, s: Sentence, cues: list[int]) -> Said | None:
        """ "Об этом сообщил X": the sentence before is what was said."""
        t = self.t
        if not self.before or t.tokens[s.a][1] not in BACK or not cues:
            return None
        i = cues[0] if not t.flags[cues[0]] & bits.NOUN else cues[1] if len(cues) > 1 else -1
        if i < 0 or i > s.a + 5 or not t.flags[i] & bits.FINITE:
            return None
        if not any(t.tokens[k][1] in THIS for k in range(s.a, i)):
            return None
        who = np.behind(t, i + 1, s.b)
        if who is None:
            who = np.place(t, i + 1, s.b)
        return Said("back", (self.before,), who, (i, i + 1), t.lexicon.verbs[t.tokens[i][1]].lemma) if who else None

    def _orphan(self, s: Sentence, quote: Quote) -> Said | None:
        """A quotation that no cue governs."""
        t = self.t
        a = quote.open
        if a > s.a and t.flags[a - 1] & bits.COLON:
            first = s.first(a - 1)
            return Said("colon", ((a, quote.end),), starter(t, first, a - 1), None, "")
        if a <= s.a + 1 and quote.end >= s.b - 1 and quote.end - a > 5:
            if not quote.closed or not t.flags[quote.end - 1] & bits.QUOTE:
                self.waiting.append((a, quote.end))
                return None
            if self.last and self.age < 2:
                return Said("quote.on", ((a, quote.end),), self.last, None, "")
        return None


def starter(t: Tokens, first: int, stop: int) -> Part | None:
    """The noun phrase that a sentence begins with, times and places before it left out."""
    return np.behind(t, first, stop)


def dashed(t: Tokens, quote: Quote) -> Said | None:
    """A quotation with the author's words in it: "«..., - сказал X. - ...»"."""
    flags = t.flags
    for k in range(quote.open + 2, quote.end - 1):
        f = flags[k]
        if not f & bits.DASH or not flags[k - 1] & (bits.COMMA | bits.ENDER | bits.QUOTE):
            continue
        v = k + 1
        while v < quote.end and flags[v] & (bits.ADVERB | bits.NEGATION):
            v += 1
        if v >= quote.end or not flags[v] & bits.FINITE:
            continue
        entry = t.lexicon.verbs[t.tokens[v][1]]
        if "dash" not in entry.takes:
            continue
        who = np.behind(t, v + 1, quote.end) or np.place(t, v + 1, quote.end)
        content = [(quote.open, k)]
        end = who[1] if who else v + 1
        for n in range(end, min(quote.end, end + 20)):
            if flags[n] & bits.DASH and flags[n - 1] & (bits.COMMA | bits.ENDER):
                content.append((n + 1, quote.end))
                break
        return Said("dash", tuple(content), who, (v, v + 1), entry.lemma)
    return None
