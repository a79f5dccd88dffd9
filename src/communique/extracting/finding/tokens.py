"""Text into tokens: split at blanks, one dictionary look-up a printed word.

The tokens of a stretch partition it (a blank belongs to the token before it), so their starts are running sums of their
lengths and nothing is searched for twice. What a blank-free piece like ``said,”`` falls into is worked out once and kept.
"""

import re
from collections.abc import Sequence
from itertools import accumulate, chain, compress
from operator import itemgetter

from communique.extracting.finding.signs import MARKED, UNMARKED, sign
from communique.extracting.lexicon import Lexicon, bits, load

TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}[^\S\n]*"  # U.S., a.m., z.B.
    r"|\w+(?:['’.,-](?=\w)\w+)*[^\S\n]*"
    r"|''[^\S\n]*|``[^\S\n]*|--+[^\S\n]*|\.\.+[^\S\n]*"
    r"|[^\w\s][^\S\n]*"
    r"|\n\s*|[^\S\n]+"
)
"""Every character belongs to exactly one token; no alternative can match one stretch in two ways."""

MARKS = {
    ",": bits.COMMA,
    ":": bits.COLON,
    ";": bits.SEMICOLON,
    "(": bits.OPEN,
    "[": bits.OPEN,
    ")": bits.CLOSE,
    "]": bits.CLOSE,
    ".": bits.ENDER,
    "!": bits.ENDER,
    "?": bits.ENDER,
    "…": bits.ENDER,
    "–": bits.DASH,
    "—": bits.DASH,
    "―": bits.DASH,
    "-": bits.DASH,
    "''": bits.QUOTE,
    "``": bits.QUOTE,
}
MARKS |= dict.fromkeys("\"“”„‟«»‘’‚‛'‹›`", bits.QUOTE)
LIMIT = 100_000
"""Pieces a memo keeps before it starts afresh: memory stays small however many words a collection has."""

LONGEST = 40
"""Characters from which a piece is an address or worse, and not worth keeping."""

Token = tuple[str, str, int, int, int]
"""(printed form, lower-case form with straight apostrophe, bits, length with the white space after it, sign)."""


class Memo(dict[str, tuple[Token, ...]]):
    """A blank-free piece of text to its tokens; the last of them counts the blank that follows."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self.lexicon = lexicon
        self.tokens: dict[str, Token] = {}

    def __missing__(self, piece: str) -> tuple[Token, ...]:
        lexicon = self.lexicon
        raw = _with_stops(TOKEN.findall(piece), lexicon)
        if raw:
            raw[-1] += " "
        found = tuple([self.single(form) for form in raw]) or (BLANK,)
        if len(piece) < LONGEST:
            if len(self) > LIMIT:
                self.clear()
                self.tokens.clear()
            self[piece] = found
        return found

    def single(self, raw: str) -> Token:
        """One token, the same object for every piece it is part of: "said" of "said," and of "said."."""
        found = self.tokens.get(raw)
        if found is None:
            found = token(raw, self.lexicon)
            if len(raw) < LONGEST:
                self.tokens[raw] = found
        return found


def _with_stops(raw: list[str], lexicon: Lexicon) -> list[str]:
    """Tokens with the full stop of an abbreviation or an initial taken into its word."""
    if "." not in raw and ".\n" not in raw:
        return raw
    found: list[str] = []
    for form in raw:
        if form[0] == "." and form.rstrip() == "." and found:
            last = found[-1]
            if last.isalnum() and (
                (len(last) == 1 and last.isupper()) or lexicon.flags.get(last.lower(), 0) & bits.ABBREVIATION
            ):
                found[-1] = last + form
                continue
        found.append(form)
    return found


def token(raw: str, lexicon: Lexicon) -> Token:
    """One token, classified."""
    form = raw.rstrip()
    flags = bits.SPACE if len(form) < len(raw) else 0
    low = form
    if not form:
        flags |= bits.NEWLINE if "\n" in raw else 0
    elif not ((first := form[0]).isalnum() or first == "_"):
        flags |= MARKS.get(form) or (bits.ENDER if first == "." else bits.DASH if first == "-" else 0)
    else:
        low = form.lower().replace("’", "'")
        flags |= bits.WORD | _classes(first, low, lexicon)
    return form, low, flags, len(raw), sign(low, flags)


def _classes(first: str, low: str, lexicon: Lexicon) -> int:
    found = bits.DIGIT if first.isdigit() else bits.CAPITAL if first.isupper() else 0
    known = lexicon.flags.get(low)
    if known is not None:
        return found | known
    if low[-1] == ".":
        return found | (lexicon.flags.get(low[:-1], 0) & ~bits.CUE) | bits.ABBREVIATION
    if low[-2:] == "'s":
        return found | bits.POSSESSED | (lexicon.flags.get(low[:-2], 0) & (bits.TIME | bits.PERSON | bits.TITLE))
    if lexicon.adverb_suffixes and len(low) > 4 and low.endswith(lexicon.adverb_suffixes) and not found:
        return bits.ADVERB
    if lexicon.suffixes and len(low) > 4 and low.endswith(lexicon.suffixes) and not found:
        return bits.VERB
    return found


class Tokens:
    """The tokens of one stretch of text: the tokens, their bits, their first code points (one more start than tokens).

    ``signs`` has a byte for each token (see the module of that name), ``marks`` are the tokens of its table ``MARKED`` and
    ``marking`` their bytes. ``opens`` maps the opening mark of each quotation to the token after it, ``closes`` the other
    way round; ``quotes.pair`` fills both.
    """

    __slots__ = ("closes", "flags", "lexicon", "marking", "marks", "opens", "signs", "starts", "tokens")

    def __init__(self, tokens: list[Token], starts: list[int], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.flags = list(map(_flags, tokens))
        self.starts = starts
        self.signs = signs = bytes(map(_sign, tokens))
        self.marks = list(compress(range(len(signs)), signs.translate(MARKED)))
        self.marking = signs.translate(None, UNMARKED)
        self.lexicon = lexicon
        self.opens: dict[int, int] = {}
        self.closes: dict[int, int] = {}

    def where(self, table: bytes) -> list[int]:
        """The tokens of a class that is part of ``MARKED``, in reading order."""
        return list(compress(self.marks, self.marking.translate(table)))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Code points from token ``first`` up to and not with token ``last``, without white space at the end."""
        return self.starts[first], self.starts[last - 1] + len(self.tokens[last - 1][0])

    def spans(self, parts: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """The span of each of ``parts``."""
        starts, tokens = self.starts, self.tokens
        return tuple([(starts[first], starts[last - 1] + len(tokens[last - 1][0])) for first, last in parts])


_flags, _length, _sign = itemgetter(2), itemgetter(3), itemgetter(4)
_memos: dict[str, Memo] = {}


def tokenise(text: str, start: int, end: int, memo: Memo) -> list[Token]:
    """The tokens of ``text[start:end]``."""
    part = text[start:end]
    tokens = list(chain.from_iterable(map(memo.__getitem__, part.split(" "))))
    return _joined(tokens) if "  " in f" {part} " else tokens  # a blank at an edge leaves an empty piece too


def read(text: str, ranges: Sequence[tuple[int, int]], language: str) -> Tokens | None:
    """The tokens of all the ranges as one stretch, a newline between two ranges; None where there is nothing to read."""
    memo = _memos.get(language)
    if memo is None:
        memo = _memos[language] = Memo(load(language))
    tokens: list[Token] = []
    starts: list[int] = []
    for start, end in ranges:
        if end <= start:
            continue
        if tokens:
            tokens.append(BREAK)
            starts[-1] = start
        part = tokenise(text, start, end, memo)
        tokens += part
        starts += accumulate(map(_length, part), initial=start)
    return Tokens(tokens, starts, memo.lexicon) if tokens else None


BLANK: Token = ("", "", bits.SPACE, 1, sign("", bits.SPACE))
BREAK: Token = ("", "", bits.NEWLINE, 0, sign("", bits.NEWLINE))


def _joined(tokens: list[Token]) -> list[Token]:
    """Tokens with the empty ones of several blanks in a row taken into the token before."""
    found: list[Token] = []
    extra = 0
    for each in tokens:
        if each[0] or each[2] & bits.NEWLINE or not found:
            if extra:
                form, low, flags, length, own = found[-1]
                found[-1] = (form, low, flags | bits.SPACE, length + extra, own)
                extra = 0
            found.append(each)
        else:
            extra += each[3]
    return found
