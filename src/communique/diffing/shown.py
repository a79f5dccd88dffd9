"""A diff as text and as Markdown: the same sections in the same order."""

import html
from collections.abc import Iterator

from ..problems import count
from . import policy
from .model import Diff
from .sections import Item, Section, Sections, counted
from .wording import MarkdownPen, Pen, Wording


def text(diff: Diff, cap: int) -> str:
    """In lines, sections under their headings, for a terminal or a log."""
    lines = [_head(diff), *_through(diff)]
    for section in Sections(diff, Wording(diff.releases, Pen()), cap).all():
        lines += ["", section.title, *_indented(section.items, 1)]
    return "\n".join(lines)


def markdown(diff: Diff, cap: int) -> str:
    """As the release's CHANGES.md, with what its ledger says of the version."""
    pen = MarkdownPen()
    lines = [f"# Changes in {diff.b.version} since {diff.a.version}", ""]
    if note := ledger_note(diff):
        lines += [pen.plain(note), ""]
    lines += [line for said in (_takes(diff), *_through(diff)) for line in (said, "")]
    for section in Sections(diff, Wording(diff.releases, pen), cap).all():
        lines += _markdown(section)
    return "\n".join(lines).rstrip("\n") + "\n"


def ledger_note(diff: Diff) -> str | None:
    """What the new release's ledger says of its own version."""
    ledger = diff.releases[1].arrow("releases").to_pylist()
    return next((row.get("notes") for row in ledger if row.get("version") == diff.b.version), None)


def summary(diff: Diff) -> list[str]:
    """Versions, what the changes take, and how many of each rule there are."""
    lines = [_head(diff), *(f"  {counted(code, n)}" for code, n in diff.rules.items())]
    return [*lines, *(f"  refused: {refusal}" for refusal in diff.refusals[:5]), *_more(diff)]


def summary_html(diff: Diff) -> str:
    """The same as a small table."""
    rows: list[tuple[str, str]] = [(counted(code, n), policy.RULES[code].bump) for code, n in diff.rules.items()]
    rows += [(str(refusal), "refused") for refusal in diff.refusals]
    body = "".join(f"<tr><td>{html.escape(what)}</td><td>{bump}</td></tr>" for what, bump in rows)
    head = f"<p><strong>{html.escape(_head(diff))}</strong></p>"
    return head + (
        f"<table><thead><tr><th>change</th><th>takes</th></tr></thead><tbody>{body}</tbody></table>" if rows else ""
    )


def _more(diff: Diff) -> list[str]:
    left = len(diff.refusals) - 5
    return [f"  and {count(left, 'more refusal')}"] if left > 0 else []


def _head(diff: Diff) -> str:
    return f"communique {diff.a.version} to {diff.b.version}: {_takes(diff)}"


def _takes(diff: Diff) -> str:
    if not diff:
        return "Nothing differs."
    required = diff.required(diff.a.version)
    if diff.bump == "none":
        return f"Nothing that takes a version differs; {required} or higher."
    refused = f" Refused: {count(len(diff.refusals), 'reason')}." if diff.refusals else ""
    return f"The changes take a {diff.bump} version: {required} or higher.{refused}"


def _through(diff: Diff) -> list[str]:
    before, after = diff.a.data_through, diff.b.data_through
    return [f"Data through {after} (was {before})."] if before != after else [f"Data through {after}."]


def _indented(items: list[Item], depth: int) -> Iterator[str]:
    for item in items:
        yield "  " * depth + item.head
        yield from _indented(item.below, depth + 1)


def _markdown(section: Section) -> list[str]:
    return [f"## {section.title}", "", *_bulleted(section.items, 0), ""]


def _bulleted(items: list[Item], depth: int) -> Iterator[str]:
    for item in items:
        yield "  " * depth + f"- {item.head}"
        yield from _bulleted(item.below, depth + 1)
