"""Treaties: names, parties and the event log their standing is computed from."""

from .columns import Day, EventDate, Int, Table, Text, coded, dated, day, key, order, parent, ref, text


class Treaties(Table):
    """One treaty."""

    treaty_id: Text = key("tr", "Treaty")
    short_name: Text = text("Short name", "Usual English short name.", rights="fact")
    title: Text = text("Title", "Full English title.", rights="fact")
    treaty_kind: Text = coded("treaty_kind", "Kind", "Bilateral or multilateral.")
    depositary: Text = text(
        "Depositary", "Who keeps the treaty; null where there is none.", nullable=True, rights="fact"
    )
    wikidata_id: Text = text(
        "Wikidata", "Wikidata item.", nullable=True, rights="fact", str_matches=r"^Q[1-9]\d*$", claim=True
    )
    checked_through: Day = day("Checked through", "Day up to which we looked for events.", claim=True)
    force_status: Text = coded("treaty_status", "Status", "Standing of the whole treaty at the end of the data.",
                              nullable=True, origin="derived")  # fmt: skip
    force_since: Day = day("Since", "First day of that standing.", nullable=True, origin="derived")
    notes: Text = text("Notes", "Anything a reader of this row must know.", nullable=True)

    class Config:
        name = "treaties"
        metadata = {"room": "treaties", "label": "short_name"}


class TreatyAliases(Table):
    """One surface form under which a treaty appears, with its language."""

    treaty_id: Text = parent("treaties")
    language: Text = text(
        "Language", "BCP 47 tag of the form.", key=True, str_matches=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
    )
    alias: Text = text("Alias", "The surface form.", key=True, rights="fact")

    class Config:
        name = "treaty_aliases"
        metadata = {"room": "treaties", "parent": "treaties", "nested": "aliases"}


class TreatyParties(Table):
    """One state that takes or took part in a treaty and whose standing we follow."""

    treaty_id: Text = parent("treaties")
    actor_id: Text = ref("actors", "State", "Which state.", key=True)
    succeeds_id: Text = ref("actors", "Succeeds", "The state it took the treaty over from.", nullable=True)

    class Config:
        name = "treaty_parties"
        metadata = {"room": "treaties", "parent": "treaties", "nested": "parties"}


class TreatyEvents(Table):
    """One dated step in a treaty's life."""

    treaty_event_id: Text = key("te", "Treaty event")
    treaty_id: Text = parent("treaties")
    position: Int = order()
    event: Text = coded("treaty_event", "Event", "What happened.")
    actor_id: Text = ref("actors", "By", "The state whose step it is; null for the treaty as a whole.", nullable=True)
    stage: Text = coded("treaty_stage", "Stage", "How far the step had got; only an effective one moves a standing.")
    happened: EventDate = dated("Happened", "When it happened.")
    contested_by_id: Text = ref("actors", "Contested by", "The state that disputes the step's validity.", nullable=True)
    source_article_id: Text = ref("articles", "Source", "The page that says so.")
    note: Text = text("Note", "What the page adds, in our own words.", nullable=True)

    class Config:
        name = "treaty_events"
        metadata = {"room": "treaties", "parent": "treaties", "nested": "events"}
