r"""Recompute the hashes this release states of itself. Needs Python and, for Parquet, pyarrow.

    python recompute.py               every table and the whole, from tables/*.parquet
    python recompute.py ID [HASH]     the record hash of the row with that id; whether it is HASH
    python recompute.py ... --csv     the same from csv/*.csv, without pyarrow

row1      SHA-256 of "row1", the table's name and the row as canonical JSON, a line feed between each
record1   SHA-256 of "record1" and the sorted lines: table, tab, key, tab, row1, of a row and all that belongs to it
table1    SHA-256 of "table1", the table's name and the sorted lines: key, tab, row1
dataset1  SHA-256 of "dataset1" and the sorted lines: table, tab, table1
derived1  the same as table1 and dataset1, tags too, over key and computed columns, which enter no other hash

Every line ends with a line feed; the JSON alone does not. Lines are sorted by their UTF-8 bytes. Canonical JSON: names
sorted likewise, no nulls, no white space, days as ISO texts; of a text only \" \\ \b \f \n \r \t are escaped, and
the other characters below U+0020 as \u00xx in lower case; UTF-8. A key is the JSON array of its values, no nulls.
CONTENT.json says which columns a table hashes, which are computed, what its key is, and to which table's record its rows
belong by which column. In CSV a null is an empty field (no text is empty), yes and no are true and false.
Exit code: 0 all as stated, 1 something differs, 2 no row has that id, or wrong use.
"""

import csv
import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
CONTENT: dict[str, Any] = {}
FROM_CSV: dict[str, Any] = {
    "text": str,
    "int32": int,
    "bool": {"true": True, "false": False}.__getitem__,
    "date32": str,
}


def read(table: str, from_csv: bool) -> list[dict[str, Any]]:
    """The rows of a table as mappings without nulls; days as ISO texts."""
    if not from_csv:
        import pyarrow.parquet as pq  # noqa: PLC0415

        rows = pq.ParquetFile(FOLDER / "tables" / f"{table}.parquet").read(use_threads=False).to_pylist()
        return [{k: str(v) if hasattr(v, "year") else v for k, v in row.items() if v is not None} for row in rows]
    kinds = CONTENT["tables"][table]["columns"] | CONTENT["tables"][table]["derived"]
    with (FOLDER / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [{k: FROM_CSV[kinds[k]](v) for k, v in row.items() if v and k in kinds} for row in csv.DictReader(file)]


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(*head: str, lines: list[str]) -> str:
    return sha256("".join(f"{line}\n" for line in (*head, *sorted(lines))).encode()).hexdigest()


def hashed(table: str, rows: list[dict[str, Any]], names: set[str]) -> list[str]:
    """The line (key, tab, row1) of each row, over the columns with these names."""
    lines = []
    for row in rows:
        key = canonical([row[name] for name in CONTENT["tables"][table]["key"] if name in row])
        said = canonical({name: value for name, value in row.items() if name in names})
        lines.append(key + "\t" + sha256(f"row1\n{table}\n{said}".encode()).hexdigest())
    return lines


def record(table: str, rows: list[dict[str, Any]], from_csv: bool) -> list[str]:
    """The line (table, tab, key, tab, row1) of these rows and of all that belong to them, table below table."""
    lines = [f"{table}\t{line}" for line in hashed(table, rows, {*CONTENT["tables"][table]["columns"]})]
    ids = {row[CONTENT["tables"][table]["key"][0]] for row in rows}
    for part, said in CONTENT["tables"].items():
        if said["record"] and said["record"]["table"] == table:
            belong = [row for row in read(part, from_csv) if row[said["record"]["column"]] in ids]
            lines += record(part, belong, from_csv)
    return lines


def one(asked: str, stated: list[str], from_csv: bool) -> int:
    for table, said in CONTENT["tables"].items():
        mine = said["prefix"] == asked.partition("-")[0]
        if rows := [row for row in (read(table, from_csv) if mine else ()) if row[said["key"][0]] == asked]:
            found = digest("record1", lines=record(table, rows, from_csv))
            print(
                "record1",
                found,
                asked,
                *("holds" if hash_.lower() == found else f"DIFFERS from {hash_}" for hash_ in stated),
            )
            return int(any(hash_.lower() != found for hash_ in stated))
    print(f"{asked}: version {CONTENT['version']} has no row with that id; retired ones are in table retired_ids")
    return 2


def everything(from_csv: bool) -> int:
    found: dict[str, dict[str, str]] = {"table1": {}, "derived1": {}}
    differ = 0
    for table, said in CONTENT["tables"].items():
        rows = read(table, from_csv)
        columns = {"table1": {*said["columns"]}, "derived1": {*said["derived"]} and {*said["derived"], *said["key"]}}
        for name in [name for name in found if columns[name]]:
            found[name][table] = digest("table1", table, lines=hashed(table, rows, columns[name]))
        holds = all(found[name].get(table) == said[name] for name in found)
        differ += not holds
        print(found["table1"].get(table, "computed only".ljust(64)), table, "holds" if holds else "DIFFERS")
    for name, tables in (("dataset1", found["table1"]), ("derived1", found["derived1"])):
        whole = digest("dataset1", lines=[f"{table}\t{hash_}" for table, hash_ in tables.items()])
        differ += whole != CONTENT[name]
        print(whole, name, "holds" if whole == CONTENT[name] else "DIFFERS")
    return int(differ > 0)


if __name__ == "__main__":
    asked = [word for word in sys.argv[1:] if word not in ("--csv", "record1")]  # as a citation prints it
    if any(word.startswith("-") for word in asked) or any(len(word) != 64 for word in asked[1:]):
        print(f"{__doc__}\nA hash has 64 digits, and --csv is the only option.", file=sys.stderr)
        sys.exit(2)
    try:
        CONTENT.update(json.loads((FOLDER / "CONTENT.json").read_text("utf-8")))
        sys.exit(one(asked[0], asked[1:], "--csv" in sys.argv) if asked else everything("--csv" in sys.argv))
    except ModuleNotFoundError:
        sys.exit("pyarrow is not installed: install it, or add --csv, which needs Python alone")
    except BrokenPipeError:
        sys.exit(141)
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        csv.Error,
    ) as error:  # a file is missing or broken
        sys.exit(f"cannot be recomputed: {type(error).__name__}: {error}")
