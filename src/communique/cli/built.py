"""The tables of the last build, read when asked for."""

import difflib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from communique_schema.spec import tables

from ..problems import CommuniqueError, PublishError
from ..publish.swap import current
from ..tables import from_arrow
from .lookup import other
from .settings import SurroundingsError


class Built:
    """``dist/current``: ``built["proposals"]`` is that table's frame."""

    def __init__(self, dist: Path) -> None:
        """Raises :class:`SurroundingsError` where ``dist`` holds no build."""
        try:
            self.folder = current(dist)
        except PublishError as error:
            raise SurroundingsError(str(error)) from None
        self.tables: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self.tables:
            path = self.folder / "tables" / f"{name}.parquet"
            try:
                df = from_arrow(pq.read_table(path))
            except (OSError, ValueError) as error:
                raise SurroundingsError(f"{path}: cannot be read ({error}); run communique build") from None
            if set(df.columns) != set(tables()[name].columns):
                raise self.foreign()
            self.tables[name] = df
        return self.tables[name]

    def foreign(self) -> SurroundingsError:
        """The error that the build is none of this version's."""
        return SurroundingsError(f"{self.folder}: made by another version; run communique build")

    def some(self, *names: str) -> dict[str, pd.DataFrame]:
        """Several tables by name."""
        return {name: self[name] for name in names}

    @cached_property
    def through(self) -> date:
        """The last day the data speak of."""
        days: list[date] = list(self["releases"]["data_through"].dropna())
        if not days:
            raise self.foreign()
        return max(days)

    def labels(self, vocabulary: str) -> dict[str, str]:
        """Code -> label."""
        terms = self["terms"]
        rows = terms[terms["vocabulary"] == vocabulary]
        return dict(zip(rows["code"], rows["label"], strict=True))

    def names(self) -> dict[str, str]:
        """Actor id -> name."""
        return dict(zip(self["actors"]["actor_id"], self["actors"]["name"], strict=True))

    def day(self, asked: date | None, option: str) -> date | None:
        """A day given on the command line; raises :class:`CommuniqueError` where it lies after the data."""
        if asked is not None and asked > self.through:
            raise CommuniqueError(
                f"{option} {asked} lies after the last day of the data, {self.through}; "
                "ask for a day up to then, or build with a later data_through in releases.yml"
            )
        return asked

    def proposal(self, asked: str) -> str:
        """The id of the one proposal meant by an id or by words of its title.

        Raises :class:`CommuniqueError` with the candidates where several fit, with the nearest where none does; for the
        id of another thing with what that is.
        """
        titles: dict[str, str] = dict(zip(self["proposals"]["proposal_id"], self["proposals"]["title"], strict=True))
        if asked in titles:
            return asked
        sought = asked.casefold().split()
        found = [key for key, title in titles.items() if all(word in title.casefold() for word in sought)]
        whole = [key for key in found if titles[key].casefold() == asked.casefold()]
        if len(whole or found) == 1:
            return (whole or found)[0]
        if not found and (said := other(self, asked)):
            raise CommuniqueError(said)
        if not found:
            raise CommuniqueError(f"no proposal {asked!r}; {_nearest(asked, titles)}")
        listed = "".join(f"\n  {key}  {titles[key]}" for key in found)
        raise CommuniqueError(f"{asked!r} is in the titles of {len(found)} proposals; name one by its id:{listed}")


def standing(label: dict[str, str], row: dict[str, Any]) -> str:
    """The headline status in words; where there is none, whether at least a side tells of one."""
    if row["status"]:
        return label[row["status"]] + (" (one-sided)" if row["one_sided"] else "")
    telling = [side for side in ("ru", "us") if row[f"status_per_{side}"]]
    return ("Not yet known", "Only one side tells", "Each side tells only of the other")[len(telling)]


def _nearest(asked: str, titles: dict[str, str]) -> str:
    """The proposals whose id or title is most like what was asked for."""
    likeness = {
        key: max(
            difflib.SequenceMatcher(None, asked.casefold(), word).ratio() for word in (key, *title.casefold().split())
        )
        for key, title in titles.items()
    }
    near = sorted(titles, key=lambda key: (-likeness[key], key))[:3]
    if not near:
        return "the build holds none"
    return "the nearest:" + "".join(f"\n  {key}  {titles[key]}" for key in near)
