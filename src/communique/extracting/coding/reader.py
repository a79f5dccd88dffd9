"""One language's eyes on a text: what each distinct word may begin, looked up once and remembered.

Nearly every word of a text has been seen before, so all that is asked of a word (which pattern it may begin, whose name,
which state) hangs on the word itself, and a stretch of text is read by one regular expression and one dictionary.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from ..pages.day_words import day_words
from .lexicon import GAP, Element, Lexicon, Pattern, Proposal
from .words import TOKEN, key, keys, low

KEY: Final = 1
PATTERNS: Final = 2
NAMES: Final = 3
GAPPED: Final = 3
"""Places in a :class:`Word`: the inner loops read it as the tuple it is."""
LONGEST = 400
"""Characters between two spaces that are read: what is longer is no text."""
MOST = 60_000
"""Distinct words remembered: a bound for collections without end."""


class Name(NamedTuple):
    """One alias: the keys of the words after its first, what it names (``actor`` or ``treaty``) and the id."""

    rest: tuple[str, ...]
    what: str
    id: str


class Word(NamedTuple):
    """All that is known of a word: small letters, key, patterns and names it may begin, classes, the state it points to."""

    low: str
    key: str
    patterns: tuple[Pattern, ...]
    names: tuple[Name, ...]
    kinds: frozenset[str]
    state: str | None
    proposals: tuple[Proposal, ...]
    """Those whose first line of words this one meets."""
    dated: bool
    """Whether a stretch with this word may name a day."""


class Hit(NamedTuple):
    """A name found: first word, word after the last one, what it names and the ids it may stand for."""

    start: int
    end: int
    what: str
    ids: tuple[str, ...]


class Reader:
    """Reads text word by word; ``known`` maps what stands between two spaces to the words in it, mostly one."""

    def __init__(self, lexicon: Lexicon, aliases: Sequence[tuple[str, str, str]], states: dict[str, str]) -> None:
        """``aliases`` are (what, id, alias); ``states`` maps a state's English name to its id."""
        self.known: dict[str, tuple[Word, ...]] = {}
        self.distinct: dict[str, Word] = {}
        self.lexicon = lexicon
        self.states = states
        found: dict[str, set[Name]] = {}
        named = {name: identifier for what, identifier, name in aliases if what == "actor"}
        own = [("actor", named[name], alias) for alias, name in lexicon.aliases if name in named]
        for what, identifier, alias in (*aliases, *own):
            if listed := _bare(keys(alias, lexicon.language), lexicon.language):
                found.setdefault(listed[0], set()).add(Name(listed[1:], what, identifier))
        self.names = {
            first: tuple(sorted(names, key=lambda n: (-len(n.rest), n.rest, n.what, n.id)))
            for first, names in found.items()
        }
        self.days = day_words(lexicon.language).triggers
        self.mentions: dict[str, Any] = {}
        known = lexicon.words
        self.pronouns = frozenset().union(*(listed for name, listed in known.items() if name.startswith("pronouns.")))
        self.plurals = known["plural.people"] | known["plural.sides"]
        self.roles: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, role in lexicon.roles:
            run = keys(" ".join(phrase), lexicon.language)
            self.roles.setdefault(run[0], []).append((run, role))
        self.compounds = tuple(first for first in self.roles if lexicon.language == "de")
        self._kinds = {
            word: frozenset(kind for kind in ("own", "other", "both") if word in lexicon.words[f"classes.{kind}"])
            for kind in ("own", "other", "both")
            for word in lexicon.words[f"classes.{kind}"]
        }

    def _word(self, printed: str) -> Word:
        if printed in self.distinct:
            return self.distinct[printed]
        if len(self.distinct) >= MOST:
            self.distinct.clear()
        plain, key_ = low(printed), key(printed, self.lexicon.language)
        patterns, names = self.lexicon.patterns.of(plain), self.names.get(key_, ())
        nation = self.lexicon.nations.get(key_) or self.lexicon.exact.get(printed)
        state = (self.states.get(nation) or f"?{nation}") if nation else None
        kinds = self._kinds.get(plain, frozenset())
        topics = self.lexicon.proposals
        proposals = (
            *topics.get(plain, ()),
            *(p for n in range(2, len(plain) + 1) for p in topics.get(plain[:n] + "*", ())),
        )
        dated = plain in self.days or plain[0].isdigit()
        word = self.distinct[printed] = Word(plain, key_, patterns, names, kinds, state, proposals, dated)
        return word

    def words(self, text: str) -> list[Word]:
        """The words of a stretch of text, in order."""
        parts, known = text.split(), self.known
        try:  # nearly always all of them have been seen
            return [word for part in parts for word in known[part]]
        except KeyError:
            return [word for part in parts for word in known.get(part) or self._read(part)]

    def _read(self, part: str) -> tuple[Word, ...]:
        """The words between two spaces, remembered unless it is more than a word can be."""
        if len(self.known) >= MOST:
            self.known.clear()
        made = tuple(map(self._word, TOKEN.findall(part[:LONGEST])))
        if len(part) < LONGEST:
            self.known[part] = made
        return made


def _bare(found: tuple[str, ...], language: str) -> tuple[str, ...]:
    """An alias without the article it may begin with."""
    return found[1:] if language == "en" and len(found) > 1 and found[0] == "the" else found


def names(words: Sequence[Word]) -> list[Hit]:
    """The names in a run of words, from left to right, of two that begin together the longer; none overlaps another."""
    found: list[Hit] = []
    after = 0
    for at, word in enumerate(words):
        if at < after or not word[NAMES]:
            continue
        if hit := _name(words, at, word[NAMES]):
            found.append(hit)
            after = hit.end
    return found


def _name(words: Sequence[Word], at: int, listed: tuple[Name, ...]) -> Hit | None:
    """The longest of the names that begin at a word, with everyone it may stand for."""
    best, what = -1, ""
    ids: list[str] = []
    for rest, kind, identifier in listed:
        length = len(rest)
        if length < best:
            break
        if length > len(words) - at - 1 or any(words[at + 1 + n][KEY] != rest[n] for n in range(length)):
            continue
        best, what = length, what or kind
        if kind == what:
            ids.append(identifier)
    return Hit(at, at + 1 + best, what, tuple(ids)) if ids else None


def matches(pattern: Pattern, words: Sequence[Word], at: int, own: str | None) -> bool:
    """Whether a pattern holds with its anchor at word ``at``; ``own`` is the state the speaker acts for."""
    elements = pattern[0]
    first, total = pattern[1], len(words)
    place, gap = at, elements[first][GAPPED]
    for n in range(first - 1, -1, -1):  # backwards from the anchor; the gap before an element stands with the element
        floor = max(place - GAP - 2, -1) if gap else max(place - 2, -1)
        place = next((there for there in range(place - 1, floor, -1) if _is(elements[n], words[there], own)), -1)
        if place < 0:
            return False
        gap = elements[n][GAPPED]
    place = at
    for n in range(first + 1, len(elements)):
        element = elements[n]
        roof = min(place + (GAP + 2 if element[GAPPED] else 2), total)
        place = next((there for there in range(place + 1, roof) if _is(element, words[there], own)), -1)
        if place < 0:
            return False
    return True


def _is(element: Element, word: Word, own: str | None) -> bool:
    exact, begins, kinds, _ = element
    if word[0] in exact or (begins and word[0].startswith(begins)):
        return True
    if not kinds:
        return False
    state = word.state
    if state is not None and (
        "name" in kinds or ("own" in kinds and state == own) or ("other" in kinds and state != own)
    ):
        return True
    return not kinds.isdisjoint(word.kinds)
