"""Rules about retired ids and the release ledger."""

import pandas as pd

from ..spec import tables as contract
from .base import Frame, Tables, join, rule, true


def _ids(t: Tables) -> Frame:
    """Every id in use with its table."""
    parts = [
        pd.DataFrame({"old_id": t[name][spec.primary_key[0]].astype(object), "used_in": name})
        for name, spec in contract().items()
        if len(spec.primary_key) == 1 and not spec.derived and name not in ("retired_ids", "releases", "extractions")
    ]
    return pd.concat(parts)


@rule("retired-id-in-use", "retired_ids", "old_id", "{old_id} is retired and still stands in {used_in}",
      "mint a new id, or take the retirement back")  # fmt: skip
def retired_id_in_use(t: Tables) -> Frame:
    return join(t["retired_ids"], _ids(t), "old_id", "inner")


@rule("replacement-unknown", "retired_ids", "replaced_by", "{replaced_by} is neither in use nor retired itself",
      "name the id that stands for it now")  # fmt: skip
def replacement_unknown(t: Tables) -> Frame:
    known = pd.concat([_ids(t)[["old_id"]], t["retired_ids"][["old_id"]].astype(object)]).drop_duplicates()
    rows = join(t["retired_ids"], known.rename(columns={"old_id": "replaced_by"}).assign(known=True), "replaced_by")
    return rows[rows["replaced_by"].notna() & rows["known"].isna()]


@rule(
    "two-working-versions",
    "releases",
    "release_stage",
    "a second working version",
    "the ledger has one working version",
)
def two_working_versions(t: Tables) -> Frame:
    rows = t["releases"]
    working = rows[true(rows["release_stage"] == "working")]
    return working.iloc[1:]


@rule("published-without-day", "releases", "released_on", "a published version has its day, a working one none",
      "add or remove released_on")  # fmt: skip
def published_without_day(t: Tables) -> Frame:
    rows = t["releases"]
    return rows[true(rows["release_stage"] == "published") == rows["released_on"].isna()]
