"""What a build came to, for people and for machines."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .problems import Problem, count

MOST_NAMED = 10
"""Articles without a text that are named; the rest are counted."""


@dataclass(frozen=True)
class BuildReport:
    """What a build came to: its folder, release and rows per table, problems left (warnings), and checks not made.

    ``texts`` of ``anchored`` articles were at hand, those of the articles ``absent`` were not; ``skipped`` names the
    checks that could not be made for these.
    ``unchanged``: the last build was made from the same inputs and still stands, so nothing was done.
    ``extracted`` statements are of extractions, ``left_out`` articles of these were not built for they are curated.
    """

    folder: Path
    version: str
    data_through: str
    rows: dict[str, int]
    warnings: int
    texts: int
    anchored: int
    skipped: tuple[str, ...]
    absent: tuple[str, ...] = ()
    unchanged: bool = False
    problems: tuple[Problem, ...] = ()
    extracted: int = 0
    left_out: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The report as a JSON object."""
        said = {name: getattr(self, name) for name in KEPT}
        listed = [problem.as_dict() for problem in self.problems]
        return {"folder": str(self.folder), "unchanged": self.unchanged, **said, "problems": listed}

    def lines(self) -> list[str]:
        """The report for people."""
        release = f"version {self.version}, data through {self.data_through}"
        size = f"{count(len(self.rows), 'table')}, {count(sum(self.rows.values()), 'row')}"
        verb = "nothing changed, the build stands" if self.unchanged else "built"
        lists = "communique check lists them" if not self.extracted else "with --json the report lists them"
        warned = f"; {count(self.warnings, 'warning')} ({lists})" if self.warnings else ""
        first = f"{self.folder}: {verb}: {release}; {size}{warned}"
        return [first, *self._extraction(), *unchecked(self.anchored, self.absent, self.skipped)]

    def _extraction(self) -> list[str]:
        if not self.extracted:
            return []
        out = [f"With {count(self.extracted, 'extracted statement')}, coded by rules: they move no status, and this build is "
               "never a release."]  # fmt: skip
        if self.left_out:
            out.append(f"Left out: {count(self.left_out, 'extracted article')} of texts that are curated here; their curated "
                       "coding stands.")  # fmt: skip
        return out


KEPT = ("version", "data_through", "rows", "warnings", "texts", "anchored", "skipped", "absent", "extracted",
         "left_out")  # fmt: skip
"""What of a report is said again when nothing changed."""


def unchecked(anchored: int, absent: Sequence[str], skipped: Sequence[str]) -> list[str]:
    """Which checks could not be made for want of which texts, and the way out."""
    if not skipped or not absent:
        return []
    named = ", ".join(absent[:MOST_NAMED]) + (f" and {len(absent) - MOST_NAMED} more" * (len(absent) > MOST_NAMED))
    return [
        f"Not checked for {len(absent)} of {count(anchored, 'anchored article')}, for want of texts: {'; '.join(skipped)}.",
        f"The texts wanted are those of {named}: put them into the folder named with --sources DIR or COMMUNIQUE_SOURCES.",
    ]
