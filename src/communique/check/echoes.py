"""Problems that are there only because a file could not be read: told once, at that file, not at all who lean on it."""

from collections.abc import Iterable
from pathlib import Path

from ..ids import IN_TEXT
from ..problems import Problem

UNREAD = {
    "bad-key", "file-too-large", "malformed-csv", "malformed-yaml", "not-utf8", "nul-character", "several-documents",
    "too-many-problems",
    "too-deep", "unknown-file", "unreadable", "yaml-anchor", "yaml-tag",
}  # fmt: skip
"""Problems after which nothing of a file, or not all of it, is read."""
ECHOES = {"claim-without-statement", "dangling-reference", "evidence-cannot-support", "evidence-not-linked",
          "mention-leads-nowhere", "outside-source-unnamed"}  # fmt: skip
"""Problems that a file left unread raises in others, by an id that stands in it."""
LEAN = {
    "actors": {"account-of-no-state", "account-sides-disagree", "act-of-a-stranger", "joint-of-one-state",
               "joint-text-of-one-side", "self-by-another", "single-seat-overlap", "speaks-out-of-office",
               "state-is-no-state"},
    "articles": {"claim-told-differently", "evidence-before-event"},
    "coders": {"paraphrase-missing"},
    "conflicts": {"claim-told-differently"},
    "encounters": {"reports-part-in-time"},
    "releases": {"no-release"},
    "tenures": {"speaks-out-of-office"},
    "treaties": {"event-by-no-party"},
}  # fmt: skip
"""Rules that cannot judge while a file of that table is unread."""
_MOST_BYTES = 2**24


def echoes(problems: Iterable[Problem], dataset: Path) -> list[Problem]:
    """Problems that a file left unread raises elsewhere: they name ids that stand in it, or rest on its whole table."""
    listed = list(problems)
    unread = {problem.file for problem in listed if problem.code in UNREAD}
    ids: set[str] = set()
    for name in unread:
        path = dataset.parent / name
        if path.is_file():
            with path.open("rb") as stream:
                ids.update(IN_TEXT.findall(stream.read(_MOST_BYTES).decode("utf-8", "replace")))
    blind = {code for name in unread for code in LEAN.get(Path(*Path(name).parts[1:2]).stem, ())}
    return [
        p
        for p in listed
        if p.code in blind
        or (
            p.code in ECHOES
            and (ids.intersection(IN_TEXT.findall(f"{p.record} {p.message}")) or (unread and not p.line))
        )
    ]
