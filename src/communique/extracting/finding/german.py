"""German attributions: what the cues of each sentence attribute, and what the mood and the order of sentences add.

A sentence whose verb is in the subjunctive of report ("Die Gespräche seien ...") tells on what the last one named told;
"Das sagte X" gives the sentence before it to X; a quotation without a cue belongs to who was named with a colon or spoke last.
"""

from communique.extracting.finding import german_mood as moods
from communique.extracting.finding import german_phrases as np
from communique.extracting.finding import listed
from communique.extracting.finding.german_around import source
from communique.extracting.finding.german_cues import propose
from communique.extracting.finding.german_names import Compounds
from communique.extracting.finding.german_subjects import clause_subject
from communique.extracting.finding.patterns import cues_by_sentence
from communique.extracting.finding.period import Sentence
from communique.extracting.finding.quotes import Quote
from communique.extracting.finding.said import Part, Said, chosen, found, holds
from communique.extracting.finding.signs import SUBJUNCTIVES
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits
from communique.extracting.model import Found

LATE = frozenset(("after", "so", "wie", "laut", "nach", "gemaess", "zufolge", "demnach"))
ROUND = frozenset(("laut", "nach", "gemaess", "zufolge"))
TOLD = frozenset(("fin.to", "fin.clause", "fin.that"))
MOST = 24
"""Cues of one sentence that are tried: a sentence of a thousand is no sentence."""
AGE = 3
"""Sentences after which who spoke last is forgotten."""


def read(t: Tokens, quotes: list[Quote], bounds: list[tuple[int, int]]) -> list[Found]:
    """The attributions of one stretch of German, in reading order."""
    reader = Reader(t, quotes)
    for a, b, cues in cues_by_sentence(t, bounds, quotes):
        reader.sentence(a, b, cues)
    reader.settle()
    known = Compounds(t)
    made = sorted(reader.made, key=lambda said: said.content)
    return [each for said in made if (each := found(t, said, known)) is not None]


class Reader:
    """Takes the sentences of a stretch in order and keeps what is attributed."""

    def __init__(self, t: Tokens, quotes: list[Quote]) -> None:
        self.t = t
        self.quotes = quotes
        self.moods = t.signs.translate(SUBJUNCTIVES)
        self.at = 0
        self.made: list[Said] = []
        self.run: tuple[int, int, Part | None] | None = None  # sentences told on: first and end token, whose
        self.last: Part | None = None  # who spoke last
        self.age = 9  # sentences since then
        self.before: tuple[int, int] | None = None  # the sentence before
        self.plain: Sentence | None = None  # the same, where it attributes nothing: its subject may be who speaks next
        self.head: Part | None = None  # whose the points of the list are that is being read

    def sentence(self, a: int, b: int, cues: list[int]) -> None:
        """Enter the sentence from token ``a`` to ``b`` with its cues."""
        mine = self._quotes(b)
        mood = 1 in self.moods[a:b]
        if not (cues or mood or mine or self.head or listed.leads(self.t, b)):
            self.settle()
            self.before, self.plain = (a, b), None
            self.age += 1
            return
        s = Sentence(self.t, a, b)
        if self.t.flags[s.b - 1] & bits.COLON and (who := named(s, cues)):
            self.last, self.age = who, 0
        back = self._back(s, cues)
        said = [back] if back else _chosen([each for i in cues[:MOST] if (each := propose(s, i)) is not None])
        said = [self._pointed(each) for each in said]
        if not self._listed(s, b, said, cues):
            self._enter(s, said, mine, mood)
        self.before = (a, b)

    def _quotes(self, b: int) -> list[Quote]:
        mine = []
        while self.at < len(self.quotes) and self.quotes[self.at].open < b:
            mine.append(self.quotes[self.at])
            self.at += 1
        return mine

    def _enter(self, s: Sentence, said: list[Said], mine: list[Quote], mood: bool) -> None:
        """Enter what the cues of ``s`` attribute, or what its mood and its quotations tell in their stead."""
        near = self.run is not None or self.age == 0
        verb = moods.main_verb(s) if mood else -1
        report = mood and moods.reports(s, verb, near)
        on = report and bool(self.run or self.last)
        if on and not any(each.account or _stands(each) for each in said):
            said = []
        for quote in mine:
            if not quote.closed and (told := unclosed(s, quote)):
                said = [*said, told]
            elif quote.end - quote.open > (
                3 if quote.open and self.t.flags[quote.open - 1] & bits.COLON else 5
            ) and not any(holds(each, quote.open) for each in said):
                said = [*said, told] if (told := self._orphan(s, quote)) else said
        if mood and not on and (told := moods.clause(s, said, verb)):
            said = [*said, told]
        if not said and report and not (mine and mine[0].open <= s.a + 1 and mine[0].end >= s.b - 1):
            self._carry(s)
            return
        self.settle()
        self.made += said
        if said:
            self.last = next((each.speaker for each in reversed(said) if each.speaker), self.last)
            self.age, self.plain = 0, None
            return
        if mood and (told := moods.hearsay(s, verb, self.age == 0, self.last if self.age < AGE else None)):
            self.made.append(told)
            return
        self.age += 1
        self.plain = s if not mine else None

    def settle(self) -> None:
        """End a run of sentences told on."""
        if self.run:
            a, b, who = self.run
            self.made.append(Said("konjunktiv", ((a, b),), who, None, ""))
            self.run = None

    def _carry(self, s: Sentence) -> None:
        if self.run:
            self.run = (self.run[0], s.b, self.run[2])
            return
        topic = self._topic() if self.age else None
        spoken = topic is not None and np.speaks(self.t, topic)
        self.run = (s.a, s.b, self.last if not spoken and (self.age < AGE or topic is None) else topic)

    def _topic(self) -> Part | None:
        """The subject of the sentence before, where that attributes nothing."""
        return moods.subject(self.plain, moods.main_verb(self.plain)) if self.plain else None

    def _pointed(self, said: Said) -> Said:
        """``said`` with who spoke before it where it names nobody but points back: "demnach", "hieß es weiter"."""
        if said.speaker or not (said.rule == "demnach" or said.verb == "heißen"):
            return said
        return said._replace(speaker=self.last if self.age < AGE else self._topic())

    def _listed(self, s: Sentence, b: int, said: list[Said], cues: list[int]) -> bool:
        """Whether the sentence heads a list or is one of its points, and is entered as such."""
        t = self.t
        if self.head and listed.bullet(t, s.a):
            self.settle()
            self.made += listed.points(s.a, s.b, said, self.head)
            self.age = 0
            return True
        self.head = None
        if not listed.leads(t, b):
            return False
        self.settle()
        end = np.phrase(t, s.a, s.b, wide=True)
        alone = (s.a, end) if end == s.b else None
        self.head = listed.headed(t, said, s.b, named(s, cues) or moods.subject(s, moods.main_verb(s)) or alone)
        return True

    def _back(self, s: Sentence, cues: list[int]) -> Said | None:
        """ "Das sagte X": the sentence before is what was said."""
        t = self.t
        if not self.before or t.tokens[s.a][1] not in ("das", "dies"):
            return None
        v = s.a + 1
        for i in cues:
            entry = t.lexicon.verbs.get(t.tokens[i][1])
            if entry is None or (i != v and not (v < s.b and t.flags[v] & bits.HAVE)):
                continue
            who = np.behind(t, v + 1, s.b)
            if who is None and t.tokens[i][1] in ("geht", "ging"):
                who = source(s, v + 1)
            if who:
                return Said("back", (self.before,), who, (i, i + 1), entry.lemma)
        return None

    def _orphan(self, s: Sentence, quote: Quote) -> Said | None:
        """A quotation that no cue governs: behind a colon, before some other verb, or alone after who spoke last."""
        t = self.t
        a = quote.open
        words = (a, quote.end)
        if a > s.a and t.flags[a - 1] & bits.COLON:
            first = s.first(a - 1)
            verb = next((k for k in range(first, min(a, first + moods.REACH)) if np.finite(t, k)), -1)
            who = np.subject(t, verb, s.left(verb), a - 1) if verb >= 0 else None
            return Said("colon", (words,), who or (first, a - 1), None, "")
        if a > s.a + 1:
            return None
        if quote.end + 1 < s.b and t.flags[quote.end] & bits.COMMA and np.finite(t, quote.end + 1):
            who = np.behind(t, quote.end + 2, s.b)
            return Said("quote.after", (words,), who, (quote.end + 1, quote.end + 2), "") if who else None
        if quote.end >= s.b - 1 and self.last:
            return Said("quote.on", (words,), self.last, None, "")
        return None


def _stands(said: Said) -> bool:
    """Whether ``said`` holds where the sentence's own mood tells on: words before their cue, and quotations."""
    return said.rule.partition(".")[0] in LATE or said.rule.endswith("quote")


def named(s: Sentence, cues: list[int]) -> Part | None:
    """Who speaks in a sentence that ends with a colon: the next paragraph is theirs."""
    flags = s.t.flags
    for i in cues[-3:]:
        if flags[i] & bits.FINITE and not flags[i] & bits.CAPITAL:
            return clause_subject(s, s.left(i), i)
    return None


def unclosed(s: Sentence, quote: Quote) -> Said | None:
    """A quotation never closed whose cue stands in it: "Wir kommen, sagte er."."""
    t = s.t
    flags = t.flags
    for k in range(max(quote.open + 3, quote.end - 16), quote.end - 1):
        if not flags[k] & bits.COMMA:
            continue
        i = k + 1
        if flags[i] & bits.HAVE:
            i = next((n for n in range(k + 2, quote.end) if flags[n] & bits.PARTICIPLE), i)
        if flags[i] & (bits.FINITE | bits.PARTICIPLE) and (who := np.behind(t, k + 2, quote.end)):
            entry = t.lexicon.verbs[t.tokens[i][1]]
            if "after" in entry.takes:
                return Said("after.q", ((quote.open, k),), who, (i, i + 1), entry.lemma)
    return None


def _chosen(proposed: list[Said]) -> list[Said]:
    """What does not contradict, a phrase ("laut X") within the words that a verb governs left out."""
    kept = [each for each in proposed if not (_is_round(each) and any(_inside(each, other) for other in proposed))]
    return chosen(kept, LATE, TOLD)


def _is_round(said: Said) -> bool:
    return said.rule.partition(".")[0] in ROUND


def _inside(each: Said, other: Said) -> bool:
    """Whether the cue of ``each`` stands in the words that a verb before it governs."""
    if not other.rule.startswith(("fin.that", "fin.clause")) or not each.cue or not other.cue:
        return False
    return other.cue[0] < each.cue[0] and holds(other, each.cue[0])
