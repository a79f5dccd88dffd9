"""As-of: what stood on one day, as known on another, by one filter that SQL and the site use alike."""

from datetime import date
from typing import Any

import pandas as pd

from ..tables import Tables, yes
from .counts import proposal_counts

AS_OF_SQL = """
SELECT p.proposal_id, p.title, h.status, h.status_since, h.one_sided,
       ru.status AS status_per_ru, us.status AS status_per_us
FROM proposals p
LEFT JOIN proposal_status h ON h.proposal_id = p.proposal_id AND h.fold = 'headline'
     AND h.valid_from <= :day AND :day < h.valid_to AND h.known_from <= :known_by AND :known_by < h.known_to
LEFT JOIN proposal_status ru ON ru.proposal_id = p.proposal_id AND ru.fold = 'per_ru'
     AND ru.valid_from <= :day AND :day < ru.valid_to AND ru.known_from <= :known_by AND :known_by < ru.known_to
LEFT JOIN proposal_status us ON us.proposal_id = p.proposal_id AND us.fold = 'per_us'
     AND us.valid_from <= :day AND :day < us.valid_to AND us.known_from <= :known_by AND :known_by < us.known_to
ORDER BY p.proposal_id
"""
"""The documented query: ``:day`` and ``:known_by`` are ISO dates within the release's ``data_through``."""
NEEDED = ("proposals", "proposal_status", "proposal_events", "event_evidence", "statement_proposals", "statements",
          "statement_actors", "articles", "actors", "coders", "releases", "channels", "channel_status", "treaties",
          "treaty_status")  # fmt: skip
"""Tables :func:`as_of` looks at."""


def standing(intervals: pd.DataFrame, day: date, known_by: date | None = None) -> pd.DataFrame:
    """Rows of an interval table that hold on ``day`` as known on ``known_by`` (tables with one clock ignore it)."""
    held = (intervals["valid_from"] <= day) & (day < intervals["valid_to"])
    if known_by is not None and "known_from" in intervals:
        held &= (intervals["known_from"] <= known_by) & (known_by < intervals["known_to"])
    return intervals[held]


def status_as_of(tables: Tables, day: date, known_by: date | None = None) -> pd.DataFrame:
    """Status of every proposal on ``day`` (event clock) as known on ``known_by`` (knowledge clock).

    ``known_by`` defaults to the last day of the data. Returns one row per proposal: ``proposal_id``, ``status``,
    ``status_since``, ``one_sided``, ``status_per_ru``, ``status_per_us``; nulls where nothing was known yet.
    ``status_since`` is the first day of the present headline status as then known.
    """
    known_by = known_by or max(tables["releases"]["data_through"])
    held = standing(tables["proposal_status"], day, known_by)
    out = tables["proposals"][["proposal_id"]]
    headline = held[held["fold"] == "headline"]
    out = out.merge(headline[["proposal_id", "status", "status_since", "one_sided"]], on="proposal_id", how="left")
    for side in ("ru", "us"):
        per = held.loc[held["fold"] == f"per_{side}", ["proposal_id", "status"]]
        out = out.merge(per.rename(columns={"status": f"status_per_{side}"}), on="proposal_id", how="left")
    return out


def evidence_as_of(tables: Tables, day: date, known_by: date) -> pd.DataFrame:
    """What stood behind every proposal: ``evidence_sides``, ``last_evidence``, ``n_statements``, ``n_articles``, ``n_roots``.

    Counted over statements on pages published by ``known_by``, the evidence over steps that had taken effect by ``day``.
    Pages and steps without such a day were there by the data's last day, and by no earlier one.
    """
    last = max(tables["releases"]["data_through"])
    articles = tables["articles"]
    seen = articles.loc[yes(articles["published_date"] <= known_by) | (known_by >= last), ["article_id"]]
    statements = tables["statements"].merge(seen, on="article_id")
    linked = tables["statement_proposals"].merge(statements[["statement_id"]], on="statement_id")
    carried = tables["event_evidence"].merge(statements[["statement_id"]], on="statement_id")
    log = tables["proposal_events"]
    log = log[yes(log["effective_date"] <= day) | (day >= last)]
    then = {"statements": statements, "statement_proposals": linked, "event_evidence": carried, "proposal_events": log}
    return proposal_counts(tables | then)


def as_of(tables: Tables, day: date, known_by: date | None = None) -> Tables:
    """``proposals``, ``channels`` and ``treaties`` of :data:`NEEDED`, with what is derived of them as it stood on ``day``.

    Every other table is left as it is: interval tables have both clocks in them, and no row of a statement or a page is
    taken away.
    """
    known_by = known_by or max(tables["releases"]["data_through"])
    out: dict[str, Any] = dict(tables)
    now = status_as_of(tables, day, known_by).merge(evidence_as_of(tables, day, known_by), on="proposal_id")
    now["one_sided"] = now["one_sided"].fillna(False)
    out["proposals"] = _replace(tables["proposals"], now, "proposal_id")
    channels = standing(tables["channel_status"], day, known_by)
    channels = channels.rename(columns={"valid_from": "channel_since"})
    out["channels"] = _replace(
        tables["channels"], channels[["channel_id", "channel_status", "channel_since"]], "channel_id"
    )
    force = standing(tables["treaty_status"], day)
    force = force[force["track"] == "force"].rename(
        columns={"treaty_status": "force_status", "valid_from": "force_since"}
    )
    out["treaties"] = _replace(tables["treaties"], force[["treaty_id", "force_status", "force_since"]], "treaty_id")
    return out


def _replace(table: pd.DataFrame, values: pd.DataFrame, key: str) -> pd.DataFrame:
    """``table`` with the columns that ``values`` has, joined on ``key``; its dtypes and attributes stay."""
    new = [c for c in values.columns if c != key]
    out = table.drop(columns=new).merge(values, on=key, how="left")[list(table.columns)].astype(table.dtypes)
    out.attrs = dict(table.attrs)
    return out
