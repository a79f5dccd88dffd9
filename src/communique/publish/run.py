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
    joins = views(specs)
    steps = len(specs) + len(joins) + 1
    with replacing(dist) as folder:
        written: dict[str, pa.Table] = {}
        (folder / "tables").mkdir()
        for done, spec in enumerate(specs.values()):
            tell(f"tables/{spec.name}.parquet", done, steps)
            written[spec.name] = as_arrow(spec, tables[spec.name], specs, release)
            write_parquet(folder / "tables" / f"{spec.name}.parquet", written[spec.name])
        tell("communique.db", len(specs), steps)
        write_database(folder / "communique.db", written, specs, release["version"])
        (folder / "joined").mkdir()
        for done, view in enumerate(joins.values(), len(specs) + 1):
            tell(f"joined/{view.spec.name}.parquet", done, steps)
            write_parquet(folder / "joined" / f"{view.spec.name}.parquet", joined(view, written, specs, release))
        with created(folder / "metadata.json") as file:
            file.write(datasette_metadata(specs, release).encode())
        tell("", steps, steps)
    return dist / "current"
