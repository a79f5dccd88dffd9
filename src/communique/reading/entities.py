"""One row by its id, with all that belongs to it; and where an id leads that is no longer in use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..ids import AN_ID
from .described import parts
from .errors import RedirectLoopError, RetiredIdError, UnknownIdError

if TYPE_CHECKING:
    import pyarrow as pa

    from .release import Release

Row = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """A row of a release with its parts.

    ``row``: column -> value (text, int, bool, ``datetime.date`` or None). ``parts``: table -> the rows nested in it, in the
    table's order. ``sha256``: its ``record1``, which no computed value enters. ``redirects``: rows of ``retired_ids`` that
    led here, first the one asked for. ``record["act"]`` is a value of the row.
    """

    id: str
    table: str
    version: str
    row: Row
    parts: dict[str, list[Row]]
    sha256: str
    redirects: tuple[Row, ...] = field(default=())

    def __getitem__(self, column: str) -> Any:
        return self.row[column]

    def __repr__(self) -> str:
        from .shown import record_text  # noqa: PLC0415 (only to look at)

        return record_text(self)

    def _repr_html_(self) -> str:
        from .shown import record_html  # noqa: PLC0415

        return record_html(self)


def resolve(release: "Release", asked: str) -> tuple[str, tuple[Row, ...]]:
    """The id in use that ``asked`` stands for, and the rows of ``retired_ids`` that lead there.

    Raises :class:`~communique.reading.errors.RetiredIdError` where nothing stands for it,
    :class:`~communique.reading.errors.RedirectLoopError` where the way goes in a circle.
    """
    if not isinstance(asked, str):
        raise UnknownIdError(f"{asked!r}: not an id of this dataset; an id is a text such as 'pr-7k2mq'")
    rows = release.arrow("retired_ids").to_pylist() if "retired_ids" in release.tables else []
    retired: dict[str, Row] = {row["old_id"]: row for row in rows}
    way: list[Row] = []
    at = asked
    while at in retired:
        row = retired[at]
        if row in way:
            circle = " -> ".join([*(step["old_id"] for step in way), at])
            raise RedirectLoopError(f"{asked}: retired ids lead in a circle ({circle}); report it, and cite the version it "
                                    "was last in use in")  # fmt: skip
        way.append(row)
        if row["replaced_by"] is None:
            raise RetiredIdError(_retired(asked, row), row)
        at = str(row["replaced_by"])
    return at, tuple(way)


def _retired(asked: str, row: Row) -> str:
    said = f" ({row['note']})" if row["note"] else ""
    by_way = "" if row["old_id"] == asked else f", by way of {row['old_id']}"
    last = f"; the last record hash was {row['last_record_sha256']}" if row["last_record_sha256"] else ""
    return (
        f"{asked}: retired in version {row['since_version']}{by_way}, reason {row['reason']}{said}, and nothing stands for "
        f"it{last}; load an earlier version to see it"
    )


def table_of(release: "Release", asked: str) -> str:
    """The table an id in use stands in. Raises :class:`~communique.reading.errors.UnknownIdError`."""
    import pyarrow.compute as pc  # noqa: PLC0415 (a reader's start counts)

    if not AN_ID.fullmatch(asked):
        meant = asked.strip().lower()
        hint = f"did you mean {meant}?" if AN_ID.fullmatch(meant) else "ids look like st-5mn4b"
        raise UnknownIdError(f"{asked!r}: not an id of this dataset; {hint}")
    kinds = {}
    for name, spec in release.specs.items():
        if not spec.prefix:
            continue
        kinds[spec.prefix] = name
        if (
            asked.partition("-")[0] == spec.prefix
            and pc.index(release.arrow(name).column(spec.key[0]), asked).as_py() >= 0
        ):
            return name
    kind = kinds.get(asked.partition("-")[0])
    if kind:
        raise UnknownIdError(f"{asked}: no row of {kind} in version {release.version} has that id, nor was it retired; "
                             "check the spelling, or the version you have it from")  # fmt: skip
    forms = ", ".join(f"{prefix}-… ({name})" for prefix, name in kinds.items())
    raise UnknownIdError(f"{asked}: not an id of this dataset; ids look like {forms}")


def cut(release: "Release", table: str, key: str) -> "dict[str, pa.Table]":
    """The one row of ``table`` and its parts, as Arrow tables by name."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    specs = release.specs
    rows = release.arrow(table)
    owners = {table: pa.array([key])}
    out = {table: rows.filter(pc.equal(rows.column(specs[table].key[0]), key))}
    for part, column in parts(table, specs):
        rows = release.arrow(part.name)
        above = owners[part.parent[0] if part.parent else table]
        out[part.name] = rows.filter(pc.is_in(rows.column(column), value_set=above))
        owners[part.name] = out[part.name].column(part.key[0]).combine_chunks()
    return out


def get(release: "Release", asked: str, now: Mapping[str, "Row"] | None = None) -> Record:
    """The record of an id, through tombstones. ``now``: computed values that stand in for the row's own (as-of)."""
    from ..hashes import record_hashes  # noqa: PLC0415

    key, way = resolve(release, asked)
    table = table_of(release, key)
    rows = cut(release, table, key)
    specs = release.specs
    sha256 = record_hashes(table, rows, specs)[key]
    row = rows[table].to_pylist()[0] | dict((now or {}).get(table) or {})
    below = {part.name: in_order(rows[part.name].to_pylist()) for part, _ in parts(table, specs)}
    return Record(key, table, release.version, row, below, sha256, way)


def in_order(rows: list[Row]) -> list[Row]:
    """Rows nested in a record, by their ``position`` where they have one."""
    return sorted(rows, key=lambda row: row["position"]) if rows and "position" in rows[0] else rows
