"""Rows by words and by id: what ``find`` lists, and what an id stands for that is no proposal's."""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import pandas as pd

from ..ids import AN_ID
from ..problems import count
from ..reading.described import Described

SOUGHT = ("title", "short_name", "name", "alias", "gloss", "paraphrase")
"""Columns that are searched, in a row and in what is nested in it, besides the row's id and label."""
MOST = 20
"""Proposals that are listed; the rest are counted."""


class Frames(Protocol):
    """Tables by name."""

    def __getitem__(self, name: str) -> pd.DataFrame: ...


class Rows(NamedTuple):
    """Tables, and what each of them is: of a release, or of the records as they are written now."""

    specs: dict[str, Described]
    tables: Frames

    def known(self) -> dict[str, Described]:
        """Tables whose rows have ids of their own."""
        return {name: spec for name, spec in self.specs.items() if spec.prefix}

    def below(self, name: str) -> list[Described]:
        """Tables nested in one."""
        return [spec for spec in self.specs.values() if spec.parent and spec.parent[0] == name]


@dataclass(frozen=True)
class Found:
    """One row: its table, id and label; ``field`` and ``text`` are the value that fits, where the label does not."""

    table: str
    id: str
    label: str
    field: str = ""
    text: str = ""


def find(rows: Rows, words: Sequence[str], only: Collection[str] = ()) -> list[Found]:
    """Rows in which all ``words`` stand, whatever their capitals and accents, by table and label."""
    sought = [_plain(word) for word in words]
    found = []
    for name, spec in rows.known().items():
        if not only or name in only:
            listed = [hit for key, label, texts in _rows(rows, spec) if (hit := _hit(name, key, label, texts, sought))]
            found += sorted(listed, key=lambda hit: (bool(hit.field), _plain(hit.label), hit.id))
    return found


def _rows(rows: Rows, spec: Described) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Id, label and the values searched (column, text) of every row."""
    key = spec.key[0]
    more: dict[str, list[tuple[str, str]]] = {}
    for below in rows.below(spec.name):
        for column in [c for c in below.columns if c == "alias"]:
            for owner, text in _texts(rows.tables[below.name], below.parent[1] if below.parent else "", column):
                more.setdefault(owner, []).append((column, text))
    for column in [c for c in spec.columns if c in SOUGHT and c != spec.label]:
        for owner, text in _texts(rows.tables[spec.name], key, column):
            more.setdefault(owner, []).append((column, text))
    labels = dict(_texts(rows.tables[spec.name], key, label)) if (label := _label(spec)) else {}
    for owner, _ in _texts(rows.tables[spec.name], key, key):
        yield owner, labels.get(owner, ""), more.get(owner, [])


def _label(spec: Described) -> str | None:
    return spec.label or next((name for name in ("note", "notes") if name in spec.columns), None)


def _texts(df: pd.DataFrame, key: str, column: str) -> Iterator[tuple[str, str]]:
    pairs = zip(df[key], df[column], strict=True)
    return ((str(owner), str(text)) for owner, text in pairs if not (pd.isna(owner) or pd.isna(text)))


def _hit(table: str, key: str, label: str, texts: list[tuple[str, str]], sought: list[str]) -> Found | None:
    whole = _plain(f"{key} {label}")
    if all(word in whole for word in sought):
        return Found(table, key, label)
    for field, text in texts:
        if all(word in _plain(text) for word in sought):
            return Found(table, key, label, field, text)
    together = " ".join([whole, *(_plain(text) for _, text in texts)])
    if all(word in together for word in sought):
        field, text = next(pair for pair in texts if any(word in _plain(pair[1]) for word in sought))
        return Found(table, key, label, field, text)
    return None


def _plain(text: str) -> str:
    """The text without capitals and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def other(rows: Rows, asked: str) -> str | None:
    """What an id stands for that is no proposal's, and which proposals it has to do with; None for anything else."""
    if not AN_ID.fullmatch(asked):
        return None
    spec = next((s for s in rows.known().values() if s.prefix == asked[:2]), None)
    if spec is None or (spec.name == "proposals" and asked in set(rows.tables["proposals"]["proposal_id"])):
        return None
    hits = [hit for hit in find(rows, [asked], [spec.name]) if hit.id == asked]
    if not hits:
        return f"no record of the build has the id {asked}; communique find WORD looks ids up"
    what = f"{asked} is a row of {spec.name}" + (f" ({hits[0].label.rstrip('.')})" if hits[0].label else "")
    linked = _linked(rows, spec.name, spec.key[0], asked)
    if not linked:
        return f"{what}; no proposal has to do with it"
    proposals = rows.tables["proposals"]
    titles = dict(zip(proposals["proposal_id"], proposals["title"], strict=True))
    listed = "".join(f"\n  {key}  {titles.get(key, '')}" for key in linked[:MOST])
    left = f"\n  and {len(linked) - MOST} more" if len(linked) > MOST else ""
    return f"{what}; name one of the {count(len(linked), 'proposal')} it has to do with:{listed}{left}"


def _linked(rows: Rows, table: str, key: str, value: str) -> list[str]:
    """Proposals that name the row, and those that a statement of it, in it or about it is linked to."""
    proposals: set[str] = set()
    frames = rows.tables
    for name in ("proposals", "proposal_events", "proposal_parties"):
        if key in frames[name]:
            proposals |= _values(frames[name], "proposal_id", key, {value})
    said: set[str] = set()
    for name, spec in rows.specs.items():
        for column in spec.columns.values():
            refers = (column.references or ("",))[0] == table or (name == table and column.name == key)
            if refers and "statement_id" in spec.columns and spec.hashed:
                said |= _values(frames[name], "statement_id", column.name, {value})
    if table == "conflicts":
        row = frames["conflicts"][frames["conflicts"]["conflict_id"] == value]
        said |= {str(v) for side in "ab" for v in row[f"statement_{side}_id"].dropna()}
    proposals |= _values(frames["statement_proposals"], "proposal_id", "statement_id", said)
    events = _values(frames["event_evidence"], "event_id", "statement_id", said)
    return sorted(proposals | _values(frames["proposal_events"], "proposal_id", "event_id", events))


def _values(df: pd.DataFrame, wanted: str, key: str, values: Collection[str]) -> set[str]:
    return {str(value) for value in df.loc[df[key].isin(list(values)), wanted].dropna()}
