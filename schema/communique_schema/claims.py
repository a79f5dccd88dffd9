"""Claims: one proposition across outlets and languages; conflicts: where accounts of it part."""

from .columns import Int, Table, Text, coded, key, number, ref, text


class Claims(Table):
    """One proposition, however many pages report it."""

    claim_id: Text = key("cl", "Claim")
    gloss: Text = text("Gloss", "The proposition in our own words.")
    claim_kind: Text = coded("claim_kind", "Kind", "A fact, a position or an act.")
    n_statements: Int = number("Statements", "Statements that carry it.", origin="derived")
    n_articles: Int = number("Articles", "Articles those come from.", origin="derived")
    n_roots: Int = number("Roots", "Independent tellings among those.", origin="derived")
    n_sides: Int = number("Sides", "States whose accounts carry it.", origin="derived")
    n_languages: Int = number("Languages", "Languages it is reported in.", origin="derived")

    class Config:
        name = "claims"
        metadata = {"room": "claims", "label": "gloss"}


class Conflicts(Table):
    """One point on which two accounts of a claim part."""

    conflict_id: Text = key("cf", "Conflict")
    claim_id: Text = ref("claims", "Claim", "What the accounts are about.")
    article_a_id: Text = ref("articles", "Article A", "The first account's page.")
    statement_a_id: Text = ref(
        "statements", "Statement A", "The first account; null where it is silent.", nullable=True
    )
    article_b_id: Text = ref("articles", "Article B", "The second account's page.")
    statement_b_id: Text = ref(
        "statements", "Statement B", "The second account; null where it is silent.", nullable=True
    )
    aspect: Text = coded("conflict_aspect", "Aspect", "On what they part.")
    note: Text = text("Note", "The difference, in our own words.")

    class Config:
        name = "conflicts"
        metadata = {"room": "claims", "label": "note"}
