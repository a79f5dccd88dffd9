"""Questions worth asking again, as queries with a name: Datasette shows each as a page, as JSON and as CSV.

A parameter that is left empty asks for all. Every query has an order of its own and an end, and reads by an index, so that it
stays fast where the statements are a million.
"""
# ruff: noqa: S608 (put together from texts of this file alone)

from dataclasses import dataclass
from typing import Any

MOST = 100
"""Rows of an answer."""
_SIDE = """(SELECT group_concat(name, '; ') FROM (SELECT a.name FROM proposal_parties pp JOIN actors a USING (actor_id)
    WHERE pp.proposal_id = p.proposal_id AND pp.role = '{role}' ORDER BY a.name))"""
_PROPOSERS, _ADDRESSEES = _SIDE.format(role="proposer"), _SIDE.format(role="addressee")
_STATUS = "(SELECT label FROM terms WHERE vocabulary = 'proposal_status' AND code = {column})"
# One row at most, so that a listing is read in the order of its key.
_ACTOR = """(SELECT actor_id FROM actors WHERE actor_id = lower(trim(:actor)) UNION ALL
    SELECT actor_id FROM actors WHERE name = trim(:actor) COLLATE NOCASE UNION ALL
    SELECT id FROM site_aliases WHERE (folded = lower(trim(:actor)) OR alias = trim(:actor)) AND id LIKE 'ac-%' LIMIT 1)"""
_TREATY = """(SELECT treaty_id FROM treaties WHERE treaty_id = lower(trim(:treaty)) UNION ALL
    SELECT treaty_id FROM treaties WHERE short_name = trim(:treaty) COLLATE NOCASE UNION ALL
    SELECT id FROM site_aliases WHERE (folded = lower(trim(:treaty)) OR alias = trim(:treaty)) AND id LIKE 'tr-%' LIMIT 1)"""
_SAID = "'agreed', 'in_progress', 'partly_fulfilled', 'fulfilled', 'suspended'"


@dataclass(frozen=True)
class Query:
    """One question. ``empty`` says what it means where nothing comes out, and what to try."""

    title: str
    description: str
    sql: str
    empty: str

    @property
    def for_datasette(self) -> dict[str, Any]:
        """It as Datasette's metadata have it."""
        return {"title": self.title, "description": self.description, "sql": self.sql, "hide_sql": True,
                "empty": self.empty, "most": MOST}  # fmt: skip


QUERIES: dict[str, Query] = {
    "open_asks": Query(
        "Open asks, by addressee",
        "Proposals that were put forward, are under study or were answered with another ask, on the data’s last day. "
        "Addressee: a part of a name, such as United States or Russia; leave it empty for all.",
        f"""SELECT p.proposal_id, p.title, {_PROPOSERS} AS proposers, {_ADDRESSEES} AS addressees,
  {_STATUS.format(column="p.status")} AS status, p.status_since, p.checked_through
FROM proposals p
WHERE p.status IN ('proposed', 'acknowledged', 'countered')
  AND (trim(:addressee) = '' OR EXISTS (SELECT 1 FROM proposal_parties pp JOIN actors a USING (actor_id)
    WHERE pp.proposal_id = p.proposal_id AND pp.role = 'addressee' AND instr(lower(a.name), lower(trim(:addressee)))))
ORDER BY p.status_since DESC, p.proposal_id LIMIT {MOST}""",
        "No ask is open to an addressee of that name. Leave the field empty to see whom asks are open to.",
    ),
    "proposals_without_answer": Query(
        "Proposals without an answer",
        "Put forward, and no answer of the other side on record by either side’s accounts. Silence means nothing after the day "
        "up to which evidence was looked for.",
        f"""SELECT p.proposal_id, p.title, {_PROPOSERS} AS proposers, {_ADDRESSEES} AS addressees, p.status_since,
  CAST(julianday(p.checked_through) - julianday(p.status_since) AS INTEGER) AS days_open, p.checked_through,
  {_STATUS.format(column="p.status_per_ru")} AS by_russian_accounts,
  {_STATUS.format(column="p.status_per_us")} AS by_us_accounts
FROM proposals p WHERE p.status = 'proposed' AND coalesce(p.status_per_ru, 'proposed') = 'proposed'
  AND coalesce(p.status_per_us, 'proposed') = 'proposed' ORDER BY p.status_since, p.proposal_id LIMIT {MOST}""",
        "Of every proposal on record some account tells an answer.",
    ),
    "one_sided_agreements": Query(
        "One-sided agreements",
        "Proposals that are agreed, or further, by the accounts of one side alone: by those of the other they are not, or it "
        "gives none.",
        f"""SELECT p.proposal_id, p.title, {_PROPOSERS} AS proposers, {_ADDRESSEES} AS addressees,
  CASE WHEN p.status_per_ru IN ({_SAID}) THEN 'Russia' ELSE 'United States' END AS agreed_by_accounts_of,
  {_STATUS.format(column="p.status_per_ru")} AS by_russian_accounts,
  {_STATUS.format(column="p.status_per_us")} AS by_us_accounts,
  {_STATUS.format(column="p.status")} AS status, p.status_since
FROM proposals p
WHERE (coalesce(p.status_per_ru, '') IN ({_SAID})) <> (coalesce(p.status_per_us, '') IN ({_SAID}))
ORDER BY p.status_since DESC, p.proposal_id LIMIT {MOST}""",
        "No proposal is agreed by one side’s accounts alone.",
    ),
    "statements_by_actor_and_year": Query(
        "Statements by actor and year",
        "What somebody is reported to have said, newest first. Actor: a name, another name for it, or an id, such as Sergey "
        "Lavrov; year: four figures, or empty for all.",
        f"""SELECT l.statement_id, l.day, (SELECT label FROM terms WHERE vocabulary = 'act' AND code = s.act) AS act,
  s.paraphrase, s.key_phrase, (SELECT label FROM terms WHERE vocabulary = 'account_kind' AND code = s.account_kind)
  AS whose_account, a.article_id, a.title AS page, a.language
FROM site_actor_statements l JOIN statements s USING (statement_id) JOIN articles a USING (article_id)
WHERE l.actor_id = {_ACTOR} AND l.role = 'speaker'
  AND l.day >= trim(:year) AND (trim(:year) = '' OR l.day < trim(:year) || '~')
ORDER BY l.day DESC, l.statement_id DESC LIMIT {MOST}""",
        "Nothing of that actor in that year. Write the name as on its page, for instance Sergey Lavrov, or find it by search.",
    ),
    "statements_on_a_proposal": Query(
        "Statements on a proposal",
        "How statements bear on one proposal, newest first. Proposal: its id, such as pr-7zng3; relation: a code such as "
        "rejects or claims_agreement, or empty for all.",
        f"""SELECT l.statement_id, l.day, (SELECT label FROM terms WHERE vocabulary = 'relation' AND code = l.relation)
  AS relation, (SELECT group_concat(name, '; ') FROM (SELECT a.name FROM statement_actors sa JOIN actors a USING (actor_id)
    WHERE sa.statement_id = l.statement_id AND sa.role = 'speaker' ORDER BY a.name)) AS speakers, s.paraphrase,
  a.article_id, a.title AS page, a.language
FROM site_proposal_statements l JOIN statements s USING (statement_id) JOIN articles a USING (article_id)
WHERE l.proposal_id = lower(trim(:proposal)) AND (trim(:relation) = '' OR l.relation = lower(trim(:relation)))
ORDER BY l.day DESC, l.statement_id DESC, l.relation LIMIT {MOST}""",
        "Give the id of a proposal; the page of each proposal shows it. The relations are listed among the terms.",
    ),
    "claims_told_differently": Query(
        "Claims told differently",
        "Points on which two accounts of one claim part, the difference in our own words. Aspect: a code such as date, wording "
        "or attribution, or empty for all.",
        f"""SELECT c.conflict_id, (SELECT label FROM terms WHERE vocabulary = 'conflict_aspect' AND code = c.aspect) AS aspect,
  c.note, c.claim_id, m.gloss AS claim, a.article_id AS article_a_id, a.title AS page_a, a.language AS language_a,
  b.article_id AS article_b_id, b.title AS page_b, b.language AS language_b
FROM conflicts c JOIN claims m USING (claim_id) JOIN articles a ON a.article_id = c.article_a_id
JOIN articles b ON b.article_id = c.article_b_id
WHERE trim(:aspect) = '' OR c.aspect = lower(trim(:aspect)) ORDER BY c.conflict_id LIMIT {MOST}""",
        "No difference of that aspect. The aspects are listed among the terms, under conflict_aspect.",
    ),
    "claims_in_several_languages": Query(
        "Claims told in several languages",
        "One proposition on pages in two languages or more, with how many statements, pages, origins and sides carry it.",
        f"""SELECT claim_id, gloss AS claim, n_languages, n_statements, n_articles, n_roots, n_sides FROM claims
WHERE n_languages > 1 ORDER BY n_languages DESC, n_statements DESC, claim_id LIMIT {MOST}""",
        "No claim is told in more than one language.",
    ),
    "treaties_against_the_record": Query(
        "What was said of treaties, held against the record",
        "What a statement asserts of a treaty’s standing, and whether the record of that day says the same. Treaty: a name "
        "such as New START; finding: agrees, disagrees or undetermined; leave either empty for all.",
        f"""SELECT t.short_name AS treaty, f.on_date, n.name AS attributed_to, s.paraphrase,
  (SELECT label FROM terms WHERE vocabulary = 'asserted_status' AND code = f.asserted_status) AS asserted,
  (SELECT label FROM terms WHERE vocabulary = 'treaty_status' AND code = f.record_status) AS record,
  f.finding, f.statement_id, f.treaty_id, f.attributed_to_id
FROM site_treaty_findings l JOIN treaty_findings f USING (statement_id, treaty_id, attributed_to_id)
JOIN treaties t USING (treaty_id) JOIN actors n ON n.actor_id = f.attributed_to_id JOIN statements s USING (statement_id)
WHERE (trim(:treaty) = '' OR l.treaty_id = {_TREATY}) AND (trim(:finding) = '' OR l.finding = lower(trim(:finding)))
ORDER BY l.treaty_id, l.finding, l.day, l.statement_id, l.attributed_to_id LIMIT {MOST}""",
        "Nothing is asserted of such a treaty with such a finding. Findings are agrees, disagrees and undetermined.",
    ),
    "who_spoke_in_a_year": Query(
        "Who spoke, by year",
        "How many statements report somebody’s own act. Year: four figures, or empty for all years together.",
        f"""SELECT y.id AS actor_id, a.name, sum(y.n) AS n_statements FROM site_years y JOIN actors a ON a.actor_id = y.id
WHERE y.role = 'speaker' AND (trim(:year) = '' OR y.year = trim(:year))
GROUP BY y.id ORDER BY n_statements DESC, y.id LIMIT {MOST}""",
        "Nobody is reported to have said anything in that year.",
    ),
}
