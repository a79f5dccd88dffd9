"""One problem, one line: where it is, what is wrong, how to mend it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

LONGEST = 400
"""Characters of a message; what is longer is cut."""


def _plain(value: str) -> str:
    cut = value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong with a record, a table or a text.

    ``file`` is relative to the dataset folder's parent, ``line`` counts from 1 (0: no line), ``record`` is the id or
    key of the record, ``field`` its field, ``code`` a stable kebab-case name of the rule, ``level`` error or warning.
    """

    file: str
    line: int
    record: str
    field: str
    code: str
    message: str
    fix: str = ""
    level: str = "error"

    def __post_init__(self) -> None:
        # One problem is one line of readable length, whatever stands in the files and in their names.
        for name in ("file", "record", "field", "message", "fix"):
            value = getattr(self, name)
            if len(value) > LONGEST or not value.isprintable():
                object.__setattr__(self, name, _plain(value))

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        subject = " ".join(part for part in (self.record, self.field) if part)
        head = f"{place}: {self.level}: " + (f"{subject}: " if subject else "")
        return f"{head}{self.message} [{self.code}]" + (f" Fix: {self.fix}" if self.fix else "")

    def as_dict(self) -> dict[str, object]:
        """The problem as a JSON object."""
        return asdict(self)


class CommuniqueError(Exception):
    """Base of every error this package raises on purpose; its text is one line with a way out."""


class DatasetError(CommuniqueError):
    """Records, tables or texts broke a rule; carries every problem found in the run."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class PublishError(CommuniqueError):
    """The build could not be written; the last good build still stands."""


def count(number: int, noun: str) -> str:
    """A number with its noun: 1 file, 2 files."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only the problems that stop a build."""
    return [p for p in problems if p.level == "error"]
