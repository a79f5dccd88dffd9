"""Statements: who did what with words, to whom, by whose account, and where the words stand."""

from .columns import (
    EventDate,
    Flag,
    Int,
    Table,
    Text,
    coded,
    dated,
    digest,
    flag,
    key,
    number,
    order,
    parent,
    ref,
    text,
)


class Statements(Table):
    """One speaker set performing one act on one target, as one article reports it."""

    statement_id: Text = key("st", "Statement")
    article_id: Text = parent("articles")
    position: Int = order(hashed=False)
    form: Text = coded("form", "Form", "How the page prints it.")
    account_kind: Text = coded("account_kind", "Account", "Whose telling we rely on, and how near it is to the act.")
    delivery: Text = coded("delivery", "Delivery", "Whether the act is the telling itself or is recounted.")
    act: Text = coded("act", "Act", "What the speakers do with the words: the first code that fits.")
    act_secondary: Text = coded(
        "act", "Second act", "A second act on the same target in the same sentence.", nullable=True
    )
    request_type: Text = coded("request_type", "Request", "What a request asks for.", nullable=True)
    reiterates: Flag = flag("Reiterates", "Whether the page presents the act as repeated.", default=False)
    conditional: Flag = flag("Conditional", "Whether the act hangs on a condition.", default=False)
    said: EventDate = dated("Said", "When the act took place.", weekday=True)
    said_encounter_id: Text = ref("encounters", "Said at", "Encounter in which the act took place.", nullable=True)
    told: EventDate = dated("Told", "When the account was given.", weekday=True)
    told_encounter_id: Text = ref("encounters", "Told at", "Encounter or document in which the account was given.",
                                  nullable=True)  # fmt: skip
    wording: Text = coded("wording", "Wording", "Whose words the page shows.")
    claim_id: Text = ref("claims", "Claim", "The proposition, shared by every report of it.", nullable=True)
    paraphrase: Text = text("Paraphrase", "Our own words, in English; null only for rows coded by rules.", nullable=True,
                            str_length={"min_value": 1, "max_value": 200})  # fmt: skip
    key_phrase: Text = text("Key phrase", "At most seven consecutive words of the source, in its language.", nullable=True,
                            rights="quoted")  # fmt: skip
    coder_id: Text = ref("coders", "Coder", "Who coded the row.", claim=False)
    review_level: Text = coded("review_level", "Review", "What has been done to check the coding.", claim=False)
    root: Text = text("Root", "Account and occasion of the telling: two pages with one root are one source.",
                      origin="derived")  # fmt: skip

    class Config:
        name = "statements"
        metadata = {"room": "statements", "parent": "articles", "nested": "statements", "label": "paraphrase"}


class Anchors(Table):
    """One stretch of a source text that carries a statement."""

    statement_id: Text = parent("statements")
    char_start: Int = number("Start", "First code point of the span, from 0.", key=True)
    char_end: Int = number("End", "Code point after the last one (exclusive).", claim=True)
    anchor_role: Text = coded("anchor_role", "Role", "What the span is to the statement.")
    span_sha256: Text = digest("Span hash", "SHA-256 of the span's raw UTF-8 bytes.")
    span_norm_sha256: Text = digest("Normalised hash", "SHA-256 of the span after the published normalisation.")
    word_count: Int = number("Words", "Words of the span, by the published tokeniser.", nullable=True, origin="filled",
                             rights="fact")  # fmt: skip
    head: Text = text("Head", "First two words; absent on spans under twelve words.", nullable=True, origin="filled",
                      rights="quoted")  # fmt: skip
    tail: Text = text("Tail", "Last two words; absent on spans under twelve words.", nullable=True, origin="filled",
                      rights="quoted")  # fmt: skip

    class Config:
        name = "anchors"
        metadata = {"room": "statements", "parent": "statements", "nested": "anchors"}


class StatementActors(Table):
    """One actor's part in a statement: speaker, addressee or account."""

    statement_id: Text = parent("statements")
    role: Text = coded("actor_role", "Role", "The actor's part.", key=True)
    actor_id: Text = ref("actors", "Actor", "Who it is.", key=True)
    mention: Text = text("Mention", "The surface form the page uses; null where the page leaves the actor unsaid.",
                         nullable=True, rights="quoted")  # fmt: skip
    resolution: Text = coded("resolution", "Resolution", "How the mention leads to the actor.")
    own_side_account: Flag = flag("Own side's account", "Whether the account comes from this actor's own state.",
                                  nullable=True, origin="derived")  # fmt: skip

    class Config:
        name = "statement_actors"
        metadata = {"room": "statements", "parent": "statements", "nested": "actors"}


class StatementTreaties(Table):
    """One treaty a statement names or implies, and what it says of its standing."""

    statement_id: Text = parent("statements")
    treaty_id: Text = ref("treaties", "Treaty", "Which treaty.", key=True)
    mention_kind: Text = coded("mention_kind", "Mention", "Named or implied.")
    asserted_status: Text = coded("asserted_status", "Asserted status", "What the words say of the treaty's standing.",
                                 nullable=True)  # fmt: skip
    asserted_by: Text = coded("asserted_by", "Asserted by", "Whose assertion that is: the speakers', or a relay's.",
                             nullable=True)  # fmt: skip
    relay_id: Text = ref("actors", "Relay", "The relay that added the assertion, where it is a relay's.", nullable=True)

    class Config:
        name = "statement_treaties"
        metadata = {"room": "statements", "parent": "statements", "nested": "treaties"}


class StatementProposals(Table):
    """How a statement bears on a proposal."""

    statement_id: Text = parent("statements")
    proposal_id: Text = ref("proposals", "Proposal", "Which proposal.", key=True)
    relation: Text = coded("relation", "Relation", "What the statement does to the proposal.", key=True)

    class Config:
        name = "statement_proposals"
        metadata = {"room": "statements", "parent": "statements", "nested": "proposals"}


class Extractions(Table):
    """How a rule-coded statement was found, and how often that rule is right."""

    statement_id: Text = ref("statements", "Statement", "The statement the rule proposed.", key=True)
    rule_id: Text = text("Rule", "Name of the rule.", str_matches=r"^[a-z][a-z0-9_.-]*$")
    precision_permille: Int = number("Precision", "Measured precision of the rule, in thousandths.", le=1000)

    class Config:
        name = "extractions"
        metadata = {"room": "statements"}
