"""One range of an extraction derived and checked: the same derivations and rules as for curated records, on its rows."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from communique_schema.rules import RULES
from communique_schema.rules.base import Rule
from communique_schema.spec import tables as contract

from ..check.run import Failure, broken, cells, keys, usable
from ..derive.dates import with_dates
from ..derive.roots import own_side, roots
from ..status.evidence import sides_of_actors
from ..status.treaties import treaty_findings
from ..tables import Tables, complete
from .cells import refused
from .coded import Codes, finds
from .folder import PART, ROW
from .gather import Gathered, frame
from .names import ROWS
from .told import Told

FINDINGS = "treaty_findings"
TOGETHER = ("claim-told-differently", "reports-part-in-time")
"""Rules that hold reports of one claim or encounter against each other: the touched statements have been held so."""
ACROSS = ("span-overlap", "relay-out-of-chain")
"""Rules that hold statements of one article against each other: see :mod:`.across`."""
NAMED_ONCE = "speaks-out-of-office"
"""The rule that names an actor without any recorded office at one statement only."""


Kept = dict[str, npt.NDArray[np.bool_]]
"""Table -> which of its rows."""
Read = dict[str, tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]]
"""Table -> number of the part and row in it, for each of its rows."""


ALONE = ("mention-too-long", "key-phrase-too-long", "mention-leads-nowhere")
"""Rules that look at one value of a row and at nothing else of its table: asked first of each different value once."""


READ = (*ALONE, NAMED_ONCE, "outside-source-unnamed")
"""Rules that read texts or names; all others are first asked of ids as numbers."""


@dataclass
class Judged:
    """A range that has been gone over: ``tables`` derived and complete, and where each of their rows was read."""

    tables: Tables
    part: dict[str, npt.NDArray[np.int32]]
    row: dict[str, npt.NDArray[np.int32]]


class Judge:
    """Derives and checks one range after the other.

    ``world`` are the derived tables of everything that is not in ranges; problems go into ``told``.
    """

    def __init__(self, gathered: Gathered, world: Tables, told: Told) -> None:
        self.extraction, self.told, self.left_out = gathered.extraction, told, gathered.left_out
        self.world = {name: df for name, df in world.items() if name not in ROWS}
        self.sides, self.codes = sides_of_actors(world), Codes(world)
        self.curated = pa.array(gathered.curated.tables["statements"]["statement_id"]).unique()
        self.ids = pa.chunked_array([*gathered.ids.chunks, self.curated], pa.string())
        self.rules = [r for r in RULES if r.table in ROWS and r.code not in (*TOGETHER, *ACROSS)]
        terms = pa.array(world["tenures"]["actor_id"]).unique()
        everyone = pa.array(world["actors"]["actor_id"])
        spoke = world["statement_actors"]
        self.unnamed = set(everyone.filter(pc.invert(pc.is_in(everyone, value_set=terms))).to_pylist())
        self.unnamed -= set(spoke.loc[spoke["role"] == "speaker", "actor_id"])  # these are named already
        self.dropped = 0

    def derive(self, rows: dict[str, pa.Table]) -> Judged:
        """The rows of one range, without those that cannot be used, and what is computed of them."""
        frames = {name: frame(name, rows[name]) if name in rows else _none(name) for name in ROWS}
        at = {name: (_numbers(rows, name, PART), _numbers(rows, name, ROW)) for name in ROWS}
        sound = {name: usable(contract()[name], frames[name]) for name in ROWS}
        self._tell(self._written(frames, sound), frames, at)
        for name, kept in self._kept(frames, sound).items():
            if not kept.all():
                frames[name] = frames[name][kept].reset_index(drop=True)
                at[name] = (at[name][0][kept], at[name][1][kept])
        return Judged(self.derived(frames), {n: a[0] for n, a in at.items()}, {n: a[1] for n, a in at.items()})

    def check(self, judged: Judged) -> None:
        """Hold a derived range against the rules."""
        at = {name: (judged.part[name], judged.row[name]) for name in judged.part}
        self._tell(self._derived(judged.tables), judged.tables, at)

    def derived(self, frames: Tables) -> Tables:
        """The frames with what is computed of them, and the findings about treaties."""
        out = dict(frames)
        statements = with_dates(contract()["statements"], frames["statements"])
        statements["root"] = roots({**frames, "statements": statements})["root"].to_numpy()
        out["statements"] = statements.astype({"root": pd.ArrowDtype(pa.string())})
        own = own_side(frames, self.sides)
        out["statement_actors"] = own.astype({"own_side_account": pd.ArrowDtype(pa.bool_())})[
            list(contract()["statement_actors"].columns)
        ]
        says = out["statement_treaties"]
        says = says[says["asserted_status"].notna()]
        found = treaty_findings({**self.world, **out, "statement_treaties": says})
        out[FINDINGS] = complete(contract()[FINDINGS], found)
        return out

    def _written(self, frames: Tables, sound: Kept) -> Iterator[Failure]:
        """Missing and repeated keys, and texts no record could hold."""
        for name in ROWS:
            if not sound[name].all():
                yield from keys(contract()[name], frames[name])
            yield from refused(name, frames[name])
        df = frames["statements"]
        again = np.flatnonzero(np.asarray(pc.is_in(pa.array(df["statement_id"]), value_set=self.curated)))
        for row in again:
            said = f"{df['statement_id'].iloc[row]} is a statement of the dataset"
            yield Failure("statements", int(row), "statement_id", "duplicate-id", said, "give it an id of its own")

    def _kept(self, frames: Tables, sound: Kept) -> Kept:
        """Rows that are ``sound``, and not of an article that is curated."""
        kept = dict(sound)
        if len(self.left_out):
            statements = frames["statements"]
            gone = np.asarray(pc.is_in(pa.array(statements["article_id"]), value_set=self.left_out))
            self.dropped += int(gone.sum())
            ids = pa.array(statements["statement_id"][gone])
            for name in ROWS:
                gone = np.asarray(pc.is_in(pa.array(frames[name]["statement_id"]), value_set=ids))
                kept[name] = kept[name] & ~gone
        return kept

    def _derived(self, tables: Tables) -> Iterator[Failure]:
        every = {**self.world, **tables}
        for name in (*ROWS, FINDINGS):
            yield from cells(name, every)
        coded = self.codes.tables(tables)
        for rule in self.rules:
            if rule.code in READ or finds(rule, coded):
                yield from broken(self._narrowed(rule), every)

    def _narrowed(self, rule: Rule) -> Rule:
        """The rule, without rows that only the range makes look broken."""

        def find(tables: Tables) -> pd.DataFrame:
            if rule.code in ALONE:
                df = tables[rule.table]
                if not len(rule.find({**tables, rule.table: df[~df.duplicated(rule.field)]})):
                    return df.iloc[:0]
            rows = rule.find(tables)
            if "id" in rows:  # an id in a text, which may stand in another range
                rows = rows[~np.asarray(pc.is_in(pa.array(rows["id"], pa.string()), value_set=self.ids))]
            if rule.code == NAMED_ONCE:
                once = [actor for actor in dict.fromkeys(rows["actor_id"]) if actor in self.unnamed]
                self.unnamed.difference_update(once)
                new = rows["actor_id"].isin(once) & ~rows.duplicated("actor_id")
                rows = rows[new | rows["actor_id"].isin(self._in_office)]
            return rows

        return Rule(rule.code, rule.table, rule.field, rule.message, rule.fix, rule.level, find)

    @property
    def _in_office(self) -> "pd.Series[str]":
        return self.world["tenures"]["actor_id"]

    def _tell(self, failures: Iterator[Failure], tables: Tables, at: Read) -> None:
        def place(table: str, row: int) -> tuple[str, str]:
            where = f"{self.told.folder}/{table}"
            if table in at:
                where = self.extraction.place(int(at[table][0][row]), int(at[table][1][row]))
            return where, str(tables[table]["statement_id"].iloc[row])

        self.told.add(failures, place)


def _numbers(rows: dict[str, pa.Table], name: str, column: str) -> npt.NDArray[np.int32]:
    return rows[name][column].to_numpy() if name in rows else np.empty(0, np.int32)


def _none(name: str) -> pd.DataFrame:
    schema = contract()[name].arrow
    return frame(name, schema.empty_table())
