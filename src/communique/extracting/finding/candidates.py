"""One cue in its sentence: the attribution it proposes, with the frame that the lexicon must let in."""

from typing import NamedTuple

from communique.extracting.finding import clauses, frames, late, light, speakers, subjects
from communique.extracting.finding.speakers import Part
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import FINITE, Entry, bits

OWNED = bits.DETERMINER | bits.POSSESSIVE | bits.POSSESSED
BEFORE_NOUN = OWNED | bits.PREPOSITION | bits.COMMA | bits.VERBAL | bits.VERB
GROUPED = bits.HELPING | bits.ADVERB | bits.TO
MODAL = bits.AUXILIARY | bits.NEGATION
POSSESSING = bits.POSSESSIVE | bits.POSSESSED
CLAUSE_ENDS = bits.COMMA | bits.COLON
MAIN_SUBJECT = bits.PRONOUN | bits.DETERMINER | bits.CAPITAL | bits.CONTRACTED
PRONOMINAL = bits.RELATIVE | bits.PRONOUN | bits.OBJECT
BEFORE_VERB = bits.PRONOUN | bits.TO | bits.AUX | bits.RELATIVE | bits.NEGATION


class Candidate(NamedTuple):
    """What a cue proposes, in tokens. ``key`` is mode and frame (``fin.that``), the thing a lexicon allows or not.

    Modes: ``fin`` finite, ``mod`` finite with a modal or a negation, ``inf`` after "to", ``ger`` gerund, ``be`` passive,
    ``pp`` participle alone, ``n`` noun, ``adj`` adjective, ``acc`` a phrase like "according to". ``late`` says that words
    stand before the cue.
    """

    key: str
    content: tuple[Part, ...]
    speaker: Part | None
    cue: Part
    entry: Entry
    late: bool = False
    account: Part | None = None


def admits(entry: Entry, key: str) -> bool:
    """Whether a cue attributes in the mode and frame ``key``."""
    return key in entry.keys or "all" in entry.keys


def propose(t: Tokens, i: int, a: int, b: int, edge: int) -> Candidate | None:
    """What the word ``i`` of the sentence ``a`` to ``b`` proposes, by the part of speech its neighbours make it.

    ``edge`` is the sentence's first comma, dash or quotation mark: no words stand before a cue that stands before it.
    """
    f = t.flags[i]
    if f & bits.PREPOSED:
        n = clauses.preposed(t, i, b)
        if n:
            return _preposed(t, i, n, a, b)
    if f & bits.VERBAL and not (f & bits.NOUN and is_noun(t, i, a)):
        return _verb(t, i, a, b, f, edge)
    if f & bits.NOUN:
        return _noun(t, i, a, b)
    if f & bits.ADJECTIVE:
        return _adjective(t, i, a, b)
    return None


def is_noun(t: Tokens, i: int, a: int) -> bool:
    """Whether a form that is noun and verb is a noun here, by the word before it."""
    if i == a:
        return True
    p = t.flags[i - 1]
    if p & BEFORE_VERB:
        return bool(p & bits.POSSESSIVE)
    return bool(p & BEFORE_NOUN) or t.tokens[i - 1][1] in ("'", "’")


def _verb(t: Tokens, i: int, a: int, b: int, f: int, edge: int) -> Candidate | None:
    flags = t.flags
    p = flags[i - 1] if i > a else 0
    if p & OWNED and not p & PRONOMINAL and _modifies(t, i, f, p):
        return None
    entry = t.lexicon.verbs.get(t.tokens[i][1])
    if entry is None or (f & bits.CAPITAL and i > a):
        return None
    told = light.phrase(t, i, b) if f & bits.LIGHT else None
    if not (told or entry.modes):
        return None
    g, aux, to = speakers.verb_group(t, i, a) if p & GROUPED else (i, 0, False)
    mode = _mode(f, aux, to) if i > a or not f & bits.PARTICIPLE else "pp"
    if told and mode in FINITE:
        return _light(t, i, subjects.finite(t, g, a), told, b)
    if f & bits.PARTICIPLE and i > a and flags[i - 1] & bits.AS and i + 1 < b and flags[i + 1] & bits.BY:
        return _preposed(t, i - 1, 3, a, b)  # as stated by
    if mode not in entry.modes or (g == i and mode == "fin" and i > a and _no_plural(t, i, f, p)):
        return None
    if mode == "be":
        return _passive(t, i, g, a, b, entry)
    if mode == "pp":
        return _reduced(t, i, b, entry)
    name, c = frames.frame(t, i, b)
    key = f"{mode}.{name}"
    ahead = name != "after" and admits(entry, key)
    late_too = mode in entry.late and (i > edge or flags[a] & bits.AS)
    if not ahead and not late_too:
        return None
    subject = SUBJECTS[mode](t, g, a)
    cue = (i, i + 1)
    if late_too:
        if said := late.after(t, i, g, subject, a, b, name, c):
            shape, content, speaker = said
            key = f"{mode}.{shape}"
            return Candidate(key, content, speaker, cue, entry, True) if admits(entry, key) else None
        if subject and subject[0] > a and flags[subject[0] - 1] & bits.AS and f & bits.SPEECH:
            content = late.as_clause(t, i, subject, a, b) if admits(entry, "fin.as.clause") else ()
            return Candidate("fin.as.clause", content, subject, cue, entry, True) if content else None
    if not ahead:
        return None
    if c >= b:  # a colon ends the sentence: its words are the paragraph that follows
        return Candidate(key, (), subject, cue, entry) if name[-5:] == "colon" else None
    return Candidate(key, ((c, _end(t, name, c, a, b)),), subject, cue, entry)


SUBJECTS = {"fin": subjects.finite, "mod": subjects.finite, "inf": subjects.chain, "ger": subjects.gerund}


def _light(t: Tokens, i: int, subject: Part | None, said: tuple[str, int, int, int], b: int) -> Candidate:
    """A verb that says something with its noun: "expressed his readiness for", "drew attention to"."""
    name, c, e, k = said
    entry = t.lexicon.verbs[t.tokens[i][1]]
    c = k if name == "that" else c
    return Candidate(f"light.{name}", ((c, clauses.end(t, c, b)),), subject, (i, e), entry)


def _mode(f: int, aux: int, to: bool) -> str:
    """How a verb form stands: its own bits ``f``, those of its auxiliaries ``aux``, a "to" before it; "" where it is none."""
    if f & bits.GERUND and not aux & bits.BE:
        return "ger"
    if to:
        return "inf" if f & bits.INFINITIVE else ""
    if aux & bits.BE and f & bits.PARTICIPLE:
        return "be"
    if f & bits.FINITE or (f & bits.PARTICIPLE and aux & bits.HAVE) or (aux & bits.BE and f & bits.GERUND):
        return "mod" if aux & MODAL else "fin"
    return "mod" if f & bits.INFINITIVE and aux & bits.AUXILIARY else "pp"


PLURAL = (
    bits.CAPITAL
    | bits.PRONOUN
    | bits.PERSON
    | bits.DETERMINER
    | bits.RELATIVE
    | bits.COORDINATOR
    | bits.TIME
    | bits.CONTRACTED
)


def _no_plural(t: Tokens, i: int, f: int, p: int) -> bool:
    """Whether a base form stands behind a word that is no plural, and so is a noun: "the party vote"."""
    if not f & bits.INFINITIVE or f & bits.PARTICIPLE or not p & bits.WORD or p & PLURAL:
        return False
    return not t.tokens[i - 1][1].endswith(t.lexicon.plural_suffixes)


def _modifies(t: Tokens, i: int, f: int, p: int) -> bool:
    """Whether a verb form after an article or a possessive is no verb: "the call", "his suggested"."""
    return bool(f & bits.INFINITIVE or p & POSSESSING) or t.tokens[i - 1][1] in ("the", "a", "an", "this")


WHOLE = frozenset(("object", "that", "clause", "quote", "colon", "wh", "p.that", "p.quote", "p.colon", "sub"))
"""Frames whose words go on past commas."""


def _end(t: Tokens, name: str, c: int, a: int, b: int) -> int:
    """Where the words of a frame end: those of an infinitive or after a preposition at the first comma."""
    stops = 0 if name in WHOLE or name[:2] == "o." else CLAUSE_ENDS
    if t.flags[a] & bits.SUBORDINATOR and t.flags[a] & bits.CAPITAL:
        stops |= _main_clause_comma(t, c, b)
    return clauses.end(t, c, b, stops)


def _main_clause_comma(t: Tokens, c: int, b: int) -> int:
    """A comma, where the first one after ``c`` opens the main clause of a sentence that began with "when" or "although"."""
    flags = t.flags
    for k in range(c, min(b - 1, c + speakers.REACH)):
        if flags[k] & bits.COMMA:
            f = flags[k + 1]
            return bits.COMMA if f & MAIN_SUBJECT else 0
    return 0


def _passive(t: Tokens, i: int, g: int, a: int, b: int, entry: Entry) -> Candidate | None:
    """ "X is expected to ...", "X was praised by Y for ...": the subject is part of what is attributed."""
    subject = subjects.finite(t, g, a)
    name, c = frames.frame(t, i, b)
    by = i + 1 < b and t.flags[i + 1] & bits.BY
    speaker = speakers.after(t, i + 2, b) if by else None
    if speaker:
        name, c = "by", speaker[1]
    content: tuple[Part, ...] = (subject,) if subject else ()
    e = clauses.end(t, c, b) if c < b else c
    if e > c and name != "after":
        content = (*content, (c, e))
    key = f"be.{name}"
    return Candidate(key, content, speaker, (i, i + 1), entry) if content and admits(entry, key) else None


def _reduced(t: Tokens, i: int, b: int, entry: Entry) -> Candidate | None:
    """A participle without an auxiliary: "known as", "described by"."""
    name, c = frames.frame(t, i, b)
    if name == "after" or c >= b or not admits(entry, f"pp.{name}"):
        return None
    speaker = speakers.after(t, c, b) if name == "by" else None
    return Candidate(f"pp.{name}", ((c, clauses.end(t, c, b, bits.COMMA)),), speaker, (i, i + 1), entry)


def _noun(t: Tokens, i: int, a: int, b: int) -> Candidate | None:
    entry = t.lexicon.nouns.get(t.tokens[i][1])
    if entry is None or i + 1 >= b:
        return None
    name, c = frames.frame(t, i, b)
    if name == "after" or c >= b or not admits(entry, f"n.{name}"):
        return None
    return Candidate(f"n.{name}", ((c, clauses.end(t, c, b)),), subjects.owner(t, i, a, b), (i, i + 1), entry)


def _adjective(t: Tokens, i: int, a: int, b: int) -> Candidate | None:
    entry = t.lexicon.adjectives.get(t.tokens[i][1])
    g, _, _ = speakers.verb_group(t, i, a)
    if entry is None or g == i:
        return None
    name, c = frames.frame(t, i, b)
    if name == "after" or c >= b or not admits(entry, f"adj.{name}"):
        return None
    return Candidate(f"adj.{name}", ((c, clauses.end(t, c, b)),), speakers.before(t, g, a), (i, i + 1), entry)


def _preposed(t: Tokens, i: int, n: int, a: int, b: int) -> Candidate | None:
    said = late.preposed(t, i, n, a, b)
    if said is None:
        return None
    name, content, speaker = said
    entry = Entry(" ".join(t.tokens[k][1] for k in range(i, i + n)), "say", frozenset())
    return Candidate(f"acc.{name}", content, speaker, (i, i + n), entry, True)
