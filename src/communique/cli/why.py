"""Why a proposal stands where it stands: every step, whose account carries it, and the statements behind it.

PROPOSAL is an id (pr-7k2mq) or words of the title. Each statement is shown with its speaker, whose telling we rely on,
our paraphrase, at most seven words of the source, and the page with the day of its publication. Where a statement moves
nothing (an outlet's word, a reprint beside a better page), that is said. After the steps come the points on which
accounts part. For the id of anything else it names the proposals that have to do with it.

\b
Examples:
  communique why "cyber"
  communique why pr-7k2mq --json

Exit codes: 0 shown, 2 no such proposal, 3 there is no build.
"""

from typing import Any

import click

from .built import Built, standing
from .out import as_json, dim, paragraph
from .settings import WORKING, Settings, of_release
from .settings import command as made


@made("why", __doc__)
@of_release(WORKING)
@click.argument("proposal")
def command(settings: Settings, proposal: str) -> None:
    built = Built(settings)
    chosen = built.proposal(proposal)
    with built.understood():
        why = built.ds.why(chosen)
    if settings.json:
        as_json(why.as_dict())
        return
    _head(built, why.proposal, why.parties)
    for step in why.events:
        _step(built, step)
    if why.conflicts:
        click.echo(click.style("Where the accounts part", bold=True))
    for conflict in why.conflicts:
        pages = " / ".join(dict.fromkeys(conflict["pages"]))
        click.echo(paragraph(f"{conflict['aspect_label']}: {conflict['note']}", 2))
        click.echo(dim(paragraph(f"{conflict['conflict_id']} · {pages}", 4)))


def _head(built: Built, row: dict[str, Any], parties: dict[str, list[str]]) -> None:
    label = built.labels("proposal_status")
    since = f" since {row['status_since']}" if row["status_since"] else ""
    click.echo(f"{dim(row['proposal_id'])}  {paragraph(row['title'], 10, bold=True).lstrip()}")
    asked = " and ".join(parties.get("proposer", ["?"])) + " to " + " and ".join(parties.get("addressee", ["?"]))
    click.echo(dim(paragraph(asked, 10)))
    click.echo(paragraph(f"{standing(label, row)}{since}", 10, colour="cyan"))
    click.echo(paragraph(row["summary"], 10))
    click.echo()


def _step(built: Built, step: dict[str, Any]) -> None:
    label = built.labels("proposal_event")[step["event"]]
    by = f" · {step['by']}" if step["by"] else ""
    click.echo(paragraph(f"{step['happened_edtf']}  {label}{by}", 0, bold=True))
    click.echo(paragraph(step["note"], 2))
    click.echo(dim(paragraph(_known(step), 2)))
    for row in step["evidence"]:
        speakers, accounts = " and ".join(row["speakers"]), " and ".join(row["accounts"])
        account = "own account" if speakers == accounts else f"by the account of {accounts}"
        click.echo(paragraph(f"{speakers}, {account}: {row['paraphrase'] or ''}".rstrip(), 4))
        if row["key_phrase"]:
            click.echo(paragraph(f"“{row['key_phrase']}”", 6, colour="green"))
        page = f"{row['statement_id']} · {row['publisher']}, {row['title']} · published {row['published_edtf']}"
        click.echo(dim(paragraph(page + (f" · {row['url']}" if row["url"] else ""), 6)))
        if row["does_not_count"]:
            click.echo(paragraph(f"does not count: {row['does_not_count']}", 6, colour="yellow"))
    click.echo()


def _known(step: dict[str, Any]) -> str:
    """On which clock the step runs: when it became known, by whom, and since when the headline counts it."""
    sides = [f"per Russia from {step['known_ru_date']}" if step["known_ru_date"] else "",
             f"per United States from {step['known_us_date']}" if step["known_us_date"] else ""]  # fmt: skip
    known = f"known from {step['known_date']}" if step["known_date"] else "carried by no account that counts"
    counted = f"counted from {step['counted_date']}" if step["counted_date"] else "not counted in the headline"
    return "; ".join(part for part in (known, *sides, counted) if part)
