"""Encounters and channels: calls, meetings, interviews; and the standing dialogues some of them belong to."""

from .columns import Day, EventDate, Int, Table, Text, coded, dated, day, key, order, parent, ref, text


class Encounters(Table):
    """One call, meeting, interview, briefing or written statement."""

    encounter_id: Text = key("en", "Encounter")
    encounter_kind: Text = coded("encounter_kind", "Kind", "What sort of occasion.")
    title: Text = text("Title", "What it was, in our own words.")
    held: EventDate = dated("Held", "When it took place, or was to.", weekday=True)
    place: Text = text("Place", "Where, as the source says.", nullable=True, rights="fact")
    initiated_by_id: Text = ref("actors", "Initiated by", "Who asked for it.", nullable=True)
    channel_id: Text = ref("channels", "Channel", "The standing channel it belongs to.", nullable=True)
    outcome: Text = coded("outcome", "Outcome", "Whether it was held.")
    outcome_by_id: Text = ref("actors", "Decided by", "Who postponed or cancelled it.", nullable=True)
    source_article_id: Text = ref("articles", "Source", "The page that says so.")
    notes: Text = text("Notes", "Anything a reader of this row must know.", nullable=True)

    class Config:
        name = "encounters"
        metadata = {"room": "encounters", "label": "title"}


class EncounterActors(Table):
    """One actor's part in an encounter."""

    encounter_id: Text = parent("encounters")
    role: Text = coded("encounter_role", "Role", "The actor's part.", key=True)
    actor_id: Text = ref("actors", "Actor", "Who it is.", key=True)

    class Config:
        name = "encounter_actors"
        metadata = {"room": "encounters", "parent": "encounters", "nested": "actors"}


class Channels(Table):
    """One standing dialogue, working group, treaty commission or round of consultations."""

    channel_id: Text = key("ch", "Channel")
    title: Text = text("Title", "Usual English name.", rights="fact")
    channel_kind: Text = coded("channel_kind", "Kind", "What sort of body.")
    treaty_id: Text = ref("treaties", "Treaty", "The treaty that set it up, if any.", nullable=True)
    checked_through: Day = day("Checked through", "Day up to which we looked for events.", claim=True)
    channel_status: Text = coded("channel_status", "Status", "Standing at the end of the data.", nullable=True,
                                origin="derived")  # fmt: skip
    channel_since: Day = day("Since", "First day of that standing.", nullable=True, origin="derived")
    notes: Text = text("Notes", "Anything a reader of this row must know.", nullable=True)

    class Config:
        name = "channels"
        metadata = {"room": "encounters", "label": "title"}


class ChannelEvents(Table):
    """One step in a channel's life."""

    channel_event_id: Text = key("ce", "Channel event")
    channel_id: Text = parent("channels")
    position: Int = order()
    event: Text = coded("channel_event", "Event", "What happened.")
    actor_id: Text = ref("actors", "By", "Whose step it is; null where both act.", nullable=True)
    happened: EventDate = dated("Happened", "When it happened.")
    encounter_id: Text = ref("encounters", "Session", "The encounter it is about, if any.", nullable=True)
    account_id: Text = ref("actors", "By the account of", "Whose telling we rely on.")
    source_article_id: Text = ref("articles", "Source", "The page that says so.")
    note: Text = text("Note", "What happened, in our own words.", nullable=True)

    class Config:
        name = "channel_events"
        metadata = {"room": "encounters", "parent": "channels", "nested": "events"}
