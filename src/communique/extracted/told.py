"""Problems of many ranges as those of one table: the first of each rule are listed, the rest counted."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from communique_schema.spec import tables as contract

from ..check.run import MOST, Failure, more, shown
from ..problems import Problem

Place = Callable[[str, int], tuple[str, str]]
"""(table, row number) -> (part and row, id of the row)."""


class Told:
    """What has been found so far; ``errors`` counts those that stop a build."""

    def __init__(self, folder: str) -> None:
        self.folder, self.errors = folder, 0
        self.listed: dict[tuple[str, str, str], list[Problem]] = defaultdict(list)
        self.rest: Counter[tuple[str, str, str]] = Counter()
        self._line: dict[tuple[str, str, str], Failure] = {}

    def add(self, failures: Iterable[Failure], place: Place) -> None:
        """Note what one range breaks."""
        for f in failures:
            kind = (f.table, f.field, f.code)
            self.errors += f.level == "error"
            if f.row < 0 or len(self.listed[kind]) >= MOST:
                self.rest[kind] += f.rest or 1
                self._line[kind] = f
                continue
            where, record = place(f.table, f.row)
            said = Problem(where, 0, record, shown(f.table, f.field), f.code, f.message, f.fix, f.level)
            self.listed[kind].append(said)

    def problems(self) -> list[Problem]:
        """Every problem listed, and a line for those that are counted."""
        out = [problem for listed in self.listed.values() for problem in listed]
        for kind, rows in self.rest.items():
            f = self._line[kind]
            fix = (
                contract()[f.table].columns[f.field].doc
                if f.row >= 0 and f.field in contract()[f.table].columns
                else f.fix
            )
            out.append(Problem(f"{self.folder}/{f.table}", 0, "", "", f.code, more(f.table, rows), fix, f.level))
        return sorted(set(out))
