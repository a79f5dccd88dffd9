"""What a verification found: articles, anchors that do not simply hold, problems, and their sums."""

from collections import Counter
from dataclasses import asdict, dataclass

from ..problems import Problem, errors

STATES = ("held", "moved", "reprinted", "missing", "wrong", "absent")
"""held: these words, at this place, to the letter · moved: to the letter, elsewhere · reprinted: the same words with
other line breaks, quotation marks or capitals · missing: not in the copy · wrong: the text is the one coded and the
record is not true of it · absent: no copy at hand."""


@dataclass(frozen=True)
class AnchorResult:
    """One anchor that is not ``held``; ``found_start`` and ``found_end`` are code points of the copy, end exclusive."""

    article_id: str
    statement_id: str
    char_start: int
    char_end: int
    anchor_role: str
    state: str
    found_start: int | None = None
    found_end: int | None = None

    def __str__(self) -> str:
        return f"{self.statement_id} {self.char_start}-{self.char_end}"


@dataclass(frozen=True)
class ArticleResult:
    """One anchored article: its copy, how it was matched (``hash``, ``words`` or ``none``), its anchors by state."""

    article_id: str
    file: str | None
    matched: str
    anchors: int
    held: int
    moved: int
    reprinted: int
    missing: int
    wrong: int
    absent: int
    url: str | None = None


@dataclass(frozen=True)
class VerifyReport:
    """What the texts at hand prove; ``files`` is how many were looked at."""

    articles: list[ArticleResult]
    anchors: list[AnchorResult]
    problems: list[Problem]
    files: int

    @property
    def ok(self) -> bool:
        """Nothing wrong with any anchor, and none that had to be found missing."""
        return not errors(self.problems)

    @property
    def counts(self) -> dict[str, int]:
        """Sums over all articles: articles, how they were matched, anchors, anchors by state, files."""
        how = Counter(row.matched for row in self.articles)
        return {
            "articles": len(self.articles),
            **{f"matched_{kind}": how[kind] for kind in ("hash", "words", "none")},
            **{name: sum(getattr(row, name) for row in self.articles) for name in ("anchors", *STATES)},
            "files": self.files,
        }

    def as_dict(self) -> dict[str, object]:
        """The report as a JSON object."""
        return {
            "ok": self.ok,
            "counts": self.counts,
            "articles": [asdict(row) for row in self.articles],
            "anchors": [asdict(row) for row in self.anchors],
            "problems": [problem.as_dict() for problem in self.problems],
        }
