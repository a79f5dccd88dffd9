"""One byte a token: what it is for the passes over a text, so that they find their tokens without looking at each.

A word's byte tells its kind and what it is beside; a mark's byte is the plainest sign of its class (``"`` for every
quotation mark). Each table here maps the bytes of one class to 1 and all others to 0: ``signs.translate(table)`` is one
byte a token to look at, ``Tokens.where(table)`` a list of the tokens.
"""

from communique.extracting.lexicon import bits

MARKS = {
    bits.QUOTE: ord('"'),
    bits.COMMA: ord(","),
    bits.COLON: ord(":"),
    bits.SEMICOLON: ord(";"),
    bits.DASH: ord("-"),
    bits.OPEN: ord("("),
    bits.CLOSE: ord(")"),
    bits.ENDER: ord("."),
    bits.NEWLINE: ord("\n"),
}
COLON, QUOTE = MARKS[bits.COLON], MARKS[bits.QUOTE]
OTHER = ord(" ")
WORD = 0x80
PLAIN, LINK, NAME, OWNER, NO_NAME = range(WORD, WORD + 5)
"""Kinds of word: a small letter, one of these within a name ("de"), a capital, that with "'s", a capital of no name."""
KIND = WORD | 7
TITLE, CUE, JOINT, SUBJUNCTIVE = 8, 16, 32, 64
"""What a word of any kind may be beside; ``JOINT`` is a conjunction or the first word of a phrase like "according to"."""

LINKS = frozenset(("of", "de", "von", "van", "der", "al", "bin", "la", "le", "el"))
NEVER_NAME = (
    bits.TIME | bits.PRONOUN | bits.RELATIVE | bits.SUBORDINATOR | bits.DETERMINER | bits.POSSESSIVE | bits.PREPOSITION
)
JOINING = bits.COORDINATOR | bits.PREPOSED


def sign(low: str, flags: int) -> int:
    """The byte of a token by its lower-case form and its bits."""
    if not flags & bits.WORD:
        return MARKS.get(flags & bits.PUNCTUATION, OTHER)
    if flags & bits.CAPITAL:
        found = NO_NAME if flags & NEVER_NAME else OWNER if flags & bits.POSSESSED else NAME
    else:
        found = LINK if low in LINKS else PLAIN
    for bit, classes in ((TITLE, bits.TITLE), (CUE, bits.CUE), (JOINT, JOINING), (SUBJUNCTIVE, bits.SUBJUNCTIVE)):
        if flags & classes:
            found |= bit
    return found


def _table(marks: str = "", beside: int = 0, kinds: tuple[int, ...] = ()) -> bytes:
    """A table of ``marks``, of the words that are something of ``beside``, and of those of ``kinds``."""
    return bytes(bool(n & beside) or n & KIND in kinds if n & WORD else chr(n) in marks for n in range(256))


CAPITALS = (NAME, OWNER, NO_NAME)
"""The kinds that a capital begins."""

CUES = _table(beside=CUE)
TITLES = _table(beside=TITLE)
SUBJUNCTIVES = _table(beside=SUBJUNCTIVE)
NAMES = _table(kinds=(NAME, OWNER))
WITHIN_NAMES = _table(kinds=(LINK, NAME, OWNER))
STOPS = _table(".\n")
QUOTING = _table('"\n')
"""Quotation marks, and the ends of paragraphs that no quotation crosses."""
MARKED = _table('.\n"', CUE, (NAME, OWNER))
"""All that is ever asked for along a whole text."""
UNMARKED = bytes(n for n in range(256) if not MARKED[n])
PAUSES = _table(',"-')
PARTING = _table(',:;-"()')
"""Marks that may part the clauses of a sentence."""
INSIDE = _table(',;:-"', JOINT)
"""Where attributed words may end before their sentence does."""
LABELLING = _table("()", kinds=CAPITALS)
"""What a name before a colon is made of."""
