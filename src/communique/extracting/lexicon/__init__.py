"""The words each language attributes with, read from ``<language>/cues.toml``; ``README.md`` beside this file is the format.

``load(language)`` gives a :class:`Lexicon` (cached for the process), ``precision(rule)`` what was measured of a rule.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tomllib import load as read_toml
from typing import Any, NamedTuple

from communique.extracting.lexicon import bits

from ..model import LANGUAGES

HERE = Path(__file__).parent
MODES = frozenset(("fin", "mod", "inf", "ger", "be", "pp", "n", "adj"))
ACTIVE = MODES - {"be", "pp"}
FINITE = frozenset(("fin", "mod"))
FEW = 10
"""Proposals of the language as a whole that are added to a rule's own before its share is taken."""
LATE = frozenset(("after", "after.q", "inv", "inv.q", "paren", "paren.q", "as.clause", "before"))
"""Shapes whose words stand before the cue or on both its sides; a lexicon may call them all "after"."""
WITHOUT_MODE = ("all", "light")
SPOKEN = frozenset(("fin.that", "fin.clause", "fin.quote", "fin.after.q", "that", "quote", "after", "all"))
"""A verb that takes one of these frames is a verb of speech."""


class Entry(NamedTuple):
    """One cue word: its dictionary form, what kind of act it tells, and the complements it attributes with.

    ``takes`` are the frames as the lexicon has them, ``keys`` every mode and frame (``fin.that``) they stand for; ``modes``
    are the modes among the keys, ``late`` those in which words may stand before the cue: both only spare the engine work.
    """

    lemma: str
    kind: str
    takes: frozenset[str]
    keys: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()


class Lexicon(NamedTuple):
    """All the words of one language. Keys of every mapping are lower-case forms.

    ``flags`` gives a word's classes as one integer (see ``bits``); ``verbs``, ``nouns`` and ``adjectives`` the entry of a
    cue; ``preposed`` and ``postposed`` map the first word of a phrase ("according") to its continuations, longest first;
    ``inserted`` maps the last word of a phrase that stands between subject and verb ("in turn") to those before it;
    ``light`` maps a form of a verb to the nouns it says something with ("expressed" to "readiness"), ``links`` are the words
    that may follow such a noun, ``fixed`` maps one to the words that make it a cue ("spoke" to "in favour of").
    """

    language: str
    switches: frozenset[str]
    flags: Mapping[str, int]
    verbs: Mapping[str, Entry]
    nouns: Mapping[str, Entry]
    adjectives: Mapping[str, Entry]
    preposed: Mapping[str, tuple[tuple[str, ...], ...]]
    postposed: Mapping[str, tuple[tuple[str, ...], ...]]
    genders: Mapping[str, str]
    suffixes: tuple[str, ...]
    adverb_suffixes: tuple[str, ...] = ()
    plural_suffixes: tuple[str, ...] = ("",)
    inserted: Mapping[str, tuple[tuple[str, ...], ...]] = {}
    light: Mapping[str, frozenset[str]] = {}
    links: frozenset[str] = frozenset()
    fixed: Mapping[str, tuple[tuple[str, ...], ...]] = {}


@cache
def load(language: str) -> Lexicon:
    """The lexicon of ``language`` (``en``, ``de`` or ``ru``); a language without one gives the English one.

    A caller that set a document aside for its language never comes here, so nothing is raised.
    """
    code = language[:2].lower()
    raw = _raw(code if code in LANGUAGES else "en")
    flags: dict[str, int] = {}
    for name, forms in raw.get("words", {}).items():
        _flag(flags, forms, bits.CLASSES[name])
    genders: dict[str, str] = {}
    for gender, forms in raw.get("pronouns", {}).items():
        _flag(flags, forms, bits.PRONOUN)
        genders.update(dict.fromkeys(forms, gender))
    for gender, forms in raw.get("genders", {}).items():
        genders.update(dict.fromkeys(forms, gender))
    return Lexicon(
        language=raw["language"],
        switches=frozenset(name for name, on in raw.get("switches", {}).items() if on),
        flags=flags,
        verbs=_cues(raw.get("verbs", {}), flags, bits.VERB_GROUPS),
        nouns=_cues(raw.get("nouns", {}), flags, (bits.NOUN,)),
        adjectives=_cues(raw.get("adjectives", {}), flags, (bits.ADJECTIVE,)),
        preposed=_phrases(raw.get("phrases", {}).get("preposed", ()), flags, bits.PREPOSED),
        postposed=_phrases(raw.get("phrases", {}).get("postposed", ()), flags, bits.POSTPOSED),
        genders=genders,
        suffixes=tuple(raw.get("verb_suffixes", ())),
        adverb_suffixes=tuple(raw.get("adverb_suffixes", ())),
        plural_suffixes=tuple(raw.get("plural_suffixes", ("",))),
        light=_light(raw.get("light", {}), flags),
        links=frozenset(word for each in raw.get("light", {}).values() for word in each["links"]),
        fixed=_phrases(raw.get("phrases", {}).get("fixed", ()), flags, bits.LIGHT),
        inserted=_inserted(raw.get("phrases", {}).get("inserted", ()), flags),
    )


@cache
def _measured() -> Mapping[str, int]:
    found = {}
    for language in LANGUAGES:
        path = HERE / language / "precision.toml"
        if path.exists():
            with path.open("rb") as file:
                rows = read_toml(file)["rules"]
            right = {rule: row["permille"] * row["n"] / 1000 for rule, row in rows.items()}
            pooled = sum(right.values()) / max(1, sum(row["n"] for row in rows.values()))
            for rule, row in rows.items():
                found[rule] = round(1000 * (right[rule] + FEW * pooled) / (row["n"] + FEW))
    return found


def precision(rule: str) -> int:
    """How often ``rule`` is right by what was measured, in per mille of its proposals; 0 for a rule never measured.

    A rule that came up a few times says little of itself, so each is counted as if it had come up :data:`FEW` times more,
    right as often as all rules of its language together. ``precision.toml`` has what was counted.
    """
    return _measured().get(rule, 0)


def _raw(code: str) -> dict[str, Any]:
    with (HERE / code / "cues.toml").open("rb") as file:
        return read_toml(file)


def _flag(flags: dict[str, int], forms: "list[str] | tuple[str, ...]", bit: int) -> None:
    for form in forms:
        flags[form] = flags.get(form, 0) | bit


def _cues(rows: Mapping[str, Any], flags: dict[str, int], groups: tuple[int, ...]) -> dict[str, Entry]:
    """Entries by form; the groups of ``forms``, parted by a bar, carry the bits of ``groups`` in turn."""
    found: dict[str, Entry] = {}
    for lemma, row in rows.items():
        entry = _entry(lemma, row)
        extra = bits.SPEECH if len(groups) > 1 and SPOKEN & entry.takes else 0
        extra |= bits.JOINT if entry.kind == "joint" else 0
        for bit, group in zip(groups, row["forms"].split("|"), strict=False):
            for form in group.split():
                flags[form] = flags.get(form, 0) | bit | extra
                found.setdefault(form, entry)
    return found


def _entry(lemma: str, row: Mapping[str, str]) -> Entry:
    takes = frozenset(row["takes"].split())
    barred = {take[4:] for take in takes if take[:4] == "not."}
    keys = set(takes)
    for take in takes:
        if take.partition(".")[0] not in MODES and take not in WITHOUT_MODE and take[:4] != "not.":
            late_too = take == "after"
            names = LATE if late_too else (take, f"o.{take}", f"p.{take}")
            keys.update(f"{mode}.{name}" for mode in (FINITE if late_too else ACTIVE) for name in names)
    keys -= barred
    named = MODES if "all" in keys else frozenset(key.partition(".")[0] for key in keys) & MODES
    late = (
        ACTIVE
        if "all" in keys
        else frozenset(mode for mode in ACTIVE if any(f"{mode}.{name}" in keys for name in LATE))
    )
    return Entry(lemma, row.get("kind", "say"), takes, frozenset(keys), named, late)


def _phrases(
    rows: "list[str] | tuple[str, ...]", flags: dict[str, int], bit: int
) -> dict[str, tuple[tuple[str, ...], ...]]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for row in rows:
        first, *rest = row.split()
        flags[first] = flags.get(first, 0) | bit
        by_first.setdefault(first, []).append(tuple(rest))
    return {first: tuple(sorted(rests, key=len, reverse=True)) for first, rests in by_first.items()}


def _inserted(rows: "list[str] | tuple[str, ...]", flags: dict[str, int]) -> dict[str, tuple[tuple[str, ...], ...]]:
    by_last: dict[str, list[tuple[str, ...]]] = {}
    for row in rows:
        *before, last = row.split()
        flags[last] = flags.get(last, 0) | bits.INSERTED
        by_last.setdefault(last, []).append(tuple(before))
    return {last: tuple(sorted(each, key=len, reverse=True)) for last, each in by_last.items()}


def _light(sets: Mapping[str, Mapping[str, list[str]]], flags: dict[str, int]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for each in sets.values():
        _flag(flags, each["verbs"], bits.LIGHT)
        for form in each["verbs"]:
            found[form] = found.get(form, frozenset()) | frozenset(each["nouns"])
    return found
