"""How a dataset, a record and a log look in a terminal and in a notebook."""

import html
import textwrap
from typing import TYPE_CHECKING, Any

from .entities import Record, Row
from .why import Why

if TYPE_CHECKING:
    from .opened import Opened

WIDTH = 100
_STYLE = "text-align:left;vertical-align:top"


def _sizes(ds: "Opened") -> list[tuple[str, int, str]]:
    """(table, rows, what a row is) of every table that has rows, computed and bookkeeping ones last."""
    specs = ds.release.specs
    sizes = [(name, ds.release.rows(name), specs[name]) for name in ds.tables]
    return [(name, rows, spec.doc.split(":")[0].split(";")[0].rstrip(".")) for name, rows, spec in sizes if rows]


def _head(ds: "Opened") -> str:
    as_of = "" if ds.day == ds.data_through else f", as of {ds.day}"
    known = "" if ds.known_by == ds.data_through else f", by what was published by {ds.known_by}"
    working = "" if ds.release.published else " (working build, not to be cited)"
    return f"communique {ds.version}{working}, data through {ds.data_through}{as_of}{known}"


def dataset_text(ds: "Opened") -> str:
    """A line on the release and one per table."""
    sizes = _sizes(ds)
    wide = max(len(name) for name, _, _ in sizes)
    lines = [_short(f"  {name:<{wide}} {rows:>8,}  {doc}") for name, rows, doc in sizes]
    more = "ds.proposals or ds['proposals'] is a table; ds.joined('proposals') has names instead of ids"
    return "\n".join([_head(ds), *lines, more])


def dataset_html(ds: "Opened") -> str:
    """The same as a small table."""
    body = "".join(_tr(f"<code>{_e(name)}</code>", f"{rows:,}", _e(doc)) for name, rows, doc in _sizes(ds))
    return f"<p><strong>{_e(_head(ds))}</strong></p>{_table(('table', 'rows', 'a row is'), body)}"


def record_text(record: Record) -> str:
    """The values that are there, then the rows nested in it."""
    lines = [f"{record.id} ({record.table}, communique {record.version})"]
    lines += [
        f"  {step['old_id']} was retired in {step['since_version']} ({step['reason']}): {step['replaced_by']} stands for it"
        for step in record.redirects
    ]
    wide = max(len(name) for name in record.row)
    lines += [f"  {name:<{wide}}  {_short(value)}" for name, value in record.row.items() if value is not None]
    for table, rows in record.parts.items():
        lines += [
            f"  {table}: {', '.join(f'{k}={_short(v, 60)}' for k, v in _own(row, record).items())}" for row in rows
        ]
    return "\n".join([*lines, f"  record1 {record.sha256}"])


def record_html(record: Record) -> str:
    """The same as tables."""
    body = "".join(_tr(f"<code>{_e(k)}</code>", _e(str(v))) for k, v in record.row.items() if v is not None)
    out = [f"<p><strong>{_e(record.id)}</strong> ({_e(record.table)}, communique {_e(record.version)})</p>",
           _table(("column", "value"), body)]  # fmt: skip
    for table, rows in record.parts.items():
        if rows:
            columns = [name for name in rows[0] if any(name in _own(row, record) for row in rows)]
            cells = "".join(_tr(*(_e("" if row[c] is None else str(row[c])) for c in columns)) for row in rows)
            out.append(f"<p><code>{_e(table)}</code></p>{_table(columns, cells)}")
    return "".join([*out, f"<p>record1 <code>{_e(record.sha256)}</code></p>"])


def _own(row: Row, record: Record) -> Row:
    """What a nested row says besides whose it is."""
    return {name: value for name, value in row.items() if value is not None and value != record.id}


def standing(row: Row) -> str:
    """The headline status in words; where there is none, whether at least a side tells of one."""
    if row["status"]:
        since = f" since {row['status_since']}" if row["status_since"] else ""
        return f"{row['status']}{' (one-sided)' if row['one_sided'] else ''}{since}"
    telling = [side for side in ("ru", "us") if row[f"status_per_{side}"]]
    return ("not yet known", "only one side tells", "each side tells only of the other")[len(telling)]


def why_text(why: Why) -> str:
    """The log, a step a paragraph."""
    row = why.proposal
    asked = f"{' and '.join(why.parties.get('proposer', ['?']))} to {' and '.join(why.parties.get('addressee', ['?']))}"
    sides = f"By Russian accounts alone: {row['status_per_ru'] or 'nothing'}; by American: {row['status_per_us'] or 'nothing'}."
    lines = [f"{row['proposal_id']}  {row['title']}", f"{asked}: {standing(row)}", sides,
             f"As of {why.day}, by what was published by {why.known_by}."]  # fmt: skip
    for step in why.events:
        lines += ["", f"{step['happened_edtf']}  {step['event']}" + (f" by {step['by']}" if step["by"] else "")]
        lines += textwrap.wrap(step["note"], WIDTH, initial_indent="  ", subsequent_indent="  ")
        for said in step["evidence"]:
            lines += textwrap.wrap(_told(said), WIDTH, initial_indent="    ", subsequent_indent="      ")
    for conflict in why.conflicts:
        lines += ["", *textwrap.wrap(_parted(conflict), WIDTH)]
    return "\n".join(lines)


def _parted(conflict: Row) -> str:
    return f"Accounts part on {conflict['aspect_label'].lower()}: {conflict['note']} ({conflict['conflict_id']})"


def _told(said: Row) -> str:
    own = said["speakers"] == said["accounts"]
    account = "own account" if own else f"by the account of {' and '.join(said['accounts']) or 'nobody named'}"
    phrase = f" “{said['key_phrase']}”" if said["key_phrase"] else ""
    mute = f" [does not count: {said['does_not_count']}]" if said["does_not_count"] else ""
    who = " and ".join(said["speakers"])
    page = f"({said['publisher']}, {said['published_edtf']})"
    return f"{said['statement_id']} {who}, {account}: {said['paraphrase'] or ''}{phrase} {page}{mute}"


def why_html(why: Why) -> str:
    """The log as a table, a step a row."""
    head = "".join(f"<p>{_e(line)}</p>" for line in why_text(why).split("\n\n")[0].splitlines())
    body = "".join(
        _tr(_e(step["happened_edtf"]), _e(step["event"]), _e(step["by"] or "both"), _e(step["note"]),
            "<br>".join(_e(_told(said)) for said in step["evidence"]))
        for step in why.events
    )  # fmt: skip
    parted = "".join(f"<p>{_e(_parted(conflict))}</p>" for conflict in why.conflicts)
    return head + _table(("when", "event", "whose act", "what happened", "who tells of it"), body) + parted


def _short(value: Any, most: int = WIDTH) -> str:
    text = str(value)
    return text if len(text) <= most else text[: most - 1] + "…"


def _e(text: str) -> str:
    return html.escape(text)


def _tr(*cells: str) -> str:
    return "<tr>" + "".join(f'<td style="{_STYLE}">{cell}</td>' for cell in cells) + "</tr>"


def _table(head: Any, body: str) -> str:
    columns = "".join(f'<th style="{_STYLE}">{_e(name)}</th>' for name in head)
    return f"<table><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"
