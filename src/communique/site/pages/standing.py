"""Where proposals stand on the day asked about, as known on the other: the filter of :mod:`communique.status.asof`."""

from ...status.asof import AS_OF_SQL
from ..page import Ask
from ..rows import Row, Rows

_SIDES = """
SELECT max(c.ru) AS ru, max(c.us) AS us, max(c.third) AS third, max(c.published) AS last_evidence
FROM proposal_events e JOIN event_evidence v USING (event_id) JOIN site_carried c USING (statement_id)
WHERE e.proposal_id = :only AND (e.effective_date <= :day OR :day >= :last)
  AND (c.published <= :known_by OR :known_by >= :last)
"""
_COUNTS = """
SELECT count(DISTINCT statement_id) AS n_statements, count(DISTINCT article_id) AS n_articles, count(DISTINCT root) AS n_roots
FROM site_proposal_statements WHERE proposal_id = :only AND (published <= :known_by OR :known_by >= :last)
"""
STANDS = ("status", "status_per_ru", "status_per_us")


def standings(rows: Rows, ask: Ask, only: str | None = None) -> list[Row]:
    """Every proposal, or ``only`` one, with status, since, one-sidedness and the status by each side's accounts alone."""
    sql = AS_OF_SQL.replace("ORDER BY", "WHERE p.proposal_id = :only ORDER BY") if only else AS_OF_SQL
    given = {"day": ask.day.isoformat(), "known_by": ask.known_by.isoformat(), **({"only": only} if only else {})}
    return [_said(rows, row) for row in rows.all(sql, **given)]


def standing_of(rows: Rows, ask: Ask) -> Row:
    """The standing of the proposal asked about and what stood behind it then, without its title.

    The counts and sides are those of :func:`communique.status.asof.evidence_as_of`; at the data's last day the row has them.
    """
    row = standings(rows, ask, ask.key)[0]
    now = {name: value for name, value in row.items() if name not in ("proposal_id", "title")}
    if not ask.moved:
        return now
    given = {"only": ask.key, "last": ask.served.data_through.isoformat(), "known_by": ask.known_by.isoformat()}
    sides = rows.one(_SIDES, day=ask.day.isoformat(), **given) or {}
    ru, us, third = (sides.get(name) for name in ("ru", "us", "third"))
    code = "both" if ru and us else "ru" if ru else "us" if us else "third_party" if third else "none"
    return {**now, **(rows.one(_COUNTS, **given) or {}), "last_evidence": sides.get("last_evidence"),
            "evidence_sides": code, "evidence_sides_label": rows.label("evidence_sides", code)}  # fmt: skip


def _said(rows: Rows, row: Row) -> Row:
    row["one_sided"] = bool(row["one_sided"])
    for name in STANDS:
        row[f"{name}_label"] = rows.label("proposal_status", row[name])
        row[f"{name}_meaning"] = rows.meaning("proposal_status", row[name])
    return row
