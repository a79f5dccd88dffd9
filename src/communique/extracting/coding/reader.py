"""One language's eyes on a text: what each distinct word may begin, looked up once and remembered.

Nearly every word of a text has been seen before, so all that is asked of a word (which pattern it may begin, whose name,
which state) hangs on the word itself, and a stretch of text is read by one regular expression and one dictionary.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

from ..pages.day_words import day_words
from .lexicon import Lexicon, Proposal
from .patterns import STATELY
from .vocabulary import KEY, LIVE, NAMES, Live, Name, Names, Word
from .words import TOKEN, Beginnings, key, keys, low

LONGEST = 400
"""Characters between two spaces that are read: what is longer is no text."""
MOST = 60_000
"""Distinct words remembered: a bound for collections without end."""


class Hit(NamedTuple):
    """A name found: first word, word after the last one, what it names and the ids it may stand for."""

    start: int
    end: int
    what: str
    ids: tuple[str, ...]


class _Parts(dict[str, tuple[Word, ...]]):
    """What stands between two spaces -> the words in it, mostly one; read when first asked for."""

    def __init__(self, reader: "Reader") -> None:
        self.reader = reader

    def __missing__(self, part: str) -> tuple[Word, ...]:
        if len(self) >= MOST:
            self.clear()
        one = part.isalpha() and len(part) < LONGEST
        made = (self.reader.word(part),) if one else tuple(map(self.reader.word, TOKEN.findall(part[:LONGEST])))
        if len(part) < LONGEST:  # more than a word can be is not remembered
            self[part] = made
        return made


class Reader:
    """Reads text word by word; what it knows of words is kept for the next text."""

    def __init__(self, lexicon: Lexicon, aliases: Sequence[tuple[str, str, str]], states: dict[str, str]) -> None:
        """``aliases`` are (what, id, alias); ``states`` maps a state's English name to its id."""
        self.parts = _Parts(self)
        self._part = self.parts.__getitem__
        self.distinct: dict[str, Word] = {}
        self.lexicon = lexicon
        self.states = states
        found: dict[str, set[Name]] = {}
        named = {name: identifier for what, identifier, name in aliases if what == "actor"}
        own = [("actor", named[name], alias) for alias, name in lexicon.aliases if name in named]
        for what, identifier, alias in (*aliases, *own):
            if listed := _bare(keys(alias, lexicon.language), lexicon.language):
                found.setdefault(listed[0], set()).add(Name(listed[1:], what, identifier))
        self.names = {first: _names(listed) for first, listed in found.items()}
        self._topics: Beginnings[tuple[Proposal, ...]] = Beginnings()
        for start, topics in lexicon.proposals.items():
            if start.endswith("*"):
                self._topics.add(start[:-1], topics)
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

    def word(self, printed: str) -> Word:
        """All that is known of a word as it is printed."""
        if printed in self.distinct:
            return self.distinct[printed]
        if len(self.distinct) >= MOST:
            self.distinct.clear()
        plain, key_ = low(printed), key(printed, self.lexicon.language)
        nation = self.lexicon.nations.get(key_) or self.lexicon.exact.get(printed)
        state = (self.states.get(nation) or f"?{nation}") if nation else None
        kinds = self._kinds.get(plain, frozenset())
        cue, said, bits = self.lexicon.patterns.of(plain, (*kinds, *STATELY) if state else kinds)
        begun = chain.from_iterable(self._topics.of(plain))
        topics = (*self.lexicon.proposals.get(plain, ()), *begun)
        dated = plain in self.days or plain[0].isdigit()
        named = self.names.get(key_)
        live = bool(said or named or topics)
        word = Word(plain, key_, cue, said, bits, named, kinds, state, topics, dated, live)
        self.distinct[printed] = word
        return word

    def words(self, text: str) -> list[Word]:
        """The words of a stretch of text, in order."""
        return [*chain.from_iterable(map(self._part, text.split()))]

    def capitals(self, text: str) -> list[Word]:
        """Those of what begins with no small letter between two spaces."""
        parts = [part for part in text.split() if not part[0].islower()]
        return [*chain.from_iterable(map(self._part, parts))]


def _names(found: Iterable[Name]) -> Names:
    listed = sorted(found, key=lambda name: (-len(name.rest), name.rest, name.what, name.id))
    seconds = frozenset(name.rest[0] for name in listed if name.rest)
    return Names(tuple(listed), not listed[-1].rest, seconds)


def _bare(found: tuple[str, ...], language: str) -> tuple[str, ...]:
    """An alias without the article it may begin with."""
    return found[1:] if language == "en" and len(found) > 1 and found[0] == "the" else found


def live(words: Sequence[Word]) -> Live:
    """Where anything may begin in what is said."""
    return [(at, word) for at, word in enumerate(words) if word[LIVE]]


def names(words: Sequence[Word], among: Live | None = None) -> list[Hit]:
    """The names in a run of words, from left to right, of two that begin together the longer; none overlaps another.

    ``among`` are the live words of the run, for one who has them at hand.
    """
    begun = [
        (at, word[NAMES]) for at, word in (enumerate(words) if among is None else among) if word[NAMES] is not None
    ]
    if not begun:
        return []
    found: list[Hit] = []
    after, last = 0, len(words) - 1
    for at, (listed, alone, seconds) in begun:
        if at < after or not (alone or (at < last and words[at + 1][KEY] in seconds)):
            continue
        if hit := _name(words, at, listed):
            found.append(hit)
            after = hit.end
    return found


def _name(words: Sequence[Word], at: int, listed: tuple[Name, ...]) -> Hit | None:
    """The longest of the names that begin at a word, with everyone it may stand for."""
    best, what = -1, ""
    ids: list[str] = []
    ahead = tuple([word[KEY] for word in words[at + 1 : at + 1 + len(listed[0].rest)]])
    for rest, kind, identifier in listed:
        length = len(rest)
        if length < best:
            break
        if ahead[:length] == rest:
            best, what = length, what or kind
            if kind == what:
                ids.append(identifier)
    return Hit(at, at + 1 + best, what, tuple(ids)) if ids else None
