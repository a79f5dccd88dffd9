"""From a reader's words to a full-text expression that never fails, and to the words of a text that it hits."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ..folding import fold, forms, key, readings, words
from .rows import Rows

MOST_WORDS, LONGEST, LONGEST_NAME = 12, 400, 6
"""Words and signs that are looked at; words of the longest name that is recognised."""
_QUOTED = re.compile(r"[\"“”„‟«»]([^\"“”„‟«»]*)[\"“”„‟«»]")
_STOP = {"a", "an", "and", "at", "by", "for", "from", "in", "not", "of", "on", "or", "the", "to", "und", "oder", "der", "die",
         "das", "den", "von", "zu", "и", "или", "не", "в", "на", "о", "по", "с", "к"}  # fmt: skip
Phrase = tuple[str, ...]
Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Term:
    """One thing looked for: any of ``phrases`` (keys in a row), or else all of ``parts``. ``said``: as it was typed."""

    said: str
    phrases: frozenset[Phrase]
    parts: tuple["Term", ...] = ()

    @property
    def expression(self) -> str:
        """It as FTS5 reads it. A key has letters and digits only, so nothing in it is an operator."""
        any_of = [f'"{" ".join(phrase)}"' for phrase in sorted(self.phrases)]
        if self.parts:
            any_of.append(_all(part.expression for part in self.parts))
        return f"({' OR '.join(any_of)})"

    @property
    def marks(self) -> frozenset[Phrase]:
        """Words in a row that count as a hit."""
        return self.phrases.union(*(part.marks for part in self.parts))


@dataclass(frozen=True)
class Sought:
    """All that is looked for. ``left_out`` are words beyond the most; ``unknown`` are words no entry has."""

    terms: tuple[Term, ...]
    left_out: int = 0
    unknown: tuple[str, ...] = ()

    @property
    def marks(self) -> frozenset[Phrase]:
        """Words in a row that count as a hit."""
        return frozenset[Phrase]().union(*(term.marks for term in self.terms))

    def expression(self, *, every: bool = True, language: str = "", title: bool = False, kind: str = "") -> str:
        """All of it (or ``any``), in entries of a language or kind, in the title alone.

        Without the kind, a word that many statements have is sought in all of their titles before nothing is found.
        """
        listed = [term.expression for term in self.terms]
        asked = _all(listed) if every else f"({' OR '.join(listed)})"
        tags = [f'"{tag}"' for tag in (language and f"_{language}", kind and f"__{kind}") if tag]
        return " AND ".join([f"title : {asked}" if title else asked, *tags])


def sought(rows: Rows, text: str) -> Sought:
    """Read what was typed: quoted words are a phrase; names are also looked for under the name we use; any other sign,
    and what full-text search takes for an operator, is no more than a gap between words."""
    text, terms, plain, n = text[:LONGEST], [], "", 0
    for place, part in enumerate(_QUOTED.split(text)):
        found = [match.group() for match in words(part) if key(match.group())]
        n += len(found)
        found = found[: max(0, MOST_WORDS - n + len(found))]
        if place % 2 and found:
            terms.append(Term(" ".join(found), _phrases(found)))
        elif found:
            plain += " ".join(found) + " "
    named = _named(rows, plain.split())
    unknown = tuple(term.said for term in named if not term.parts and not _is_known(rows, term))
    named = [_begun(rows, term) if term.said in unknown else term for term in named]
    return Sought((*named, *terms), max(0, n - MOST_WORDS), unknown)


def nearest(rows: Rows, unknown: Iterable[str]) -> list[dict[str, str]]:
    """Names of actors and treaties written much like a word that nothing has."""
    near: dict[str, str] = {}
    for word in unknown:
        first = key(word)[:1]
        listed = rows.all("SELECT folded, id, name FROM site_aliases WHERE folded >= ? AND folded < ? LIMIT 5000",
                          first, chr(ord(first) + 1))  # fmt: skip
        by = {part: row for row in listed for part in (row["folded"], *row["folded"].split()) if part[:1] == first}
        near |= {by[name]["id"]: by[name]["name"] for name in get_close_matches(key(word), by, 3, 0.7)}
    return [{"id": owner, "name": name} for owner, name in list(near.items())[:5]]


def marked(text: str | None, language: str | None, hits: frozenset[Phrase]) -> Pieces:
    """A text as pieces, each with whether it is a hit."""
    text = text or ""
    found = list(words(text))
    known = [forms(match.group(), language) for match in found]
    spans: list[tuple[int, int]] = []
    for place in range(len(found)):
        longest = max((len(hit) for hit in hits if _stands(hit, known, place)), default=0)
        if longest:
            spans.append((found[place].start(), found[place + longest - 1].end()))
    return _pieces(text, spans)


def excerpt(pieces: Pieces, most: int = 260) -> Pieces:
    """Some signs of a long text around its first hit."""
    text = "".join(piece for piece, _ in pieces)
    if len(text) <= most:
        return pieces
    at = 0
    for piece, hit in pieces:
        if hit:
            break
        at += len(piece)
    begin = 0 if at < most * 2 // 3 or at == len(text) else text.rfind(" ", 0, at - most // 3) + 1
    out: Pieces = [("… ", False)] if begin else []
    place = 0
    for piece, hit in pieces:
        cut = piece[max(0, begin - place) : max(0, begin + most - place)]
        place += len(piece)
        out += [(cut, hit)] if cut else []
    return [*out, (" …", False)] if begin + most < len(text) else out


def _all(listed: Iterable[str]) -> str:
    return f"({' AND '.join(listed)})"


def _phrases(found: Sequence[str]) -> frozenset[Phrase]:
    """Words in a row, in each language that all of them may be of."""
    read = [readings(word) for word in found]
    tongues = {code for one in read for code in one}
    return frozenset(phrase for code in tongues
                     if all(phrase := tuple(one.get(code, one[None]) for one in read)))  # fmt: skip


def _named(rows: Rows, found: list[str]) -> list[Term]:
    """Words as terms, the longest names first; words that say little alone are left out where others say more."""
    folded: dict[tuple[int, int], frozenset[Phrase]] = {
        (at, size): _phrases(found[at : at + size])
        for at in range(len(found))
        for size in range(1, min(LONGEST_NAME, len(found) - at) + 1)
    }
    texts = {" ".join(phrase) for phrases in folded.values() for phrase in phrases}
    names: dict[str, set[str]] = {}
    for row in rows.all(
        "SELECT folded, name FROM site_aliases WHERE folded IN (SELECT value FROM json_each(?))", texts
    ):
        names.setdefault(row["folded"], set()).add(row["name"])
    terms, at = [], 0
    while at < len(found):
        for size in range(min(LONGEST_NAME, len(found) - at), 0, -1):
            phrases = folded[at, size]
            called = {_name(name) for phrase in phrases for name in names.get(" ".join(phrase), ())}
            if called or size == 1:
                break
        said = found[at : at + size]
        single = [Term(word, _phrases([word])) for word in said]
        terms.append(Term(" ".join(said), frozenset(called), tuple(single)) if size > 1
                     else Term(said[0], phrases if said[0].lower() in _STOP else phrases | called))  # fmt: skip
        at += size
    telling = [term for term in terms if term.parts or term.said.lower() not in _STOP]
    return telling or terms


def _name(name: str) -> Phrase:
    """A name as the index holds it: its stems in a row."""
    return tuple(fold(name, "en").split()[: sum(1 for match in words(name) if key(match.group()))])


def _is_known(rows: Rows, term: Term) -> bool:
    listed = [word for phrase in term.phrases for word in phrase]
    n: int = rows.value("SELECT count(*) FROM site_words WHERE word IN (SELECT value FROM json_each(?))", listed)
    return n > 0


def _begun(rows: Rows, term: Term) -> Term:
    """A word that no entry has, as the beginning of words that some have."""
    begin = key(term.said)
    if len(begin) < 3:
        return term
    asked = "SELECT word FROM site_words WHERE word >= ? AND word < ? ORDER BY n DESC, word LIMIT 20"
    longer = rows.all(asked, begin, begin + "\U0010ffff")
    return Term(term.said, term.phrases | {(row["word"],) for row in longer})


def _stands(hit: Phrase, known: Sequence[frozenset[str]], place: int) -> bool:
    return len(hit) <= len(known) - place and all(part in known[place + i] for i, part in enumerate(hit))


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Pieces:
    out: Pieces = []
    done = 0
    for begin, end in spans:
        if begin > done:
            out.append((text[done:begin], False))
        if end > done:
            out.append((text[max(begin, done) : end], True))
        done = max(done, end)
    return [*out, (text[done:], False)] if done < len(text) else out
