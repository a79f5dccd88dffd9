"""Derived tables: what the event logs say on any day, as known on any day."""

from .columns import Day, Flag, Int, Table, Text, coded, day, flag, number, ref


def _from_to(what: str) -> tuple[str, str]:
    open_ended = "the last interval ends with the data, not with an event (checked_through says how far we looked)"
    return f"First day {what}.", f"Day after the last one {what} (exclusive); {open_ended}."


class ProposalStatus(Table):
    """A proposal's status in one fold, over one stretch of days, as known over one stretch of days."""

    proposal_id: Text = ref("proposals", "Proposal", "Which proposal.", key=True, origin="derived")
    fold: Text = coded("fold", "Fold", "Whose accounts are counted.", key=True, origin="derived")
    valid_from: Day = day("Valid from", _from_to("on which it stood so")[0], key=True, origin="derived")
    valid_to: Day = day("Valid to", _from_to("on which it stood so")[1], origin="derived")
    known_from: Day = day("Known from", _from_to("on which this was known")[0], key=True, origin="derived")
    known_to: Day = day("Known to", _from_to("on which this was known")[1], origin="derived")
    status: Text = coded("proposal_status", "Status", "The status.", origin="derived")
    status_since: Day = day("Since", "First day of that status, whatever else changed in it.", origin="derived")
    one_sided: Flag = flag("One-sided", "Whether a mutual act is on record from one side only.", origin="derived")

    class Config:
        name = "proposal_status"
        metadata = {"room": "derived", "derived": True}


class ChannelStatus(Table):
    """A channel's standing over one stretch of days, as known over one stretch of days."""

    channel_id: Text = ref("channels", "Channel", "Which channel.", key=True, origin="derived")
    valid_from: Day = day("Valid from", _from_to("on which it stood so")[0], key=True, origin="derived")
    valid_to: Day = day("Valid to", _from_to("on which it stood so")[1], origin="derived")
    known_from: Day = day("Known from", _from_to("on which this was known")[0], key=True, origin="derived")
    known_to: Day = day("Known to", _from_to("on which this was known")[1], origin="derived")
    channel_status: Text = coded("channel_status", "Status", "The standing.", origin="derived")

    class Config:
        name = "channel_status"
        metadata = {"room": "derived", "derived": True}


class TreatyStatus(Table):
    """A treaty's standing on one track, for the whole or for one state, over one stretch of days."""

    treaty_id: Text = ref("treaties", "Treaty", "Which treaty.", key=True, origin="derived")
    position: Int = number("Position", "Order within the treaty, from 1.", key=True, origin="derived")
    track: Text = coded(
        "treaty_track", "Track", "Force of the whole, standing or observance of a state.", origin="derived"
    )
    actor_id: Text = ref(
        "actors", "State", "Which state; null for the treaty as a whole.", nullable=True, origin="derived"
    )
    treaty_status: Text = coded("treaty_status", "Status", "The standing.", origin="derived")
    valid_from: Day = day("Valid from", _from_to("on which it stood so")[0], origin="derived")
    valid_to: Day = day("Valid to", _from_to("on which it stood so")[1], origin="derived")

    class Config:
        name = "treaty_status"
        metadata = {"room": "derived", "derived": True}


class TreatyFindings(Table):
    """What a statement asserts of a treaty, held against the record of that day; a row per speaker of a joint assertion."""

    statement_id: Text = ref("statements", "Statement", "Which statement.", key=True, origin="derived")
    treaty_id: Text = ref("treaties", "Treaty", "Which treaty.", key=True, origin="derived")
    asserted_status: Text = coded("asserted_status", "Asserted", "What the words say.", origin="derived")
    record_status: Text = coded("treaty_status", "Record", "The treaty's force that day; null where it cannot be told.",
                               nullable=True, origin="derived")  # fmt: skip
    on_date: Day = day("On", "The day the two are compared on.", nullable=True, origin="derived")
    finding: Text = coded("finding", "Finding", "Whether words and record agree: in_force, extended, ended and collapsed "
                          "against force; suspended against the parties' observance.", origin="derived")  # fmt: skip
    attributed_to_id: Text = ref("actors", "Attributed to", "Who made the assertion: the relay that added it, or a speaker.",
                                 key=True, origin="derived")  # fmt: skip

    class Config:
        name = "treaty_findings"
        metadata = {"room": "derived", "derived": True}
