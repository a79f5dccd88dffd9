"""Proposals: what one side asked the other to do with it, and the evidence log its status is computed from."""

from .columns import (
    Day,
    EventDate,
    Flag,
    Int,
    Table,
    Text,
    coded,
    dated,
    day,
    flag,
    key,
    number,
    order,
    parent,
    ref,
    text,
)


class Proposals(Table):
    """One bounded thing one side asked the other to do with it."""

    proposal_id: Text = key("pr", "Proposal")
    title: Text = text("Title", "What was asked, in our own words.")
    summary: Text = text("Summary", "The ask and its history in two or three sentences of our own.")
    proposal_kind: Text = coded("proposal_kind", "Kind", "What sort of ask.")
    topic: Text = coded("topic", "Topic", "Subject field.")
    treaty_id: Text = ref("treaties", "Treaty", "The treaty it is about, if any.", nullable=True)
    channel_id: Text = ref("channels", "Channel", "The standing channel it asks for or led to, if any.", nullable=True)
    deadline: EventDate = dated("Deadline", "Day by which it had to be taken up.", nullable=True)
    left_censored: Flag = flag("Left-censored", "Whether it began before our evidence does.", default=False)
    checked_through: Day = day(
        "Checked through", "Day up to which we looked for evidence: silence means nothing after it.", claim=True
    )
    status: Text = coded("proposal_status", "Status", "Headline status at the end of the data.", nullable=True,
                        origin="derived")  # fmt: skip
    status_since: Day = day("Since", "First day of that status.", nullable=True, origin="derived")
    status_per_ru: Text = coded("proposal_status", "Per Russia", "Status by Russian accounts alone.", nullable=True,
                               origin="derived")  # fmt: skip
    status_per_us: Text = coded("proposal_status", "Per United States", "Status by United States accounts alone.",
                               nullable=True, origin="derived")  # fmt: skip
    one_sided: Flag = flag("One-sided", "Whether a mutual act is on record from one side only.", origin="derived")
    evidence_sides: Text = coded("evidence_sides", "Evidence from", "Which sides' accounts the log rests on.",
                                origin="derived")  # fmt: skip
    last_evidence: Day = day(
        "Last evidence", "Publication day of the newest evidence.", nullable=True, origin="derived"
    )
    n_statements: Int = number("Statements", "Statements linked to it.", origin="derived")
    n_articles: Int = number("Articles", "Articles those come from.", origin="derived")
    n_roots: Int = number("Roots", "Independent tellings among those.", origin="derived")
    notes: Text = text("Notes", "Anything a reader of this row must know.", nullable=True)

    class Config:
        name = "proposals"
        metadata = {"room": "proposals", "label": "title"}


class ProposalParties(Table):
    """One actor's part in a proposal: proposer, addressee or guarantor."""

    proposal_id: Text = parent("proposals")
    role: Text = coded("party_role", "Role", "The actor's part.", key=True)
    actor_id: Text = ref("actors", "Actor", "Who it is.", key=True)

    class Config:
        name = "proposal_parties"
        metadata = {"room": "proposals", "parent": "proposals", "nested": "parties"}


class ProposalLinks(Table):
    """How one proposal stands to an earlier or wider one."""

    proposal_id: Text = parent("proposals")
    link: Text = coded("proposal_link", "Link", "What this proposal is to the other.", key=True)
    target_id: Text = ref("proposals", "Other proposal", "The earlier or wider proposal.", key=True)

    class Config:
        name = "proposal_links"
        metadata = {"room": "proposals", "parent": "proposals", "nested": "links"}


class ProposalEvents(Table):
    """One step in a proposal's life, as the evidence tells it."""

    event_id: Text = key("pe", "Event")
    proposal_id: Text = parent("proposals")
    position: Int = order()
    event: Text = coded("proposal_event", "Event", "What happened to the proposal.")
    actor_id: Text = ref("actors", "By", "Whose act it is; null for a mutual act.", nullable=True)
    happened: EventDate = dated("Happened", "When it happened.")
    note: Text = text("Note", "What happened, in our own words.")
    effective_date: Day = day("Effective", "Day from which it counts: its latest possible day, never before the one it "
                              "follows.", nullable=True, origin="derived")  # fmt: skip
    known_date: Day = day("Known", "Day on which its first evidence was published.", nullable=True, origin="derived")
    known_ru_date: Day = day("Known per Russia", "Day on which Russian accounts first carried it.", nullable=True,
                             origin="derived")  # fmt: skip
    known_us_date: Day = day("Known per United States", "Day on which United States accounts first carried it.",
                             nullable=True, origin="derived")  # fmt: skip
    counted_date: Day = day("Counted", "Day from which the headline counts it; null while evidence does not suffice.",
                            nullable=True, origin="derived")  # fmt: skip

    class Config:
        name = "proposal_events"
        metadata = {"room": "proposals", "parent": "proposals", "nested": "events"}


class EventEvidence(Table):
    """One statement that carries a step of a proposal's life."""

    event_id: Text = parent("proposal_events")
    statement_id: Text = ref("statements", "Statement", "The statement that carries the event.", key=True)

    class Config:
        name = "event_evidence"
        metadata = {"room": "proposals", "parent": "proposal_events", "nested": "evidence"}
