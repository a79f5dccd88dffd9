"""A release opened, on two clocks: tables, joined views, as-of, records, evidence."""

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from .errors import DayError, UnknownTableError, UnknownVocabularyError
from .release import Release

if TYPE_CHECKING:
    from typing import Self

    import pandas as pd

    from .entities import Record
    from .why import Why

Day = str | dt.date


class Opened:
    """One release. ``ds.statements`` and ``ds["statements"]`` are tables, ``list(ds)`` their names.

    A table is what ``pandas.read_parquet`` gives: text as ``string``, whole numbers as ``Int32``, yes and no as
    ``boolean``, days as ``date32[pyarrow]`` (compare them with ``datetime.date``), nulls as ``<NA>``; ``attrs`` has
    title, version, licence and citation. It is sorted by its key; :meth:`describe` says what its columns mean. Offsets are
    code points of an article's text, from 0, end exclusive. Source: the data dictionary in the release's README.
    """

    def __init__(self, release: Release, day: dt.date | None = None, known_by: dt.date | None = None) -> None:
        self.release = release
        self._day, self._known_by = day, known_by
        self._frames: dict[str, pd.DataFrame] = {}

    # What it is

    @property
    def version(self) -> str:
        """Version of the data."""
        return self.release.version

    @property
    def data_through(self) -> dt.date:
        """Last day the data speak of: status intervals end with it."""
        return dt.date.fromisoformat(self.release.data_through)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of all tables, in reading order."""
        return self.release.tables

    @property
    def day(self) -> dt.date:
        """The day whose standing the computed columns show (event clock)."""
        return self._day or self.data_through

    @property
    def known_by(self) -> dt.date:
        """The day up to which evidence had been published (knowledge clock)."""
        return self._known_by or self.data_through

    # Its tables

    def __getitem__(self, name: str) -> "pd.DataFrame":
        """A table. Raises :class:`~communique.reading.errors.UnknownTableError` for a name there is not."""
        if name not in self._frames:
            moved = self._moved and name in self._computed
            self._frames[name] = self._standing[name].copy() if moved else self.release.frame(name)
        return self._frames[name]

    def __getattr__(self, name: str) -> "pd.DataFrame":
        if name.startswith("_") or name == "release":
            raise AttributeError(name)
        try:
            return self[name]
        except UnknownTableError as error:
            raise AttributeError(str(error)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    def __contains__(self, name: object) -> bool:
        return name in self.tables

    def keys(self) -> tuple[str, ...]:
        """Names of all tables, so that ``dict(ds)`` is all of it."""
        return self.tables

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.tables})

    def describe(self, table: str) -> "pd.DataFrame":
        """What the columns of a table are: one row per column, in order.

        Columns: ``column``, ``meaning``, ``type``, ``nullable``, ``title``, ``origin``, ``references`` (table.column),
        ``vocabulary`` (of table ``terms``), ``hashed`` and ``claim`` (a change of it takes a minor version).
        """
        import pandas as pd  # noqa: PLC0415 (a reader's start counts)

        rows = [
            {"column": c.name, "meaning": c.doc, "type": c.kind, "nullable": c.nullable, "title": c.title,
             "origin": c.origin, "references": ".".join(c.references) if c.references else None,
             "vocabulary": c.vocabulary, "hashed": c.hashed, "claim": c.claim}
            for c in self.release.spec(table).columns.values()
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def selection(self) -> "pd.DataFrame":
        """Whose accounts, which pages, how coded, how far looked: the bias of the selection in figures.

        Columns: ``dimension``, ``value``, ``rows``, dimension by dimension, the most frequent value first; see
        :func:`communique.reading.selection.selection`.
        """
        import pandas as pd  # noqa: PLC0415

        from .selection import NEEDED, selection  # noqa: PLC0415

        return pd.DataFrame(selection({name: self.release.arrow(name) for name in NEEDED}))

    def joined(self, name: str) -> "pd.DataFrame":
        """``"statements"``, ``"proposals"`` or ``"events"`` with names beside ids: one row per row of the base table.

        Each foreign key is followed by the name of what it points to; lists of linked names stand at the end, joined by
        ``; ``. Of :meth:`as_of` the status columns are those of the day. Raises
        :class:`~communique.reading.errors.UnknownTableError`.
        """
        base = name.removesuffix("_joined")
        view = self.release.view(f"{base}_joined")
        if not self._moved or base not in self._computed:
            return view
        now = self._standing[base]
        key = str(now.columns[0])
        moved = [c for c in now.columns if self.release.spec(base).columns[c].origin == "derived"]
        out = view.drop(columns=moved).merge(now[[key, *moved]], on=key, how="left")[list(view.columns)]
        out = out.astype(view.dtypes)
        out.attrs = dict(view.attrs)
        return out

    # What stood when

    def as_of(self, day: Day, known_by: Day | None = None) -> "Self":
        """The same release as it stood on ``day`` (event clock), by what was published by ``known_by`` (knowledge clock).

        Days are ``datetime.date`` or ISO texts; ``known_by`` defaults to the data's last day: hindsight. The computed
        columns of ``proposals``, ``channels`` and ``treaties`` change (status, since, one-sided, evidence and counts;
        treaties have the event clock alone), and so do :meth:`joined` and :meth:`why`. No row is taken away, and interval
        tables stay whole. Raises :class:`~communique.reading.errors.DayError` for a day after the data.
        """
        return type(self)(self.release, self._asked(day), self._asked(known_by) if known_by is not None else None)

    @property
    def _moved(self) -> bool:
        return self._day is not None or self._known_by is not None

    _computed = ("proposals", "channels", "treaties")

    @cached_property
    def _standing(self) -> "dict[str, pd.DataFrame]":
        """The computed tables as of the day; a user's frames are copies, to change without consequence."""
        from ..status.asof import NEEDED, as_of  # noqa: PLC0415

        now = as_of({name: self.release.frame(name) for name in NEEDED}, self.day, self.known_by)
        return {name: now[name] for name in self._computed}

    def _asked(self, day: Day) -> dt.date:
        through = self.data_through
        try:
            if type(day).__name__ == "datetime64":  # numpy's day, which pandas gives for a value of a column
                day = str(day)[:10]
            if not isinstance(day, dt.date):
                day = dt.date.fromisoformat(day if len(day) == 10 and day[4] == "-" == day[7] else "")
            asked = dt.date(day.year, day.month, day.day)
        except (ValueError, AttributeError, TypeError):
            raise DayError(f"{day!r} is no day; write it as 2021-02-06, or give a datetime.date") from None
        if asked > through:
            raise DayError(
                f"{asked} lies after the last day of version {self.version}, {through}; ask for a day up to then, "
                "or load a later version"
            )
        return asked

    # One thing of it

    def get(self, id: str) -> "Record":  # noqa: A002 (the field's word)
        """The record of an id: its row, what is nested in it, its hash; a retired id leads to what stands for it now.

        Raises :class:`~communique.reading.errors.UnknownIdError`, :class:`~communique.reading.errors.RetiredIdError`
        (nothing stands for it; the error has its tombstone), :class:`~communique.reading.errors.RedirectLoopError`.
        """
        from .entities import get, resolve, table_of  # noqa: PLC0415

        if not self._moved:
            return get(self.release, id)
        key, _ = resolve(self.release, id)
        table = table_of(self.release, key)
        if table not in self._computed:
            return get(self.release, id)
        import pyarrow as pa  # noqa: PLC0415

        df = self._standing[table]
        row = df[df[df.columns[0]] == key]
        derived = self.release.spec(table).derived
        return get(self.release, id, {table: {name: pa.array(row[name]).to_pylist()[0] for name in derived}})

    def why(self, id: str) -> "Why":  # noqa: A002
        """Why a proposal stands where it stands: each step, whose account carries it, the statements behind it.

        Of :meth:`as_of` only steps that had taken effect and were known by then. Takes a proposal's id; for another id
        raises :class:`~communique.reading.errors.UnknownIdError`.
        """
        from .why import why  # noqa: PLC0415

        return why(self, id)

    # How it looks

    def labels(self, vocabulary: str) -> dict[str, str]:
        """Code -> label of one vocabulary. Raises :class:`~communique.reading.errors.UnknownVocabularyError`."""
        terms = self.release.arrow("terms").select(["vocabulary", "code", "label"]).to_pylist()
        found = {row["code"]: row["label"] for row in terms if row["vocabulary"] == vocabulary}
        if terms and not found:
            there = sorted({row["vocabulary"] for row in terms})
            raise UnknownVocabularyError(f"no vocabulary {vocabulary!r}; there are {', '.join(there)}")
        return found

    def names(self) -> dict[str, str]:
        """Actor id -> name."""
        actors = self.release.arrow("actors")
        return dict(zip(actors["actor_id"].to_pylist(), actors["name"].to_pylist(), strict=True))

    def __repr__(self) -> str:
        from .shown import dataset_text  # noqa: PLC0415

        return dataset_text(self)

    def _repr_html_(self) -> str:
        from .shown import dataset_html  # noqa: PLC0415

        return dataset_html(self)
