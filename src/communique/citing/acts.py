"""Codes as predicates: what a speaker did, in words that say no more than the code's definition."""

ACTS = {
    "accept": ("accepted a proposal", ""),
    "accuse": ("made an accusation", ""),
    "affirm": ("restated a shared principle or commitment", ""),
    "agree": ("agreed on, or each favoured, the same future course", ""),
    "allege_breach": ("alleged a breach of an obligation", ""),
    "announce": ("announced a coming event or its arrangements", ""),
    "assess": ("gave an assessment", ""),
    "commit": ("made a commitment", "to"),
    "concern": ("voiced concern", ""),
    "courtesy": ("extended a courtesy", "to"),
    "decline": ("gave no answer or pointed to somebody else for it", ""),
    "defend": ("defended {own} conduct or law", ""),
    "deny": ("denied an alleged act or statement", ""),
    "discontinue": ("suspended, ended or cancelled {own} part in something standing or fixed", ""),
    "discuss": ("had a discussion", "with"),
    "inform": ("made a factual assertion", ""),
    "offer": ("voiced willingness", ""),
    "position": ("stated a position", ""),
    "propose": ("made a proposal", "to"),
    "reject": ("refused a proposal, request or text", ""),
    "request": ("made a request", "to"),
    "threaten": ("made a conditional threat", ""),
    "welcome": ("welcomed an event, text or step", ""),
    "withdraw": ("took back {own} earlier proposal or demand", ""),
}
"""Act -> (predicate, the word before whom it is addressed to; without one: "addressing")."""

REQUESTS = {
    "answer": "for an answer or a next move on something asked before",
    "assist": "for help or support",
    "change": "for a change of policy, law or practice",
    "disclose": "for information or openness",
    "meet": "for a meeting or contact",
    "refrain": "to refrain from something",
    "yield": "to give something up or back, or to lift a measure",
}
OCCASIONS = {
    "phone_call": "in a phone call",
    "meeting": "at a meeting",
    "sidelines": "at a meeting on the sidelines of another event",
    "press_conference": "at a press conference",
    "press_briefing": "at a press briefing",
    "broadcast_interview": "in a broadcast interview",
    "print_interview": "in a print interview",
    "speech": "in a speech",
    "written_statement": "in a written statement",
    "note_or_letter": "in a note or letter",
    "social_media": "on social media",
}
STEPS = {
    "acknowledged": "{who} acknowledged, or was studying, {it}",
    "agreed": "{who} said yes to {it}",
    "agreement_disputed": "{who} denied an agreement claimed on {it}",
    "begun": "{who} began to carry out {it}",
    "clarified": "{who} explained or narrowed {it}",
    "countered": "{who} answered {it} with another ask or with conditions",
    "deadline_set": "{who} named a day by which to take up {it}",
    "fulfilled": "{who} brought about what was asked for in {it}",
    "next_step_prepared": "{who} prepared, or set a date for, a step to carry out {it}",
    "no_response_reported": "{who} said that no answer had come to {it}",
    "partly_fulfilled": "{who} brought about a part of what was asked for in {it}",
    "proposed": "{who} put forward {it}",
    "reiterated": "{who} again put forward {it}",
    "rejected": "{who} said no to {it}",
    "response_requested": "{who} asked for an answer to {it}",
    "revived": "{who} put anew, after its refusal or end, {it}",
    "superseded": "{who} put a later ask or text in the place of {it}",
    "suspended": "{who} halted {it}",
    "withdrawn": "{who} took back {it}",
}
"""Event of a proposal's log -> what was done, by whom, to it."""
MUTUAL = ("agreed", "begun", "partly_fulfilled", "fulfilled")
"""Events that take both sides, whoever's act the log does not name."""
