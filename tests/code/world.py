"""A tiny world for tests: two capitals, a wire, and logs written in one line an event."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from communique.derive import derive
from communique.tables import Tables, empty, frame
from communique_schema.spec import tables

RU, US, THIRD, WIRE = "ac-rrrrr", "ac-vvvvv", "ac-ttttt", "ac-wwwww"
SIDE = {"ru": RU, "us": US, "third": THIRD, "wire": WIRE, "joint": RU}
KIND = {"ru": "own_side", "us": "own_side", "third": "third_party", "wire": "outlet", "joint": "joint_text"}
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def mint(prefix: str, number: int) -> str:
    """The id with a number written in base 32."""
    digits = "".join(ALPHABET[number // 32**k % 32] for k in range(4, -1, -1))
    return f"{prefix}-{digits}"


def when(prefix: str, edtf: str) -> dict[str, Any]:
    """A date group."""
    return {f"{prefix}_edtf": edtf, f"{prefix}_certainty": "explicit"}


Event = tuple[str, str | None, str, dict[str, str]]
"""Event, whose act ("ru", "us" or None), EDTF day, and who told it when: {"ru": "2021-02-04"}."""


def world(logs: dict[str, list[Event]], through: str = "2026-01-01", **proposal: Any) -> Tables:
    """Tables with one proposal per log, every event carried by one statement per account."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in tables()}
    rows["actors"] = [
        {"actor_id": RU, "actor_kind": "state", "name": "Russia", "state_id": RU, "country_code": "RU"},
        {"actor_id": US, "actor_kind": "state", "name": "United States", "state_id": US, "country_code": "US"},
        {"actor_id": THIRD, "actor_kind": "organisation", "name": "United Nations"},
        {"actor_id": WIRE, "actor_kind": "media", "name": "The Wire"},
    ]
    rows["coders"] = [{"coder_id": "co-00000", "coder_kind": "person", "name": "A", "description": "A coder."}]
    rows["releases"] = [{"version": "0.1.0", "release_stage": "working", "data_through": date.fromisoformat(through)}]
    for number, (title, log) in enumerate(logs.items()):
        _proposal(rows, mint("pr", number), title, log, proposal)
    out = empty()
    return out | {name: frame(tables()[name], listed) for name, listed in rows.items() if listed}


def _proposal(
    rows: dict[str, list[dict[str, Any]]], pid: str, title: str, log: list[Event], more: dict[str, Any]
) -> None:
    rows["proposals"].append(
        {"proposal_id": pid, "title": title, "summary": title, "proposal_kind": "joint_statement", "topic": "arms_control",
         "left_censored": False, "checked_through": date(2025, 1, 1)} | more
    )  # fmt: skip
    for position, (event, actor, day, told) in enumerate(log, 1):
        eid = mint("pe", len(rows["proposal_events"]))
        rows["proposal_events"].append(
            {"event_id": eid, "proposal_id": pid, "position": position, "event": event, "note": event,
             "actor_id": SIDE[actor] if actor else None} | when("happened", day)
        )  # fmt: skip
        for account, published in told.items():
            _statement(rows, pid, eid, account, published)


def _statement(rows: dict[str, list[dict[str, Any]]], pid: str, eid: str, account: str, published: str) -> None:
    number = len(rows["statements"])
    tier = "reprint" if account.endswith("-reprint") else "primary"
    account = account.removesuffix("-reprint")
    sid, aid = mint("st", number), mint("ar", number)
    rows["articles"].append(
        {"article_id": aid, "publisher_id": WIRE, "article_kind": "news", "source_tier": tier, "title": "A page",
         "language": "en", "evidence_level": "read", "coverage": "full", "rights_holder": "somebody",
         "url": f"https://example.org/{number}", "accessed_on": date(2025, 1, 1)} | when("published", published)
    )  # fmt: skip
    rows["statements"].append(
        {"statement_id": sid, "article_id": aid, "position": 1, "form": "indirect", "account_kind": KIND[account],
         "delivery": "first_hand", "act": "inform", "reiterates": False, "conditional": False, "wording": "unknown",
         "paraphrase": "It is so.", "coder_id": "co-00000", "review_level": "single"}
        | when("said", published) | when("told", published)
    )  # fmt: skip
    rows["statement_actors"] += [
        {"statement_id": sid, "role": role, "actor_id": actor, "resolution": "named"}
        for role in ("speaker", "account") for actor in ((RU, US) if account == "joint" else (SIDE[account],))
    ]  # fmt: skip
    rows["statement_proposals"].append({"statement_id": sid, "proposal_id": pid, "relation": "reports_status"})
    rows["event_evidence"].append({"event_id": eid, "statement_id": sid})


def both(day: str) -> dict[str, str]:
    """Told by both capitals on one day."""
    return {"ru": day, "us": day}


def derived(logs: dict[str, list[Event]], **more: Any) -> Tables:
    """The world, derived."""
    return derive(world(logs, **more))


def without(tables_: Tables, dropped: Iterable[str]) -> Tables:
    """The same tables without some proposal events."""
    gone = set(dropped)
    out = dict(tables_)
    for name in ("proposal_events", "event_evidence"):
        keep = [event not in gone for event in out[name]["event_id"]]
        out[name] = out[name][keep].reset_index(drop=True)
    return out
