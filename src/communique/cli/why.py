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
import pandas as pd

from .built import Built, standing
from .counting import uncounted
from .out import as_json, dim, paragraph
from .settings import Settings
from .settings import command as made

COPIED = ("statement_id", "article_id", "claim_id", "account_kind", "act", "said_edtf", "paraphrase", "key_phrase",
          "coder_id")  # fmt: skip
"""What is told of a statement as its row has it."""


@made("why", __doc__)
@click.argument("proposal")
def command(settings: Settings, proposal: str) -> None:
    built = Built(settings.dist)
    chosen = built.proposal(proposal)
    row = _rows(built["proposals"], "proposal_id", [chosen])[0]
    steps = events(built, chosen)
    parted = conflicts(built, [s for step in steps for s in step["evidence"]])
    if settings.json:
        as_json({"proposal": row, "parties": parties(built, chosen), "events": steps, "conflicts": parted})
        return
    _head(built, row, parties(built, chosen))
    for step in steps:
        _step(built, step)
    if parted:
        click.echo(click.style("Where the accounts part", bold=True))
    for conflict in parted:
        pages = " / ".join(dict.fromkeys(conflict["pages"]))
        click.echo(paragraph(f"{conflict['aspect_label']}: {conflict['note']}", 2))
        click.echo(dim(paragraph(f"{conflict['conflict_id']} · {pages}", 4)))


def parties(built: Built, proposal: str) -> dict[str, list[str]]:
    """Role -> names."""
    names, found = built.names(), dict[str, list[str]]()
    for row in _rows(built["proposal_parties"], "proposal_id", [proposal]):
        found.setdefault(row["role"], []).append(names[row["actor_id"]])
    return found


def events(built: Built, proposal: str) -> list[dict[str, Any]]:
    """The proposal's log in order, each step with the statements that carry it."""
    names = built.names()
    evidence = built["event_evidence"]
    steps = sorted(_rows(built["proposal_events"], "proposal_id", [proposal]), key=lambda row: row["position"])
    listed = _rows(evidence, "event_id", [step["event_id"] for step in steps])
    behind = {row["statement_id"]: row for row in statements(built, [row["statement_id"] for row in listed])}
    for step in steps:
        step["by"] = names.get(step["actor_id"])
        step["evidence"] = [{**behind[row["statement_id"]]} for row in listed if row["event_id"] == step["event_id"]]
        step["evidence"].sort(
            key=lambda row: (row["published_date"] is None, row["published_date"], row["statement_id"])
        )
        reasons = uncounted(built, step["evidence"])
        for row in step["evidence"]:
            row["does_not_count"] = reasons.get(row["statement_id"])
    return steps


def statements(built: Built, ids: list[str]) -> list[dict[str, Any]]:
    """Statements with speakers, accounts and page."""
    names = built.names()
    rows = _rows(built["statements"], "statement_id", ids)
    people = _rows(built["statement_actors"], "statement_id", ids)
    pages = {p["article_id"]: p for p in _rows(built["articles"], "article_id", [row["article_id"] for row in rows])}
    out = []
    for row in rows:
        page = pages[row["article_id"]]
        mine = [p for p in people if p["statement_id"] == row["statement_id"]]
        who = {role: [names[p["actor_id"]] for p in mine if p["role"] == role] for role in ("speaker", "account")}
        out.append({
            **{name: row[name] for name in COPIED},
            "speakers": who["speaker"], "accounts": who["account"], "title": page["title"],
            "publisher": names[page["publisher_id"]], "published_edtf": page["published_edtf"],
            "published_date": page["published_date"], "url": page["url"],
        })  # fmt: skip
    return out


def conflicts(built: Built, behind: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Points on which accounts of the statements' claims part."""
    ids = {row["statement_id"] for row in behind}
    claims = {row["claim_id"] for row in behind if row["claim_id"]}
    rows = _rows(built["conflicts"], "claim_id", sorted(claims))
    rows += [row for side in ("a", "b") for row in _rows(built["conflicts"], f"statement_{side}_id", sorted(ids))]
    found = sorted({row["conflict_id"]: row for row in rows}.values(), key=lambda row: str(row["conflict_id"]))
    label, titles = built.labels("conflict_aspect"), dict(_pairs(built["articles"], "article_id", "title"))
    for row in found:
        row["aspect_label"] = label[row["aspect"]]
        row["pages"] = [titles[row["article_a_id"]], titles[row["article_b_id"]]]
    return found


def _pairs(df: pd.DataFrame, key: str, value: str) -> list[tuple[str, str]]:
    return list(zip(df[key], df[value], strict=True))


def _rows(df: pd.DataFrame, key: str, values: list[str]) -> list[dict[str, Any]]:
    """Rows whose ``key`` is among ``values`` as mappings, null as None."""
    chosen = df.merge(pd.DataFrame({key: pd.Series(sorted(set(values)), dtype=df[key].dtype)}), on=key)
    return [{str(k): None if pd.isna(v) else v for k, v in row.items()} for row in chosen.to_dict("records")]


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
