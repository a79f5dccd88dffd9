"""What a first release holds: its CHANGES.md, where there is nothing to compare it with."""

from typing import Any

from ..reading.release import Release
from .model import FOLDS
from .moved import standing
from .wording import MarkdownPen, Wording


def first(release: Release) -> str:
    """Counts per table, and where every proposal stands, as Markdown. Of a release with all tables of the contract."""
    pen = MarkdownPen()
    lines = [f"# What {release.version} holds", ""]
    ledger = release.arrow("releases").to_pylist()
    if note := next((row.get("notes") for row in ledger if row.get("version") == release.version), None):
        lines += [pen.plain(note), ""]
    lines += [f"The first release; there is none to compare it with. Data through {release.data_through}.", "",
              "## Tables", "", "| table | rows | a row is |", "| --- | ---: | --- |", *_tables(release, pen), "",
              "## Proposals", "", *_proposals(release, pen)]  # fmt: skip
    return "\n".join(lines).rstrip("\n") + "\n"


def _tables(release: Release, pen: MarkdownPen) -> list[str]:
    sizes = [(name, release.rows(name), spec.doc) for name, spec in release.specs.items()]
    return [f"| {pen.code(name)} | {rows:,} | {pen.plain(doc)} |" for name, rows, doc in sizes if rows]


def _proposals(release: Release, pen: MarkdownPen) -> list[str]:
    stands, wording = standing(release), Wording((release, release), pen)
    lines = []
    for row in sorted(release.arrow("proposals").to_pylist(), key=lambda row: (row["title"], row["proposal_id"])):
        known = stands.get(row["proposal_id"], {})
        head = f"- {pen.strong(row['title'])} ({row['proposal_id']}): {wording.stand(known.get('headline'))}"
        lines += [head, f"  - {_sides(known, wording)}; checked through {row['checked_through']}"]
    return lines or ["None."]


def _sides(known: dict[str, Any], wording: Wording) -> str:
    ru, us = (wording.stand(known.get(fold)) for fold in FOLDS[1:])
    return f"by the accounts of Russia alone: {ru}; of the United States alone: {us}"
