"""Hold ``croissant.json`` of a release against mlcroissant, the standard's own reader, and read records with it.

    python tests/packaging/croissant_check.py [FOLDER]

Runs in an environment that has mlcroissant 1.1 (make croissant sets one up), for it weighs more than everything else the
tests need. FOLDER is a release; without it, the newest in ``dist/``. Exit code: 0 all is well, 1 something is not.
"""

import hashlib
import json
import logging
import sys
from pathlib import Path

import mlcroissant
import pandas as pd

DIST = Path(__file__).parents[2] / "dist"
READ = {"statements": "tables", "proposals": "tables", "event_evidence": "tables", "events_joined": "joined"}
"""Record sets that are read through, and where their Parquet file is."""


def newest() -> Path:
    """The folder of the newest version in ``dist/``."""
    folders = [path.parent for path in DIST.glob("*.*.*/croissant.json")]
    if not folders:
        sys.exit(f"{DIST} has no release; run communique release, or name a folder")
    return max(folders, key=lambda folder: [int(part) for part in folder.name.split(".")])


def problems(folder: Path) -> list[str]:
    """What is wrong: files that are not those described, warnings of the reader, record sets that cannot be read."""
    path = folder / "croissant.json"
    said = json.loads(path.read_text("utf-8"))
    found = [
        f"{file['contentUrl']}: not the file described"
        for file in said["distribution"]
        if hashlib.sha256((folder / file["contentUrl"]).read_bytes()).hexdigest() != file["sha256"]
    ]
    issues = mlcroissant.Dataset(path).metadata.issues
    found += [*issues.errors, *issues.warnings]
    fields = {records["@id"]: {field["@id"] for field in records["field"]} for records in said["recordSet"]}
    for name, home in READ.items():
        # A dataset of its own for each: the reader does not give a table's records twice.
        records = list(mlcroissant.Dataset(path).records(name))
        if len(records) != len(pd.read_parquet(folder / home / f"{name}.parquet")):
            found.append(f"{name}: {len(records)} records, not as many as the table has rows")
        found += [f"{name}: a record has other fields" for _ in records[:1] if set(records[0]) != fields[name]]
    return found


def main() -> int:
    """Print what is wrong, or that nothing is."""
    logging.disable(logging.INFO)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else newest()
    found = problems(folder)
    print("\n".join(found) or f"{folder}: croissant.json loads, and gives the records of {', '.join(READ)}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
