"""A release whose every free text is an attack: the real one's ids, codes and days with hostile words around them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from communique.reading.release import Release
from communique_schema.spec import ColumnSpec
from communique_schema.spec import tables as contract

if TYPE_CHECKING:
    import pandas as pd

RUN = "window.canary=1"
LONG = "W" * 100_000
VALUES = (
    f"<script>{RUN}</script>",
    f'" onmouseover="{RUN}" onfocus="{RUN}" autofocus x="',
    f"' onmouseover='{RUN}' autofocus onfocus='{RUN}",
    f"</script><script>{RUN}</script>",
    f"</title></style></textarea><script>{RUN}</script>",
    f"<img src=//evil.example/x onerror={RUN}>",
    f"\"><svg onload={RUN}><a href='javascript:{RUN}'>x</a>",
    f"javascript:{RUN}",
    "{{7*7}}{% include 'base.html' %}${7*7}#{7*7}",
    "</style><style>*{display:none}body{background:url(//evil.example/x)}</style>",
    "\u202egnp.exe\u202c and \u2066isolated\u2069 and \u200fmarked",
    "zero\u200bwidth\u200d\ufeff\u2060joined",
    "Z" + "\u0301" * 300 + "algo",
    "line\u2028separator\u2029and\u00a0space",
    "<!-- ]]> --!> &lt;script&gt; &amp;amp; \\u003cscript\\u003e",
    "He said \"no\", she said 'yes', they said «да» und „nein“; `x`",
    "https://evil.example/?a=1&b=<script>",
    LONG,
)
ADDRESSES = (f"javascript:{RUN}//https://x.example/", "data:text/html,<script>window.canary=1</script>", "//evil.example/x",
             f'https://x.example/"onmouseover="{RUN}', " https://evil.example/ ")  # fmt: skip


def free(column: ColumnSpec) -> bool:
    """Whether anybody's words go into a column: no id, no code, no day, no form of its own, nothing computed."""
    coded = column.prefix or column.fk or column.vocabulary or column.edtf or column.pattern
    return column.kind == "text" and not coded and column.origin == "record"


def free_columns() -> Iterator[tuple[str, ColumnSpec]]:
    """(table, column) of every free text; the links between terms hold codes, though no pattern says so."""
    for name, spec in contract().items():
        if name not in ("term_links", "retired_ids"):
            yield from ((name, column) for column in spec.columns.values() if free(column))


FREE = {(table, column.name): column.key for table, column in free_columns()}
URLS = {(table, name) for table, spec in contract().items() for name, column in spec.columns.items()
        if column.pattern and "https?" in column.pattern}  # fmt: skip


class Hostile(Release):
    """The release at a path, its texts replaced; ``codings.value``, an id by nature, stays."""

    def arrow(self, name: str) -> pa.Table:
        """A table with an attack in every free text that is not null."""
        kept = self.__dict__.setdefault("_hostile", {})
        if name not in kept:
            kept[name] = self._replaced(name, super().arrow(name))
        table: pa.Table = kept[name]
        return table

    def frame(self, name: str, folder: str = "tables") -> "pd.DataFrame":
        """The same for pandas."""
        frame = super().frame(name, folder)
        if folder == "tables":
            for column in frame.columns:
                if (name, column) in FREE or (name, column) in URLS:
                    frame[column] = frame[column].astype(object).where(frame[column].isna(), self._texts(name, column))
        return frame

    def _texts(self, name: str, column: str) -> list[str | None]:
        texts: list[str | None] = self.arrow(name).column(column).to_pylist()
        return texts

    def _replaced(self, name: str, table: pa.Table) -> pa.Table:
        for place, field in enumerate(table.schema):
            at = (name, field.name)
            if at in FREE and at != ("codings", "value"):
                texts = [_attack(VALUES, row + place, FREE[at], row) for row in range(table.num_rows)]
            elif at in URLS:
                texts = [_attack(ADDRESSES, row + place, False, row) for row in range(table.num_rows)]
            else:
                continue
            old = table.column(field.name)
            new = pa.array([text if was.is_valid else None for text, was in zip(texts, old, strict=True)], pa.string())
            table = table.set_column(place, field, new)
        return table


def _attack(values: tuple[str, ...], turn: int, unique: bool, row: int) -> str:
    """One of ``values`` in turn. A long one comes rarely: a hundred of them would only make the test slow."""
    value = values[turn % len(values)]
    if value is LONG and row > 2 * len(values):
        value = "W" * 2_000
    return f"{value} {row}" if unique else value
