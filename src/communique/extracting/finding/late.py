"""Words that stand before their cue, or on both its sides: "..., he said", "..." said the minister, as the paper noted."""

from communique.extracting.finding import clauses, speakers
from communique.extracting.finding.signs import QUOTE, WORD
from communique.extracting.finding.speakers import Part
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

EDGE = bits.COMMA | bits.QUOTE | bits.DASH
INTRODUCES = bits.COMMA | bits.COLON
UTTERED = bits.COMMA | bits.ENDER | bits.DASH
TELLING = bits.GERUND | bits.FINITE
ENDS_CLAUSE = bits.STOP | bits.COMMA | bits.TIME | bits.PREPOSITION | bits.SEMICOLON
ENDS_INSERTION = bits.SEPARATOR | bits.STOP
NOMINAL = bits.INFINITIVE | bits.NOUN
NOT_MORE = bits.GERUND | bits.PREPOSED
FRAMES = frozenset(
    [
        "after",
        "in",
        "at",
        "on",
        "during",
        "of",
        "about",
        "o.end",
        "o.in",
        "o.on",
        "o.at",
        "from",
        "when",
        "outside",
        "before",
        "sub",
    ]
)
"""What may follow a cue that stands after its words, where no quotation says that it does."""
WEAK, STRONG = 1, 2
REACH = 16
BETWEEN = 10
"""Tokens before a verb group among which the closing mark of what it tells is looked for."""
CLAUSE = 40


def after(
    t: Tokens, i: int, g: int, subject: Part | None, a: int, b: int, ahead: str, c: int
) -> tuple[str, tuple[Part, ...], Part] | None:
    """Name, words and speaker of what the cue ``i`` says of the words before it; None if nothing.

    Its verb group begins at ``g``; ``ahead`` is the frame it opens and ``c`` where that begins.
    """
    flags = t.flags
    right, name = i + 1, ""
    at_edge = subject and subject[0] > a and subject[1] <= g and flags[subject[0] - 1] & EDGE
    told = at_edge and subject and _quoted(flags, subject[0], a) == STRONG
    if not told and g == i and i > a and flags[i - 1] & EDGE and (behind := speakers.after(t, i + 1, b)):
        left, right, shape, speaker = i, behind[1], "inv", behind
    elif at_edge and subject:
        left, shape, speaker = subject[0], "after", subject
        name = ahead
        right = c if name == "after" else right
    elif (left := _behind_quote(t, g, a)) < g:
        shape, speaker = "after", (left, g)
    else:
        return None
    if shape == "after" and right < b and left - 2 >= a and flags[right] & flags[left - 1] & bits.PAUSE:
        shape = "paren"
    quoted = _quoted(flags, left, a)
    if quoted == WEAK and name and name not in FRAMES:
        return None
    if not quoted and shape == "paren" and right + 1 in t.opens:
        return None  # "Asked why, she answered, “..."
    if not quoted and shape != "paren":
        if name and name not in FRAMES:
            return None
        if shape == "inv" and not _ends_here(flags, right, b):
            return None
        if not _is_clause(t, a, left) and not (shape == "inv" and _named(flags, i, speaker) and left - a > 4):
            return None
    s = clauses.start(t, a, left)
    e = left
    while e > a and flags[e - 1] & bits.PAUSE:
        e -= 1
    if quoted:
        opened = t.closes.get(e, a)
        if opened > a + 1 and (ahead in OWN_CLAUSE or _told_before(flags, a, opened)):
            return None
        if quoted == STRONG and opened > s and flags[opened - 1] & INTRODUCES:
            s = opened
    rest = _resumes(t, right, b, quoted) if quoted or shape != "inv" else 0
    if e - s < (1 if rest else 2):
        return None
    content: tuple[Part, ...] = ((s, e),)
    if rest:
        content = (*content, (rest, clauses.end(t, rest, b)))
    return shape + (".q" if quoted else ""), content, speaker


def _behind_quote(t: Tokens, g: int, a: int) -> int:
    """The token after an utterance that only words part from the verb group at ``g``; ``g`` where there is none."""
    k = t.signs.rfind(QUOTE, max(a + 1, g - BETWEEN), g)
    if k < 0 or min(t.signs[k + 1 : g], default=WORD) < WORD or t.flags[k + 1] & bits.COORDINATOR:
        return g
    return k + 1 if _quoted(t.flags, k + 1, a) == STRONG else g


OWN_CLAUSE = frozenset(("that", "o.that", "p.that", "clause"))
"""Frames of a cue whose own words follow, when the quotation before it did not begin the sentence."""


def _told_before(flags: list[int], a: int, opened: int) -> bool:
    """Whether a verb of speech before the quotation that opens at ``opened`` has it for its own."""
    return any(
        f & bits.SPEECH and f & bits.FINITE and not f & bits.NOUN for f in flags[max(a, opened - CLAUSE) : opened]
    )


def _quoted(flags: list[int], left: int, a: int) -> int:
    """Whether a quotation ends right before ``left``: STRONG where a comma or an ender says that it is an utterance."""
    k = left - 1
    if flags[k] & bits.QUOTE:
        while k > a and flags[k] & bits.QUOTE:
            k -= 1
        return STRONG if flags[k] & UTTERED else WEAK
    while k > a and flags[k] & bits.PAUSE:
        k -= 1
    return STRONG if k < left - 1 and flags[k] & bits.QUOTE else 0


def _resumes(t: Tokens, right: int, b: int, quoted: int) -> int:
    """Where the words go on after the cue ("..., he said in a letter, “and ..."); 0 where they do not."""
    flags = t.flags
    if quoted:
        for k in range(right, min(b, right + REACH)):
            if k in t.opens and flags[k - 1] & bits.SEPARATOR:
                return k
            if flags[k] & bits.SPEECH and flags[k] & TELLING:
                return 0
        return 0
    if right + 1 < b and flags[right] & bits.PAUSE and not flags[right + 1] & NOT_MORE:
        return right + 1 if t.tokens[right + 1][1][-3:] != "ing" else 0
    return 0


def _named(flags: list[int], i: int, speaker: Part) -> bool:
    """Whether a verb of speech stands right before a name or an office: "said the minister", "said Anna Berg"."""
    return bool(flags[i] & bits.SPEECH and flags[speaker[1] - 1] & bits.NAMED)


def _ends_here(flags: list[int], k: int, b: int) -> bool:
    return k >= b or bool(flags[k] & ENDS_CLAUSE)


def _is_clause(t: Tokens, a: int, e: int) -> bool:
    """Whether a verb stands in the words from ``a`` to ``e``: else they are where and when, and nothing that is said."""
    return e - a > 3 and any(
        not f & bits.CAPITAL and (f & bits.CLAUSAL or (f & bits.FINITE and not f & NOMINAL))
        for f in t.flags[a : min(e, a + CLAUSE)]
    )


def as_clause(t: Tokens, i: int, subject: Part, a: int, b: int) -> tuple[Part, ...]:
    """The words of "As the ministry noted, ..." and "..., as the ministry noted, ...": the rest of the sentence."""
    flags = t.flags
    s = subject[0] - 1
    k = i + 1
    last = min(b, i + CLAUSE)
    while k < last and not flags[k] & ENDS_INSERTION:
        k += 1
    content: list[Part] = []
    if s > a + 1 and flags[s - 1] & bits.PAUSE:
        content.append((clauses.start(t, a, s - 1), s - 1))
    elif s > a + 1:
        return ()
    if k + 1 < b and flags[k] & bits.SEPARATOR:
        content.append((k + 1, clauses.end(t, k + 1, b)))
    return tuple(part for part in content if part[1] - part[0] > 1)


def preposed(t: Tokens, i: int, n: int, a: int, b: int) -> tuple[str, tuple[Part, ...], Part] | None:
    """Name, words and speaker of the phrase of ``n`` tokens at ``i`` ("according to"); None where it names nobody."""
    speaker = speakers.after(t, i + n, b)
    if speaker is None:
        return None
    flags = t.flags
    k = speaker[1]
    if i <= a + 1:
        while k < b and not flags[k] & INTRODUCES:
            k += 1
        if k + 1 >= b:
            return None
        return "before", ((k + 1, clauses.end(t, k + 1, b)),), speaker
    e = clauses.trim(t, a, i)
    s = clauses.start(t, a, e)
    if e <= s:
        return None
    content: tuple[Part, ...] = ((s, e),)
    if k + 1 < b and flags[k] & bits.COMMA and flags[i - 1] & bits.COMMA:
        content = (*content, (k + 1, clauses.end(t, k + 1, b)))
    return "after", content, speaker
