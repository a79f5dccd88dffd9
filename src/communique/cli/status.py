"""Where proposals stand: all of them, or one with its history, on any day, as known on any day.

PROPOSAL is an id (pr-7k2mq) or words of the title. The status is computed from the evidence in the last build: by both
sides' accounts, and by the accounts of each side alone. One-sided means that something both sides must do (agree,
begin, fulfil) is on record from one side only; "only one side tells", that so far only the other side's account has it,
so that nothing counts yet.

\b
Examples:
  communique status
  communique status "cyber"
  communique status --as-of 2021-02-06
  communique status --as-of 2021-02-06 --known-by 2021-02-06    (no hindsight)

--as-of is the day things stood so; --known-by the day up to which evidence had been published (default: all of it).

Exit codes: 0 shown, 2 no such proposal or a day after the data, 3 there is no build.
"""

import re
from datetime import date, timedelta
from typing import Any

import click
import pandas as pd

from .built import Built, standing
from .out import as_json, dim, paragraph, show, table, width
from .settings import WORKING, Settings, of_release
from .settings import command as made


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """The day given, as 2021-02-06; a usage error that shows the form for anything else."""
    if value is None:
        return None
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise click.BadParameter(f"{value!r} is no day; write it as 2021-02-06", ctx, param)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"there is no day {value}; write a day as 2021-02-06", ctx, param) from None


NARROW = 150
"""Columns below which each proposal gets lines of its own, for a table would break every word."""


@made("status", __doc__)
@of_release(WORKING)
@click.argument("proposal", required=False)
@click.option("--as-of", callback=_day, metavar="DAY", help="The day asked about (default: the data's last).")
@click.option("--known-by", callback=_day, metavar="DAY", help="Count only what was published by this day.")
def command(settings: Settings, proposal: str | None, as_of: date | None, known_by: date | None) -> None:
    built = Built(settings)
    day = built.day(as_of, "--as-of") or built.through
    known = built.day(known_by, "--known-by") or built.through
    chosen = built.proposal(proposal) if proposal else None
    with built.understood():
        rows = statuses(built, day, known)
        intervals = history(built, chosen, day, known) if chosen else []
    if chosen:
        rows = [row for row in rows if row["proposal_id"] == chosen]
    if settings.json:
        said = {"as_of": day, "known_by": known, "data_through": built.through, "proposals": rows}
        as_json(said | ({"history": intervals} if chosen else {}))
        return
    _show(built, rows, narrow=bool(chosen))
    if chosen:
        _history(built, intervals)
    click.echo(dim(f"As of {day}, by what was published by {known}; data through {built.through}."))


SHOWN = ["proposal_id", "title", "evidence_sides", "checked_through", "status", "status_since", "one_sided",
         "status_per_ru", "status_per_us"]  # fmt: skip


def statuses(built: Built, day: date, known_by: date) -> list[dict[str, Any]]:
    """One mapping per proposal: its status on ``day`` as known on ``known_by`` beside what its row says."""
    proposals = built.ds.as_of(day, known_by).proposals[SHOWN]
    return _plain(proposals.sort_values("title", key=lambda titles: titles.str.casefold()))


def history(built: Built, proposal: str, day: date, known_by: date) -> list[dict[str, Any]]:
    """Intervals of each fold that began by ``day``, as known on ``known_by``; ``valid_to`` is exclusive."""
    rows = built["proposal_status"]
    rows = rows[(rows["proposal_id"] == proposal) & (rows["valid_from"] <= day)]
    rows = rows[(rows["known_from"] <= known_by) & (known_by < rows["known_to"])]
    rows = rows[["fold", "status", "one_sided", "valid_from", "valid_to"]]
    return _plain(rows.sort_values(["fold", "valid_from"]))


def _plain(df: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as mappings, null as None."""
    return [{k: None if pd.isna(v) else v for k, v in row.items()} for row in df.to_dict("records")]  # type: ignore[misc]


def _show(built: Built, rows: list[dict[str, Any]], *, narrow: bool) -> None:
    label, sides = built.labels("proposal_status"), built.labels("evidence_sides")
    shown = [
        (
            row["proposal_id"],
            row["title"],
            standing(label, row),
            str(row["status_since"] or ""),
            label.get(row["status_per_ru"], "-"),
            label.get(row["status_per_us"], "-"),
            sides.get(row["evidence_sides"], ""),
            str(row["checked_through"]),
        )
        for row in rows
    ]
    if not narrow and width() >= NARROW:
        grid = table("Id", "Proposal", "Status", "Since", "Per Russia", "Per US", "Evidence", "Checked through")
        for cells in shown:
            grid.add_row(*cells)
        show(grid)
        return
    for key, title, status, since, russia, america, evidence, checked in shown:
        click.echo(f"{dim(key)}  " + paragraph(title, 10, bold=True).lstrip())
        click.echo(paragraph(f"{status}" + (f" since {since}" if since else ""), 10, colour="cyan"))
        click.echo(paragraph(f"per Russia: {russia} · per United States: {america}", 10))
        click.echo(dim(paragraph(f"evidence: {evidence} · checked through {checked}", 10)))


def _history(built: Built, intervals: list[dict[str, Any]]) -> None:
    label = built.labels("proposal_status")
    grid = table("By the accounts of", "From", "Through", "Status")
    accounts = {"headline": "Both sides (headline)", "per_ru": "Russia only", "per_us": "United States only"}
    for row in intervals:
        last = row["valid_to"] - timedelta(days=1)
        through = "" if last >= built.through else str(last)
        mark = " (one-sided)" if row["one_sided"] else ""
        grid.add_row(accounts[row["fold"]], str(row["valid_from"]), through, label[row["status"]] + mark)
    if intervals:
        click.echo()
        show(grid)
        click.echo()
