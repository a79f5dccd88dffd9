"""What a proof found, to look at and to pass on."""

import html
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ..problems import count

if TYPE_CHECKING:
    from ..anchors.report import VerifyReport


@dataclass(frozen=True)
class Check:
    """One thing that was checked: ``what`` (a file, a table, a hash), whether it is ``ok``, and what there is to say."""

    what: str
    ok: bool
    said: str

    def __str__(self) -> str:
        return f"{'holds' if self.ok else 'FAILS'}  {self.what}: {self.said}"


@dataclass(frozen=True)
class Proof:
    """What was proved of a release.

    ``path`` is what was checked, ``kind`` one of release folder, wheel, database and working build, ``version`` that of
    the data. ``checks`` has one entry for each kind of thing that holds, and one for each single thing that does not.
    ``anchors`` is the report on the texts, where a folder of them was named. True when all of it holds.
    """

    path: str
    kind: str
    version: str
    checks: tuple[Check, ...]
    anchors: "VerifyReport | None" = None

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return not self.failed and (self.anchors is None or self.anchors.ok)

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if not check.ok)

    def __bool__(self) -> bool:
        return self.ok

    def as_dict(self) -> dict[str, Any]:
        """All of it as a JSON object: ``ok``, ``path``, ``kind``, ``version``, ``checks``, ``anchors``."""
        return {
            "ok": self.ok,
            "path": self.path,
            "kind": self.kind,
            "version": self.version,
            "checks": [asdict(check) for check in self.checks],
            "anchors": self.anchors.as_dict() if self.anchors else None,
        }

    def as_text(self) -> str:
        """A head, a line per check, a line per problem of an anchor, and the verdict."""
        lines = [f"{self.kind} {self.path}, version {self.version or 'unknown'}", *map(str, self.checks)]
        if self.anchors:
            lines += [str(problem) for problem in self.anchors.problems]
            lines.append(_anchors(self.anchors))
        return "\n".join([*lines, self._verdict()])

    def _verdict(self) -> str:
        wrong = len(self.failed) + (0 if self.anchors is None or self.anchors.ok else 1)
        return "all of it holds" if not wrong else f"{count(wrong, 'check')} failed"

    def __repr__(self) -> str:
        return self.as_text()

    def _repr_html_(self) -> str:
        head, *_ = self.as_text().splitlines()
        cells = [(check.ok, check.what, check.said) for check in self.checks]
        if self.anchors:
            cells.append((self.anchors.ok, "anchors", _anchors(self.anchors)))
        rows = "".join(
            f"<tr><td>{'holds' if ok else '<strong>fails</strong>'}</td><td>{html.escape(what)}</td>"
            f"<td>{html.escape(said)}</td></tr>"
            for ok, what, said in cells
        )
        return (
            f"<p><strong>{html.escape(head)}: {self._verdict()}</strong></p>"
            f"<table><thead><tr><th></th><th>what</th><th>said</th></tr></thead><tbody>{rows}</tbody></table>"
        )


def _anchors(report: "VerifyReport") -> str:
    from ..anchors.report import STATES  # noqa: PLC0415 (only where texts were named)

    counts = report.counts
    states = ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state]) or "nothing to verify"
    return f"{count(counts['anchors'], 'anchor')} of {count(counts['articles'], 'article')}: {states}"
