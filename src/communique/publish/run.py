"""The build folder, from tables to ``dist/current``."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa

from communique_schema.projections import Specs
from communique_schema.projections.views import views
from communique_schema.spec import tables as contract

from ..problems import PublishError
from ..tables import Tables
from .joined import joined
from .metadata import datasette_metadata
from .parquet import as_arrow, write_parquet
from .sqlite import write_database
from .swap import created, replacing

META = ("title", "version", "licence", "citation", "data_through")
"""What every published file says of the release it belongs to."""

Progress = Callable[[str, int, int], None]
"""Called with what is being written, how many steps are done, and of how many."""


def publish(
    tables: Tables,
    dist: Path,
    meta: Mapping[str, str],
    progress: Progress | None = None,
    specs: Specs | None = None,
) -> Path:
    """Write every table of the contract to ``dist/current``, whole or not at all; returns that folder.

    ``tables`` are checked frames with exactly the contract's columns. The folder holds ``tables/<table>.parquet``,
    ``joined/<view>.parquet``, ``communique.db`` and ``metadata.json`` (for Datasette). The same tables and ``meta``
    (see :data:`META`) give the same bytes in any folder at any time. Raises :class:`~communique.problems.PublishError`
    with one line; the build that stood before then still stands.
    """
    specs = contract() if specs is None else specs
    lacking = [name for name in META if not meta.get(name)]
    if lacking:
        raise PublishError(f"the release ledger says nothing of: {', '.join(lacking)}")
    release = {name: meta[name] for name in META}
    tell = progress or (lambda _what, _done, _of: None)
    steps = len(specs) + len(views(specs)) + 1
    with replacing(dist) as folder:
        written = write_tables(folder, tables, release, specs, lambda what, done: tell(what, done, steps))
        tell("communique.db", len(specs), steps)  # before the joined files: it names the row that points nowhere
        write_database(folder / "communique.db", written, specs, release["version"])
        write_joined(folder, written, release, specs, lambda what, done: tell(what, len(specs) + 1 + done, steps))
        with created(folder / "metadata.json") as file:
            file.write(datasette_metadata(specs, release).encode())
        tell("", steps, steps)
    return dist / "current"


Tell = Callable[[str, int], None]


def write_tables(
    folder: Path, tables: Tables, release: Mapping[str, str], specs: Specs, tell: Tell = lambda _what, _done: None
) -> dict[str, pa.Table]:
    """``tables/*.parquet`` below ``folder``; returns them as Arrow tables by name."""
    written: dict[str, pa.Table] = {}
    (folder / "tables").mkdir()
    for done, spec in enumerate(specs.values()):
        tell(f"tables/{spec.name}.parquet", done)
        written[spec.name] = as_arrow(spec, tables[spec.name], specs, release)
        write_parquet(folder / "tables" / f"{spec.name}.parquet", written[spec.name])
    return written


def write_joined(
    folder: Path,
    written: Mapping[str, pa.Table],
    release: Mapping[str, str],
    specs: Specs,
    tell: Tell = lambda _what, _done: None,
) -> dict[str, pa.Table]:
    """``joined/*.parquet`` below ``folder``: the joined views of tables as written; returns them by name."""
    flat: dict[str, pa.Table] = {}
    (folder / "joined").mkdir()
    for done, (name, view) in enumerate(views(specs).items()):
        tell(f"joined/{name}.parquet", done)
        flat[name] = joined(view, written, specs, release)
        write_parquet(folder / "joined" / f"{name}.parquet", flat[name])
    return flat
