"""The tables a command looks at, and which proposal a user means."""

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pandas as pd

from ..dataset import Dataset
from ..problems import CommuniqueError
from .lookup import Rows, other
from .settings import Settings, SurroundingsError


class Built:
    """The working build, or the release named: ``built["proposals"]`` is that table's frame."""

    def __init__(self, settings: Settings) -> None:
        """Raises :class:`SurroundingsError` where there is no build."""
        self.ds: Dataset = settings.build()

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.ds[name]

    @property
    def rows(self) -> Rows:
        """The tables with what each is, for looking things up."""
        return Rows(self.ds.release.specs, self.ds)

    @contextmanager
    def understood(self) -> Iterator[None]:
        """What a build by other code lacks is said in one line. Raises :class:`SurroundingsError`."""
        try:
            yield
        except KeyError as error:
            if isinstance(error, CommuniqueError):
                raise
            lacking = f"{self.ds.release.path}: made by another version of communique (it has no {error})"
            raise SurroundingsError(f"{lacking}; run communique build") from None

    @property
    def through(self) -> date:
        """The last day the data speak of."""
        return self.ds.data_through

    def labels(self, vocabulary: str) -> dict[str, str]:
        """Code -> label."""
        return self.ds.labels(vocabulary)

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
        if not found and (said := other(self.rows, asked)):
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
