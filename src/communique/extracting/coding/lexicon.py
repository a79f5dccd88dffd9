"""The coding's lexicons: patterns of words compiled from TOML, one folder per language."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from .patterns import Element, Patterns, element
from .words import key, low

ACTS = (
    "withdraw", "discontinue", "reject", "accept", "agree", "threaten", "propose", "request", "commit", "offer",
    "announce", "deny", "allege_breach", "accuse", "concern", "defend", "affirm", "welcome", "courtesy", "decline",
    "position", "assess", "discuss", "inform",
)  # fmt: skip
"""The code book's acts in its order of precedence."""

STRENGTHS = {"over_cue": 5, "over": 5, "cue": 4, "decide": 3, "weak": 2, "likely": 2, "hint": 1}
"""How much a pattern proves, by the list it stands in."""
ATTRIBUTING = frozenset({"over_cue", "cue", "weak"})
"""Lists whose patterns are sought in the clause that attributes."""

MAPPED = ("nations", "roles", "aliases", "exact")
"""Parts of a lexicon of mentions that are no lists of words."""
PHRASES = ("plural.people", "plural.sides", "sources.hedged", "documents.joint")
"""Kinds of words of mentions that may be several words long."""


class Proposal(NamedTuple):
    """Words in one sentence that speak of a proposal; ``until`` is the last ISO day on which it is meant."""

    proposal_id: str
    treaty: str | None
    all: tuple[Element, ...]
    none: tuple[Element, ...]
    until: str | None


class Lexicon(NamedTuple):
    """Everything the coding knows of a language."""

    language: str
    patterns: Patterns
    words: dict[str, frozenset[str]]
    """``own``, ``other``, ``both`` and the kinds of words of mentions -> words in small letters."""
    nations: dict[str, str]
    """Key of a word -> English name of the state it points to."""
    roles: tuple[tuple[tuple[str, ...], str], ...]
    """Runs of words of an office -> kind of office, the longest first."""
    phrases: dict[str, re.Pattern[str]]
    """Kind of words of mentions -> a pattern that finds any of them in words in small letters between single spaces."""
    proposals: dict[str, tuple[Proposal, ...]]
    """Word or beginning of a word (ending in ``*``) of a proposal's first line -> the proposals."""
    exact: dict[str, str]
    """Word as printed, capital and all -> English name of the state it points to."""
    aliases: tuple[tuple[str, str], ...]
    """(alias, English name of an actor): forms too bare for the dataset, such as "the Secretary"."""


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of en, de or ru."""
    acts, said = _read(language, "acts"), _read(language, "mentions")
    words = {
        f"{table}.{name}": frozenset(map(low, listed))
        for table, rows in said.items()
        if table not in MAPPED
        for name, listed in rows.items()
    }
    roles = [(tuple(low(phrase).split()), role) for role, listed in said["roles"].items() for phrase in listed]
    roles.sort(key=lambda item: (-len(item[0]), item[0]))
    nations = {key(word, language): state for state, listed in said["nations"].items() for word in listed}
    phrases = {name: _phrases(words[name], whole=name.startswith("plural.")) for name in PHRASES}
    return Lexicon(language, _patterns(acts), words, nations, tuple(roles), phrases, _proposals(language),
                   {word: state for state, listed in said.get("exact", {}).items() for word in listed},
                   tuple(sorted(said.get("aliases", {}).items())))  # fmt: skip


def _phrases(listed: frozenset[str], *, whole: bool) -> re.Pattern[str]:
    edge = r"\b" if whole else ""
    return re.compile(edge + "(?:" + "|".join(map(re.escape, sorted(listed))) + ")" + edge)


def _read(language: str, name: str) -> dict[str, Any]:
    file = resources.files("communique.extracting") / "lexicon" / language / f"{name}.toml"
    return tomllib.loads(file.read_text("utf-8"))


def _patterns(said: dict[str, Any]) -> Patterns:
    made = Patterns(said["macros"])
    for act in ACTS:
        for zone, strength in STRENGTHS.items():
            for text in said.get(act, {}).get(zone, ()):
                made.add(text, act, strength, "cue" if zone in ATTRIBUTING else "content")
    for group in ("flags", "request_types", "treaty_status"):
        for name, listed in said.get(group, {}).items():
            zone = "cue" if name.endswith("_cue") else "flag" if group == "flags" else group
            for text in listed:
                made.add(text, name.removesuffix("_cue"), 0, zone)
    return made


def _proposals(language: str) -> dict[str, tuple[Proposal, ...]]:
    found: dict[str, tuple[Proposal, ...]] = {}
    for proposal in _listed(language):
        first = proposal.all[0]
        for word in sorted((*first.exact, *(start + "*" for start in first.begins))):
            found[word] = (*found.get(word, ()), proposal)
    return found


def _listed(language: str) -> tuple[Proposal, ...]:
    return tuple(
        Proposal(
            name,
            said.get("treaty"),
            tuple(element(part, {}) for part in said["all"]),
            tuple(element(part, {}) for part in said.get("not", ())),
            said.get("until"),
        )
        for name, said in sorted(_read(language, "proposals").items())
    )
