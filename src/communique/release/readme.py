"""``README.md`` of a release: what it is, how to load, cite and verify it, whose accounts it leans on, every column."""

import re
from collections.abc import Mapping

import pyarrow as pa

from communique_schema.projections import Specs
from communique_schema.projections.dictionary import dictionary

from ..reading.selection import prose, selection, table
from .about import About

PANDAS = """\
import pandas as pd

statements = pd.read_parquet("joined/statements_joined.parquet")
print(statements.attrs["citation"])
print(statements[["said_edtf", "speakers", "accounts", "act", "paraphrase"]].head())"""
DUCKDB = """\
import duckdb

duckdb.sql("select status, count(*) as proposals from 'tables/proposals.parquet' group by status order by 2 desc").show()"""
POLARS = """\
import polars as pl

events = pl.read_parquet("joined/events_joined.parquet")
print(events.group_by("event").len().sort("len", descending=True))"""
SQLITE = """\
import csv, sqlite3

database = sqlite3.connect(":memory:")  # or a file
with open("csv/proposals.csv", encoding="utf-8", newline="") as file:
    head, *rows = csv.reader(file)
database.execute(f"create table proposals ({', '.join(head)})")
places = ", ".join("?" * len(head))
database.executemany(f"insert into proposals values ({places})", ([cell or None for cell in row] for row in rows))
print(database.execute("select title, status from proposals where one_sided = 'true'").fetchall())"""
R = """\
library(arrow)

proposals <- read_parquet("tables/proposals.parquet")
table(proposals$status)"""
COMMUNIQUE = """\
import communique as cq

ds = cq.load(".")  # this folder
print(ds.cite())
print(ds.as_of("2021-02-06").proposals[["title", "status"]])"""


def readme(tables: Mapping[str, pa.Table], specs: Specs, about: About, citation: str) -> str:
    """The README as Markdown; ``citation`` is the release in one line. Its Python examples run in the folder itself."""
    counts = selection(tables)
    doi = f" DOI [{about.doi}]({about.identifier})." if about.doi else ""
    notes = f"\n\n{about.notes.strip()}" if about.notes else ""
    rows = sum(tables[name].num_rows for name in specs)
    return f"""\
# {about.title}

Version {about.version}, released on {about.released_on}, data through {about.data_through}.{doi}

{about.description}{notes}

{len(specs)} tables, {rows:,} rows.

| path | what |
| --- | --- |
| `tables/*.parquet` | every table |
| `joined/*.parquet` | statements, proposals and events with names beside ids: begin here |
| `csv/*.csv` | the same tables and views as CSV (UTF-8, RFC 4180, lines end with a line feed, null is an empty field) |
| `annotations.jsonl` | every anchor as a W3C Web Annotation: position in code points, hash of text and span |
| `datapackage.json`, `croissant.json`, `CITATION.cff`, `metadata/` | the same description by the standards' own rules |
| `CONTENT.json`, `recompute.py`, `SHA256SUMS` | content hashes, the program that recomputes them, sums of the files |
| `CHANGES.md`, `changes.json` | what changed since the release before |
| `PROVENANCE.json` | hashes of the records and versions of the tools it was made from and with |
| `RIGHTS.md`, `LICENSES/`, `REUSE.toml` | what is ours, what is others', licences, withdrawal |

## Load

Plain pandas gives the right types, and the release's own words in `attrs`:

```python
{PANDAS}
```

DuckDB:

```python
{DUCKDB}
```

Polars:

```python
{POLARS}
```

SQLite, from the CSV, with nothing but Python:

```python
{SQLITE}
```

R (not run by our tests):

```r
{R}
```

With the package `communique`, which also follows retired ids, cites rows and shows any day's status:

```python
{COMMUNIQUE}
```

## Cite

> {citation}

Add the id of each row you rely on. Ids are permanent and never reused; a retired one stands in table `retired_ids`.
`metadata/citation.bib`, `.ris` and `.csl.json` are for reference managers.

## Verify

    sha256sum -c SHA256SUMS              # every file is as it was published
    python recompute.py                  # the content hashes, from the Parquet files (needs pyarrow)
    python recompute.py --csv            # the same from the CSV, with nothing but Python
    python recompute.py ID HASH          # whether the row cited with that record hash is this one

The identity of this version, whatever the format: `dataset1` `{about.dataset1}`.

## Whose accounts it leans on

{prose(counts)}
The counts this rests on:

{table(counts)}
## Licence and rights

Data: [{about.licence_name}](LICENSES/{about.licence}.txt). `recompute.py`: [Apache-2.0](LICENSES/Apache-2.0.txt). The texts
belong to their holders: [RIGHTS.md](RIGHTS.md).

{_dictionary(specs)}"""


def _dictionary(specs: Specs) -> str:
    """The data dictionary as a part of a longer document: a level lower, without what it tells its editors."""
    lines = dictionary(specs).splitlines()
    kept = [re.sub(r"^(#+) ", r"#\1 ", line) for line in lines if not line.startswith("Generated from ")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)) + "\n"
