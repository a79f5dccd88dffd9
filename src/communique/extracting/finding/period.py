"""One sentence with the marks that part its clauses: what grammars that go by commas look about in."""

from bisect import bisect_left, bisect_right
from itertools import compress

from communique.extracting.finding.signs import PARTING
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

MARK = bits.COMMA | bits.COLON | bits.SEMICOLON | bits.DASH


class Sentence:
    """One sentence with its marks: ``marks`` are the commas, colons, dashes outside quotations and brackets."""

    __slots__ = ("a", "b", "marks", "t")

    def __init__(self, t: Tokens, a: int, b: int) -> None:
        self.t = t
        opens = t.opens
        flags = t.flags
        while b > a and flags[b - 1] & (bits.ENDER | bits.NEWLINE):
            b -= 1
        self.a, self.b = a, b
        self.marks: list[int] = []
        past, depth = a, 0
        for j in compress(range(a, b), t.signs[a:b].translate(PARTING)):
            if j < past:
                continue
            f = flags[j]
            if f & bits.QUOTE:
                past = opens.get(j, 0)
            elif f & bits.OPEN:
                depth += 1
            elif f & bits.CLOSE:
                depth = max(0, depth - 1)
            elif not depth and (not f & (bits.DASH | bits.COLON) or f & bits.SPACE or j + 1 in opens):
                self.marks.append(j)

    def left(self, i: int) -> int:
        """The first token of the clause in which token ``i`` stands."""
        k = bisect_left(self.marks, i)
        return self.marks[k - 1] + 1 if k else self.a

    def right(self, i: int) -> int:
        """The mark that ends the clause of token ``i``, or the sentence's end."""
        k = bisect_right(self.marks, i)
        return self.marks[k] if k < len(self.marks) else self.b

    def first(self, i: int) -> int:
        """The first token of the period before ``i``: behind the last semicolon, colon or dash, or the sentence's start."""
        k = bisect_left(self.marks, i)
        for n in range(k - 1, max(-1, k - 8), -1):
            if self.t.flags[self.marks[n]] & (bits.SEMICOLON | bits.COLON):
                return self.marks[n] + 1
        return self._behind_dateline()

    def _behind_dateline(self) -> int:
        """The sentence's first token behind a dateline: "GENEVA, 4 March (Agency) - "."""
        for m in self.marks[:4]:
            if m > self.a + 16:
                break
            if self.t.flags[m] & bits.DASH and m > self.a and self.t.flags[m - 1] & bits.CLOSE:
                return m + 1
        return self.a
