"""What a mention says by itself: names, offices, bodies and states in it, pronouns, titles, and words for sources."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from communique_schema.words import normalise

from ...ids import made_id
from .reader import Reader, names
from .vocabulary import Word
from .words import TOKEN


class Known(Protocol):
    """What is asked of an actor."""

    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str | None: ...


class Mention(NamedTuple):
    """A mention read. ``shown`` is the form that is kept; ``people`` has, for each person named, the ids of that name.

    ``state`` is the state a word of it points to ("Russian"), ``states`` all of them; ``pronoun`` is person, thing, many or
    either; ``plural`` people or sides; ``role`` a kind of office. ``stranger``: it holds a name nobody knows. ``source``: a
    word for an unnamed one; ``indefinite``: "an official". ``metonym``: a place for a body; ``body``: a word such as
    "ministry"; ``joint``: a text of both sides; ``thing``: a treaty and no actor. ``last`` and ``tail`` are the keys of the
    last word of the form that is kept and of the mention itself.
    """

    shown: str
    people: tuple[tuple[str, ...], ...]
    offices: tuple[str, ...]
    bodies: tuple[str, ...]
    media: tuple[str, ...]
    state: str | None
    states: tuple[str, ...]
    role: str | None
    plural: str | None
    pronoun: str | None
    source: bool
    stranger: bool
    metonym: bool
    body: bool
    joint: bool
    indefinite: bool
    thing: bool
    last: str | None
    tail: str | None


MOST = 20_000
"""Mentions remembered."""
LONGEST = 7
"""Words of a mention that are kept."""


def parse(text: str, reader: Reader, actors: Mapping[str, Known]) -> Mention:
    """Read a mention; the same words are read once."""
    cache: dict[str, Mention] = reader.mentions
    found = cache.get(text)
    if found is None:
        if len(cache) >= MOST:
            cache.clear()
        found = cache[text] = _parse(text, reader, actors)
    return found


def _parse(text: str, reader: Reader, actors: Mapping[str, Known]) -> Mention:
    words, printed = reader.words(text), TOKEN.findall(text)
    lows = [word.low for word in words]
    known = reader.lexicon.words
    by_kind: dict[str, list[tuple[str, ...]]] = {}
    covered: set[int] = set()
    metonym = thing = False
    for hit in names(words):
        if hit.what != "actor":
            thing = True
            continue
        kind = actors[hit.ids[0]].kind
        by_kind.setdefault(kind, []).append(hit.ids)
        covered |= set(range(hit.start, hit.end))
        if kind in ("state", "institution") and hit.end - hit.start == 1:
            metonym = metonym or lows[hit.start] in known["metonyms.words"]
    states = tuple(dict.fromkeys(word.state for word in words if word.state))
    offices, bodies = by_kind.get("office", []), [*by_kind.get("institution", []), *by_kind.get("organisation", [])]
    nations = by_kind.get("state", [])
    role, role_at = _role(words, reader)
    whole = " ".join(lows)
    phrases = reader.lexicon.phrases
    plural = next((kind for kind in ("people", "sides") if phrases[f"plural.{kind}"].search(whole)), None)
    kept = shown(text)
    end = TOKEN.findall(kept)
    return Mention(
        shown=kept,
        people=tuple(dict.fromkeys(by_kind.get("person", []))),
        offices=tuple(dict.fromkeys(ids[0] for ids in offices)),
        bodies=tuple(dict.fromkeys(ids[0] for ids in (bodies or nations))),
        media=tuple(ids[0] for ids in by_kind.get("media", [])),
        state=states[0] if states else None,
        states=states,
        role=role,
        plural=plural,
        pronoun=_pronoun(lows, known),
        source=not known["sources.unnamed"].isdisjoint(lows) or bool(phrases["sources.hedged"].search(whole)),
        stranger=_stranger(words, printed, covered | role_at, reader),
        metonym=metonym,
        body=not known["bodies.institution"].isdisjoint(lows),
        joint=bool(phrases["documents.joint"].search(whole)),
        indefinite=bool(lows) and lows[0] in known["sources.indefinite"],
        thing=thing and not by_kind,
        last=reader.word(end[-1]).key if end else None,
        tail=reader.word(printed[-1]).key if printed else None,
    )


def _pronoun(lows: Sequence[str], known: Mapping[str, frozenset[str]]) -> str | None:
    if len(lows) > 2:
        return None
    return next(
        (kind for kind in ("either", "many", "person", "thing") if lows and lows[0] in known[f"pronouns.{kind}"]), None
    )


def _role(words: Sequence[Word], reader: Reader) -> tuple[str | None, set[int]]:
    """The kind of office a mention's words name, and which words those are; in German a compound's ending counts.

    The first that is more than "other" (a diplomat, a chief) decides; a longer run goes before a shorter.
    """
    found: str | None = None
    places: set[int] = set()
    for at, word in enumerate(words):
        if at in places:
            continue
        first = word.key
        if first not in reader.roles:
            if not (reader.compounds and first.endswith(reader.compounds)):
                continue
            first = max((end for end in reader.compounds if first.endswith(end)), key=len)
        for run, role in reader.roles[first]:
            if all(at + n < len(words) and words[at + n].key == run[n] for n in range(1, len(run))):
                found = found if found and found != "other" else role
                places |= set(range(at, at + len(run)))
                break
    return found, places


def _stranger(words: Sequence[Word], printed: Sequence[str], covered: set[int], reader: Reader) -> bool:
    """Whether a capitalised word is left that is neither a known name nor a word of offices, bodies or states."""
    loose = 0
    small, bodies = reader.lexicon.words["small.words"], reader.lexicon.words["bodies.institution"]
    pronouns = reader.pronouns
    for at, word in enumerate(words):
        if at in covered or word.state or not printed[at][0].isupper():
            continue
        if word.low in small or word.low in bodies or word.low in pronouns or word.low in reader.plurals:
            continue
        if reader.lexicon.language != "de" or at - 1 in covered:
            return True
        loose += 1  # German writes every noun with a capital: a name is two such words, or one behind a title
    return loose > 1


def shown(text: str) -> str:
    """A mention as it is kept: on one line, without an apposition, at most seven words (the last, where the name is)."""
    line = " ".join(text.split()).partition(", ")[0].strip(" ,;:.\"'«»“”„‘’()[]–—-")
    places = [match.span() for match in TOKEN.finditer(line)]
    if len(places) > LONGEST or line.count("'") + line.count("’") + len(places) > LONGEST:
        at = max(0, len(places) - LONGEST + line.count("'") + line.count("’"))
        line = line[places[min(at, len(places) - 1)][0] :]
    return line


@lru_cache(MOST)
def stranger(name: str) -> tuple[str, str]:
    """A name nobody knows as it is printed, and the id made of it."""
    printed = name or "[no words]"
    return printed, made_id("ac", "mention", normalise(printed) or printed)
