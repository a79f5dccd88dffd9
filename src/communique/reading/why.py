"""Why a proposal stands where it stands: every step, whose account carries it, and the statements behind it."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .entities import Record, Row, resolve, table_of
from .errors import UnknownIdError

if TYPE_CHECKING:
    import pyarrow as pa

    from .opened import Opened

COPIED = ("statement_id", "article_id", "claim_id", "account_kind", "act", "said_edtf", "paraphrase", "key_phrase",
          "coder_id")  # fmt: skip
"""What is told of a statement as its row has it."""


@dataclass(frozen=True)
class Why:
    """The log of one proposal with the words behind it.

    ``proposal``: its row. ``parties``: role -> names. ``events``: rows of its log in order, each with ``by`` (whose act)
    and ``evidence``: statements with ``speakers``, ``accounts``, ``publisher``, page and ``does_not_count`` (why it moves
    nothing, else None). ``conflicts``: where accounts of these part. ``day`` and ``known_by`` are the two clocks.
    """

    proposal: Row
    parties: dict[str, list[str]]
    events: list[Row]
    conflicts: list[Row]
    day: dt.date
    known_by: dt.date

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain mappings and lists."""
        return {"proposal": self.proposal, "parties": self.parties, "events": self.events, "conflicts": self.conflicts}

    def __repr__(self) -> str:
        from .shown import why_text  # noqa: PLC0415 (only to look at)

        return why_text(self)

    def _repr_html_(self) -> str:
        from .shown import why_html  # noqa: PLC0415

        return why_html(self)


def why(ds: "Opened", asked: str) -> Why:
    """The log of a proposal; of an as-of dataset only what had taken effect and was known.

    Raises :class:`~communique.reading.errors.UnknownIdError` for an id that is no proposal's, naming the proposals that
    have to do with it.
    """
    key, _ = resolve(ds.release, asked)
    table = table_of(ds.release, key)
    if table != "proposals":
        raise UnknownIdError(f"{asked} is a row of {table}, not a proposal; {_proposals_of(ds, ds.get(key))}")
    record = ds.get(key)
    log = [step for step in record.parts["proposal_events"] if _by_then(ds, step)]
    steps = _with_evidence(ds, log, record.parts["event_evidence"])
    parted = _conflicts(ds, [statement for step in steps for statement in step["evidence"]])
    return Why(dict(record.row), _parties(ds, record.parts["proposal_parties"]), steps, parted, ds.day, ds.known_by)


def _by_then(ds: "Opened", step: Row) -> bool:
    """Whether a step had taken effect and was known."""
    return _passed(step["effective_date"], ds.day, ds) and _passed(step["known_date"], ds.known_by, ds)


def _passed(day: dt.date | None, asked: dt.date, ds: "Opened") -> bool:
    """Whether a day had come; what has none was there by the data's last day, and by no earlier one."""
    return asked == ds.data_through or (day is not None and day <= asked)


def rows(table: "pa.Table", key: str, values: list[str]) -> list[Row]:
    """Rows whose ``key`` is among ``values``, as plain mappings."""
    import pyarrow as pa  # noqa: PLC0415 (a reader's start counts)
    import pyarrow.compute as pc  # noqa: PLC0415

    listed: list[Row] = table.filter(pc.is_in(table.column(key), value_set=pa.array(values, pa.string()))).to_pylist()
    return listed


def _parties(ds: "Opened", listed: list[Row]) -> dict[str, list[str]]:
    names, found = ds.names(), dict[str, list[str]]()
    for row in listed:
        found.setdefault(row["role"], []).append(names[row["actor_id"]])
    return found


def _with_evidence(ds: "Opened", steps: list[Row], listed: list[Row]) -> list[Row]:
    from ..status.uncounted import NEEDED, Uncounted  # noqa: PLC0415

    names = ds.names()
    behind = {row["statement_id"]: row for row in statements(ds, [row["statement_id"] for row in listed])}
    rule = Uncounted({name: ds.release.frame(name) for name in NEEDED})
    for step in steps:
        step["by"] = names.get(step["actor_id"])
        step["evidence"] = [{**behind[row["statement_id"]]} for row in listed if row["event_id"] == step["event_id"]]
        step["evidence"] = [row for row in step["evidence"] if _passed(row["published_date"], ds.known_by, ds)]
        step["evidence"].sort(
            key=lambda row: (row["published_date"] is None, row["published_date"], row["statement_id"])
        )
        reasons = rule.reasons(step["evidence"])
        for row in step["evidence"]:
            row["does_not_count"] = reasons.get(row["statement_id"])
    return steps


def statements(ds: "Opened", ids: list[str]) -> list[Row]:
    """Statements with speakers, accounts and page."""
    names, release = ds.names(), ds.release
    said = rows(release.arrow("statements"), "statement_id", ids)
    people = rows(release.arrow("statement_actors"), "statement_id", ids)
    pages = {p["article_id"]: p for p in rows(release.arrow("articles"), "article_id", [s["article_id"] for s in said])}
    who: dict[tuple[str, str], list[str]] = {}
    for person in people:
        who.setdefault((person["statement_id"], person["role"]), []).append(names[person["actor_id"]])
    return [
        {
            **{name: row[name] for name in COPIED},
            "speakers": who.get((row["statement_id"], "speaker"), []),
            "accounts": who.get((row["statement_id"], "account"), []),
            "title": pages[row["article_id"]]["title"],
            "publisher": names[pages[row["article_id"]]["publisher_id"]],
            "published_edtf": pages[row["article_id"]]["published_edtf"],
            "published_date": pages[row["article_id"]]["published_date"],
            "url": pages[row["article_id"]]["url"],
        }
        for row in said
    ]


def _conflicts(ds: "Opened", behind: list[Row]) -> list[Row]:
    """Points on which accounts of the statements' claims part."""
    ids = sorted({row["statement_id"] for row in behind})
    claims = sorted({row["claim_id"] for row in behind if row["claim_id"]})
    table = ds.release.arrow("conflicts")
    listed = rows(table, "claim_id", claims)
    listed += [row for side in "ab" for row in rows(table, f"statement_{side}_id", ids)]
    found = sorted({row["conflict_id"]: row for row in listed}.values(), key=lambda row: str(row["conflict_id"]))
    articles = ds.release.arrow("articles")
    titles = dict(zip(articles["article_id"].to_pylist(), articles["title"].to_pylist(), strict=True))
    label = ds.labels("conflict_aspect")
    for row in found:
        row["aspect_label"] = label[row["aspect"]]
        row["pages"] = [titles[row["article_a_id"]], titles[row["article_b_id"]]]
    return found


def _proposals_of(ds: "Opened", record: Record) -> str:
    """The way out for an id of another thing: the proposals its statements bear on."""
    if record.table == "statements":
        ids = [record.id]
    elif record.table == "articles":
        ids = [row["statement_id"] for row in rows(ds.release.arrow("statements"), "article_id", [record.id])]
    else:
        return "list them with ds.proposals"
    linked = {row["proposal_id"] for row in rows(ds.release.arrow("statement_proposals"), "statement_id", ids)}
    if not linked:
        return "it bears on none"
    return f"it bears on {', '.join(sorted(linked))}"
