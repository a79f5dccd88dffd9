"""Whether a proposal was answered, as far as its status says: by the code book's meanings, and never from silence alone."""

from datetime import date

from ...citing.days import day
from ..rows import Row

ANSWERED: dict[str, tuple[bool | None, str]] = {
    "acknowledged": (False, "Said to be under study; no yes or no on record"),
    "countered": (True, "Answered with another ask or with conditions"),
    "agreed": (True, "Accepted"),
    "in_progress": (True, "Accepted, being carried out"),
    "partly_fulfilled": (True, "Accepted, fulfilled in part"),
    "fulfilled": (True, "Accepted and fulfilled"),
    "suspended": (True, "Accepted, then put on hold"),
    "rejected": (True, "Refused"),
    "lapsed": (None, "Its deadline passed while it was open; its page has each move"),
    "withdrawn": (None, "Taken back by whoever made it; its page has each move"),
    "superseded": (None, "A later ask took its place; its page has each move"),
}
"""Status -> whether an answer is on record (None: the status does not say), and in words."""
SIDES = {"ru": "Russian", "us": "United States"}


def answer(proposal: Row) -> Row:
    """``answered`` (yes, no, or None where the status does not say) and ``answer`` in words.

    ``proposal`` has ``status``, ``status_per_ru``, ``status_per_us`` with their labels, and ``checked_through``. What one
    side's accounts alone tell of an answer is said as theirs.
    """
    status = proposal["status"]
    if status in ANSWERED:
        answered, words = ANSWERED[status]
        return {"answered": answered, "answer": words}
    if status is None:
        return {"answered": None, "answer": "Not known"}
    told = [
        f"{name} accounts alone have it as “{proposal[f'status_per_{side}_label']}”"
        for side, name in SIDES.items()
        if proposal[f"status_per_{side}"] not in (None, status)
    ]
    if told:
        return {"answered": None, "answer": "; ".join(told)}
    looked = day(date.fromisoformat(proposal["checked_through"]))
    return {"answered": False, "answer": f"None found by {looked}; silence after that day means nothing"}
