"""What pages list and count, worked out once: who said what in which year, what a treaty was named in."""

import sqlite3

LISTINGS = (
    # A page lists an actor's or treaty's statements newest first: the order is in the key, so that no page sorts.
    """CREATE TABLE site_actor_statements (
        actor_id TEXT NOT NULL, role TEXT NOT NULL, day TEXT NOT NULL, statement_id TEXT NOT NULL,
        PRIMARY KEY (actor_id, role, day, statement_id)) STRICT, WITHOUT ROWID""",
    """INSERT INTO site_actor_statements
        SELECT a.actor_id, a.role, coalesce(s.said_date, ''), a.statement_id
        FROM statement_actors a JOIN statements s USING (statement_id) ORDER BY 1, 2, 3, 4""",
    # Apart from their own acts, what an actor tells of others: a role of the listing alone.
    """INSERT INTO site_actor_statements
        SELECT a.actor_id, 'account_of_others', a.day, a.statement_id FROM site_actor_statements a
        WHERE a.role = 'account' AND NOT EXISTS (SELECT 1 FROM site_actor_statements s
            WHERE (s.actor_id, s.role, s.day, s.statement_id) = (a.actor_id, 'speaker', a.day, a.statement_id))""",
    """CREATE TABLE site_treaty_statements (
        treaty_id TEXT NOT NULL, day TEXT NOT NULL, statement_id TEXT NOT NULL,
        PRIMARY KEY (treaty_id, day, statement_id)) STRICT, WITHOUT ROWID""",
    """INSERT INTO site_treaty_statements
        SELECT t.treaty_id, coalesce(s.said_date, ''), t.statement_id
        FROM statement_treaties t JOIN statements s USING (statement_id) ORDER BY 1, 2, 3""",
    # With what is counted of them as of a day.
    """CREATE TABLE site_proposal_statements (
        proposal_id TEXT NOT NULL, day TEXT NOT NULL, statement_id TEXT NOT NULL, relation TEXT NOT NULL,
        article_id TEXT NOT NULL, root TEXT NOT NULL, published TEXT,
        PRIMARY KEY (proposal_id, day, statement_id, relation)) STRICT, WITHOUT ROWID""",
    """INSERT INTO site_proposal_statements
        SELECT p.proposal_id, coalesce(s.said_date, ''), p.statement_id, p.relation, s.article_id, s.root, a.published_date
        FROM statement_proposals p JOIN statements s USING (statement_id) JOIN articles a USING (article_id)
        ORDER BY 1, 2, 3, 4""",
    """CREATE TABLE site_years (
        id TEXT NOT NULL, role TEXT NOT NULL, year TEXT NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY (id, role, year)) STRICT, WITHOUT ROWID""",
    """INSERT INTO site_years
        SELECT actor_id, role, substr(day, 1, 4), count(*) FROM site_actor_statements GROUP BY 1, 2, 3""",
    """INSERT INTO site_years
        SELECT treaty_id, 'treaty', substr(day, 1, 4), count(DISTINCT statement_id)
        FROM site_treaty_statements GROUP BY 1, 3""",
    # A treaty's findings by what was found, newest first.
    """CREATE TABLE site_treaty_findings (
        treaty_id TEXT NOT NULL, finding TEXT NOT NULL, day TEXT NOT NULL, statement_id TEXT NOT NULL,
        attributed_to_id TEXT NOT NULL,
        PRIMARY KEY (treaty_id, finding, day, statement_id, attributed_to_id)) STRICT, WITHOUT ROWID""",
    """INSERT INTO site_treaty_findings
        SELECT treaty_id, finding, coalesce(on_date, ''), statement_id, attributed_to_id
        FROM treaty_findings ORDER BY 1, 2, 3, 4, 5""",
    """INSERT INTO site_years
        SELECT treaty_id, finding, substr(day, 1, 4), count(*) FROM site_treaty_findings GROUP BY 1, 2, 3""",
    # Several reports of one claim: how many, in which languages.
    """CREATE TABLE site_claim_statements (
        claim_id TEXT NOT NULL, language TEXT NOT NULL, day TEXT NOT NULL, statement_id TEXT NOT NULL,
        PRIMARY KEY (claim_id, language, day, statement_id)) STRICT, WITHOUT ROWID""",
    """INSERT INTO site_claim_statements
        SELECT s.claim_id, a.language, coalesce(s.said_date, ''), s.statement_id
        FROM statements s JOIN articles a USING (article_id) WHERE s.claim_id IS NOT NULL ORDER BY 1, 2, 3, 4""",
    """CREATE INDEX site_statements_by_article ON statements (article_id, position)""",
)


_LINKS = """
SELECT m.name, m.tbl_name, i.name, (SELECT group_concat('"' || name || '"') FROM (
    SELECT name FROM pragma_table_info(m.tbl_name) WHERE pk > 0 AND name <> i.name ORDER BY pk)), m.sql LIKE '% WHERE %'
FROM sqlite_master m JOIN pragma_index_info(m.name) i WHERE m.type = 'index' AND m.sql IS NOT NULL
GROUP BY m.name HAVING count(*) = 1 AND (SELECT count(*) FROM pragma_table_info(m.tbl_name) WHERE pk > 0) > 1
"""
"""Indexes of a linking table by one column: (name, table, column, the rest of the key, whether without null)."""


def write_listings(db: sqlite3.Connection) -> None:
    """Make the tables of :data:`LISTINGS`; whole columns, in the order of their keys."""
    for statement in LISTINGS:
        db.execute(statement)
    _in_order(db)


def _in_order(db: sqlite3.Connection) -> None:
    """Datasette shows a linking table in the order of its key: its indexes hold that order, so that none of the hundreds of
    thousands of rows an actor may have are sorted."""
    for name, table, column, rest, partial in db.execute(_LINKS).fetchall():
        where = f' WHERE "{column}" IS NOT NULL' if partial else ""
        db.execute(f'DROP INDEX "{name}"')
        db.execute(f'CREATE INDEX "{name}" ON "{table}" ("{column}", {rest}){where}')
