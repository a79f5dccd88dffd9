"""The code book's vocabularies, read from ``terms.yml`` beside this file: one source for rows, checks and completion."""

from functools import cache
from importlib.resources import files
from typing import Any

LINKS = {"moves_to": None, "effect": "event_effect", "supports": "proposal_event"}
"""Keys of a term that point to other codes, and the vocabulary they point into (``moves_to``: see MOVES)."""
MOVES = {"proposal_event": "proposal_status", "channel_event": "channel_status"}
LAPSING = ("proposed", "acknowledged", "countered")
"""Statuses in which a passed deadline means nobody took the proposal up in time."""
OPENING = ("signed", "acceded", "succeeded")
"""Treaty events that open a state's row; every other event by a state needs it open."""
_TEXTS = ("label", "definition", "example_fits", "example_fails", "plover", "cameo")


@cache
def _book() -> dict[str, list[dict[str, Any]]]:
    import yaml  # noqa: PLC0415 (readers of a release, who need no code book file, may have no YAML reader)

    text = files(__package__).joinpath("terms.yml").read_text("utf-8")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    book: dict[str, list[dict[str, Any]]] = yaml.load(text, Loader=loader)  # noqa: S506 (builds text alone)
    return book


@cache
def vocabularies() -> dict[str, tuple[str, ...]]:
    """Codes of each vocabulary, in the code book's order."""
    return {name: tuple(term["code"] for term in terms) for name, terms in _book().items()}


def codes(vocabulary: str) -> tuple[str, ...]:
    """Codes of one vocabulary, in order. Raises ``KeyError`` when the code book has no such list."""
    return vocabularies()[vocabulary]


@cache
def links(link: str, vocabulary: str) -> dict[str, tuple[str, ...]]:
    """Code -> codes it points to by ``link`` (``moves_to``, ``effect`` or ``supports``)."""
    found = {}
    for term in _book()[vocabulary]:
        target = term.get(link, [])
        found[term["code"]] = (target,) if isinstance(target, str) else tuple(target)
    return found


def rows() -> dict[str, list[dict[str, Any]]]:
    """Rows of the tables ``terms`` and ``term_links``."""
    terms, linked = [], []
    for vocabulary, listed in _book().items():
        for position, term in enumerate(listed, 1):
            row = {"vocabulary": vocabulary, "code": term["code"], "position": position}
            terms.append(row | {name: term[name] for name in _TEXTS if name in term})
            linked += [
                {"vocabulary": vocabulary, "code": term["code"], "link": link,
                 "target_vocabulary": target or MOVES[vocabulary], "target_code": code}
                for link, target in LINKS.items() for code in links(link, vocabulary)[term["code"]]
            ]  # fmt: skip
    return {"terms": terms, "term_links": linked}
