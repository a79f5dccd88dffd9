"""One release opened: which tables it has, what they are, and their rows, each read when asked for."""

import datetime as dt
import io
import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import DamagedReleaseError, MissingTableError, NotAReleaseError, OtherContractError, UnknownTableError
from .files import CONTENT, SUMS, Files, files_at

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from .described import Described

READS = "1"
"""The contract this package reads; files say which they are written for."""
LEDGER = "releases"


class Release:
    """A release folder, a wheel or a working build. Opening reads one small file; nothing is written, ever.

    ``version`` and ``data_through`` (ISO day) as every file says them; ``published``: whether it is a release that
    nobody may change, with sums of its files, and not a working build.
    """

    def __init__(self, path: Path) -> None:
        """Raises :class:`~communique.reading.errors.NotAReleaseError` and its siblings; see :mod:`.errors`."""
        self.files: Files = files_at(path)
        self.path = path
        self._names = self.files.names()
        self.tables = tuple(self._listed())
        self._specs: dict[str, Described] = {}
        self._arrow: dict[str, pa.Table] = {}
        stored = self._schema(LEDGER).metadata or {}
        about: dict[str, str] = {k.decode(errors="replace"): v.decode(errors="replace") for k, v in stored.items()}
        self.about = {name: about.get(name, "") for name in ("title", "version", "licence", "citation", "data_through")}
        if about.get("contract", READS) != READS:
            raise OtherContractError(f"{path}: written for contract {about['contract']}, and this communique reads contract "
                                     f"{READS}; install the version of communique it came with")  # fmt: skip
        if not all(self.about.values()) or not _is_day(self.about["data_through"]):
            raise NotAReleaseError(f"{path}: tables/{LEDGER}.parquet does not say which release it is of; get the release "
                                   "again, or name another")  # fmt: skip

    @property
    def version(self) -> str:
        """Version of the data."""
        return self.about["version"]

    @property
    def data_through(self) -> str:
        """Last day the data speak of, as an ISO day."""
        return self.about["data_through"]

    @property
    def published(self) -> bool:
        """Whether it is a published release, with its sums, or a working build."""
        return SUMS in self._names

    @cached_property
    def content(self) -> dict[str, Any]:
        """CONTENT.json: tables, columns and their hashes; empty for a working build."""
        if CONTENT not in self._names and CONTENT not in self.files.sums:
            return {}
        try:
            said: dict[str, Any] = json.loads(self.files.read(CONTENT))
            tables = said["tables"].keys()
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            what = f"{self.files.where}/{CONTENT}: not what a release states ({error or type(error).__name__})"
            raise DamagedReleaseError(f"{what}; {self.files.way_out}") from None
        return said if tables else {}

    def _listed(self) -> list[str]:
        """The tables in reading order: those the release lists, of a working build those that are there.

        Raises where there are none, and where one that is listed is not there.
        """
        stored = {_table(name) for name in self._names if _is_table(name)}
        stated = {*map(_table, filter(_is_table, self.files.sums)), *self.content.get("tables", {})}
        for name in sorted(stated - stored):
            where = f"{self.files.where}/tables/{name}.parquet"
            raise MissingTableError(f"{where}: the table is not there; {self.files.way_out}")
        tables = stated or stored
        if LEDGER not in tables:
            what = f"no table {LEDGER}" if tables else "no tables/*.parquet"
            raise NotAReleaseError(f"{self.path}: no release: it holds {what}; name one such as dist/0.1.0")
        order = {name: place for place, name in enumerate(self.content.get("tables", {}))}
        return sorted(tables, key=lambda name: (order.get(name, len(order)), name))

    def _schema(self, name: str, folder: str = "tables") -> "pa.Schema":
        return self._damage(f"{folder}/{name}.parquet", lambda pq, data: pq.read_schema(data))

    def _damage(self, name: str, read: Callable[[Any, io.BytesIO], Any]) -> Any:
        """``read`` the bytes of a file; what pyarrow says of broken ones becomes a named error."""
        import pyarrow as pa  # noqa: PLC0415 (a reader's start counts)
        import pyarrow.parquet as pq  # noqa: PLC0415

        data = self.files.read(name)
        try:
            return read(pq, io.BytesIO(data))
        except (pa.ArrowException, OSError, ValueError, TypeError, LookupError, AttributeError, MemoryError) as error:
            said = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise DamagedReleaseError(
                f"{self.files.where}/{name}: cannot be read ({said}); {self.files.way_out}"
            ) from None

    def spec(self, name: str) -> "Described":
        """What a table is. Raises :class:`~communique.reading.errors.UnknownTableError`."""
        if name not in self._specs:
            from .described import described  # noqa: PLC0415 (a command line that only shows help needs no Arrow)

            self._known(name)
            where = f"{self.files.where}/tables/{name}.parquet"
            said = described(self._schema(name), where)
            if said.name != name:
                raise DamagedReleaseError(f"{where}: holds the table {said.name}; {self.files.way_out}")
            self._specs[name] = said
        return self._specs[name]

    @property
    def specs(self) -> "dict[str, Described]":
        """What every table is, by name."""
        return {name: self.spec(name) for name in self.tables}

    def rows(self, name: str) -> int:
        """How many rows a table has."""
        self._known(name)
        counted: int = self._damage(f"tables/{name}.parquet", lambda pq, data: pq.read_metadata(data).num_rows)
        return counted

    def arrow(self, name: str) -> "pa.Table":
        """A table's rows as Arrow."""
        if name not in self._arrow:
            self._known(name)
            table = self._damage(
                f"tables/{name}.parquet", lambda pq, data: pq.ParquetFile(data).read(use_threads=_large(data))
            )
            if not self.published:  # no sum vouches for its bytes
                self._damage(f"tables/{name}.parquet", lambda _pq, _data: table.validate(full=True))
            self._arrow[name] = table
        return self._arrow[name]

    def frame(self, name: str, folder: str = "tables") -> "pd.DataFrame":
        """A table's rows just as ``pandas.read_parquet`` gives them: the same dtypes, the same ``attrs``."""
        import pandas as pd  # noqa: PLC0415

        if folder == "tables":
            self._known(name)
        df: pd.DataFrame = self._damage(
            f"{folder}/{name}.parquet", lambda _pq, data: pd.read_parquet(data, use_threads=_large(data))
        )
        return df

    @property
    def views(self) -> dict[str, dict[str, str]]:
        """Joined view -> its columns in order, each with its type; empty where the release has none."""
        names = [n.removeprefix("joined/").removesuffix(".parquet") for n in self._names if n.startswith("joined/")]
        return {name: {f.name: str(f.type) for f in self._schema(name, "joined")} for name in names}

    def joined(self, name: str) -> "tuple[Described, pa.Table]":
        """What a joined view is, and its rows as Arrow."""
        from .described import described  # noqa: PLC0415

        where = f"joined/{name}.parquet"
        rows = self._damage(where, lambda pq, data: pq.ParquetFile(data).read(use_threads=_large(data)))
        return described(self._schema(name, "joined"), f"{self.files.where}/{where}"), rows

    def view(self, name: str) -> "pd.DataFrame":
        """A joined view's rows. Raises :class:`~communique.reading.errors.UnknownTableError` for one there is not."""
        path = f"joined/{name}.parquet"
        if path in self.files.sums and path not in self._names:
            raise MissingTableError(f"{self.files.where}/{path}: the view is not there; {self.files.way_out}")
        if path not in self._names:
            there = [
                n.removeprefix("joined/").removesuffix("_joined.parquet") for n in self._names if "joined/" in n[:7]
            ]
            raise UnknownTableError(f"no joined view of {name.removesuffix('_joined')!r}; there is {', '.join(there)}")
        return self.frame(name, "joined")

    def _known(self, name: str) -> None:
        if name not in self.tables:
            import difflib  # noqa: PLC0415 (only where something is wrong)

            near = difflib.get_close_matches(name, self.tables, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self.tables)}"
            raise UnknownTableError(f"version {self.version} has no table {name!r}; {hint}")


def _large(data: io.BytesIO) -> bool:
    """Whether threads are worth their while; one begun as the process ends aborts it (seen with pyarrow 26)."""
    return data.getbuffer().nbytes > 2**23


def _is_table(name: str) -> bool:
    return name.startswith("tables/") and name.endswith(".parquet")


def _table(name: str) -> str:
    return name.removeprefix("tables/").removesuffix(".parquet")


def _is_day(text: str) -> bool:
    try:
        return bool(dt.date.fromisoformat(text))
    except ValueError:
        return False
