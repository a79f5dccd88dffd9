"""Which treaties and proposals a statement speaks of, and what it says of them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .acts import Reading
from .patterns import Element
from .reader import Hit
from .vocabulary import LOW, TOPICS, Live, Word

ASSERTING = frozenset({
    "inform", "welcome", "assess", "accuse", "allege_breach", "concern", "position", "affirm", "discuss", "deny", "defend",
})  # fmt: skip
"""Acts that say how things stand; what is proposed, asked or promised asserts no status."""

STATUSES = ("collapsed", "breached", "suspended", "extended", "ended", "uncertain", "in_force")
"""Of several statuses in one statement the first is taken."""


class TreatyLink(NamedTuple):
    """One row of statement_treaties."""

    treaty: str
    status: str | None


def treaties(hits: Sequence[Hit], reading: Reading) -> list[TreatyLink]:
    """The treaties among the names in what is said, each with the status asserted where only one treaty is named."""
    if not hits:
        return []
    found = dict.fromkeys(hit.ids[0] for hit in hits if hit.what == "treaty")
    if not found:
        return []
    status = None
    if len(found) == 1 and reading.act in ASSERTING:
        status = next((each for each in STATUSES if each in reading.statuses), None)
    return [TreatyLink(treaty, status) for treaty in found]


RELATIONS = {
    "propose": "puts_forward", "accept": "accepts", "reject": "rejects", "withdraw": "withdraws", "agree": "claims_agreement",
    "request": "requests_response", "inform": "reports_status", "assess": "reports_status", "announce": "reports_step",
    "welcome": "mentions", "threaten": "conditions", "deny": "disputes_agreement",
}  # fmt: skip


def proposals(
    content: Sequence[Word],
    among: Live,
    treaty_ids: Sequence[str],
    reading: Reading,
    begun: Mapping[str, str],
    day: str | None,
) -> list[tuple[str, str]]:
    """(proposal, relation) of the proposals whose words all stand in what is said; ``begun`` has each one's first day.

    ``among`` are the live words of ``content``. A page without a day, or from before a proposal's first event, speaks of
    none. Of an ask put to the other side alone only an answer wanted is a request for a response.
    """
    if day is None:
        return []
    likely = dict.fromkeys([proposal for _, word in among if word[TOPICS] for proposal in word[TOPICS]])
    if not likely:
        return []
    lows = [word[LOW] for word in content]
    whole, line = frozenset(lows), f" {' '.join(lows)}"
    found = []
    for proposal in likely:
        first = begun.get(proposal.proposal_id)
        if first is None or day < first or (proposal.until and day > proposal.until):
            continue
        if proposal.treaty and proposal.treaty not in treaty_ids:
            continue
        if all(_stands(element, whole, line) for element in proposal.all) and not any(
            _stands(element, whole, line) for element in proposal.none
        ):
            found.append((proposal.proposal_id, _relation(reading)))
    return sorted(found)


def _stands(element: Element, whole: frozenset[str], line: str) -> bool:
    """Whether an element stands among words, given as a set and as a line with a space before each."""
    if not element.exact.isdisjoint(whole):
        return True
    return bool(element.begins) and any(f" {start}" in line for start in element.begins)


def _relation(reading: Reading) -> str:
    if reading.act == "propose" and reading.reiterates:
        return "reiterates"
    if reading.act == "request" and reading.request_type != "answer":
        return "mentions"
    return RELATIONS.get(reading.act, "mentions")
