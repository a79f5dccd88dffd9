"""Whom a pronoun, a bare title or a part of a name points back to: the fullest fitting mention before it, in one pass.

Names are read once from left to right and only as far as something asks for them; what is kept is, for each last name, the
longest form it had, and the order in which people came. Nothing looks back over the text.
"""

from bisect import bisect_left

from communique.extracting.finding.signs import CAPITALS, KIND, LINK, NAMES, OWNER, STOPS, TITLES, WITHIN_NAMES
from communique.extracting.finding.speakers import Part
from communique.extracting.finding.tokens import Tokens
from communique.extracting.lexicon import bits

KEPT = 8
"""How many mentions back a pronoun may point."""
LEAD = 3
"""How many tokens may stand before a name that its sentence is about."""
POINTING = bits.DETERMINER | bits.POSSESSIVE


class Antecedents:
    """The people of a stretch up to a moving point. Ask in reading order: an earlier question is answered too late."""

    def __init__(self, t: Tokens) -> None:
        self.t = t
        self.names = t.where(NAMES)
        self.goes_on = t.signs.translate(WITHIN_NAMES)
        # Both are shifted, so that a slice from i begins with the one token or the LEAD tokens before i.
        self.titles = bytes(1) + t.signs.translate(TITLES)
        self.stops = b"\1".ljust(LEAD, b"\0") + t.signs.translate(STOPS)
        self.at = 0
        self.recent: list[str] = []  # last names in the order they came
        self.fullest: dict[str, Part] = {}  # last name to the longest mention so far
        self.gender: dict[str, str] = {}  # last name to m or f, where a word beside it told
        self.titled: dict[str, Part] = {}  # title to the last full mention that bore it
        self.leading = ""  # last name of whom the text was last about: who spoke, or who stood first in a sentence

    def of(self, speaker: Part) -> tuple[int, int] | None:
        """The span the speaker (tokens) points back to; None for a full name, or where nothing fits."""
        found = self._of(speaker)
        named = found or speaker
        if self.t.flags[named[1] - 1] & bits.CAPITAL:
            self._read(named[1])
            low = self.key(self.t.tokens[named[1] - 1][1])
            if low in self.fullest:
                self.leading = low
        return self.t.span(*found) if found else None

    def _of(self, speaker: Part) -> Part | None:
        s, e = speaker
        flags = self.t.flags
        f = flags[s]
        if e - s == 1 and f & (bits.PRONOUN | bits.CONTRACTED):
            gender = self.t.lexicon.genders.get(self.t.tokens[s][1].partition("'")[0], "")
            if gender not in ("m", "f"):
                return None
            self._read(s)
            found = self._agreeing(gender)
        elif flags[e - 1] & bits.CAPITAL and not f & POINTING:
            self._read(s)
            found = self._longer(speaker)
        elif f & POINTING:
            self._read(s)
            found = self._by_title(speaker)
        else:
            return None
        return found

    def key(self, low: str) -> str:
        """What tells a last name from others, whatever case it stands in: its lower-case form without "'s"."""
        return low[:-2] if low[-2:] == "'s" else low

    def _agreeing(self, gender: str) -> Part | None:
        """Whom the text was last about, unless a word told that it is another's pronoun; else the last that fits."""
        if self.gender.get(self.leading) == gender:
            return self.fullest[self.leading]
        near = self.recent[-KEPT:]
        near.reverse()
        for name in near:
            if self.gender.get(name) == gender:
                return self.fullest[name]
        if self.leading and self.leading not in self.gender:
            return self.fullest[self.leading]
        return next((self.fullest[name] for name in near if name not in self.gender), None)

    def _longer(self, speaker: Part) -> Part | None:
        full = self.fullest.get(self.key(self.t.tokens[speaker[1] - 1][1]))
        return full if full and full[1] - full[0] > speaker[1] - speaker[0] and full[1] <= speaker[0] else None

    def _by_title(self, speaker: Part) -> Part | None:
        for k in range(speaker[1] - 1, speaker[0] - 1, -1):
            if self.t.flags[k] & bits.TITLE:
                title = self.t.tokens[k][1]
                return self._leading_with(title) or self.titled.get(title)
        return None

    def _leading_with(self, title: str) -> Part | None:
        """Whom the text was last about, where that mention bears ``title`` or one word that ends with it.

        So a minister whom the speaker named on the way does not take his title from him.
        """
        lead = self.fullest.get(self.leading)
        if lead is None:
            return None
        words = self.t.tokens[max(0, lead[0] - 1) : lead[1]]
        return lead if any(word[1].endswith(title) for word in words) else None

    def _read(self, to: int) -> None:
        """Take in the names before token ``to``."""
        signs, tokens, fullest = self.t.signs, self.t.tokens, self.fullest
        names, titles, goes_on = self.names, self.titles, self.goes_on
        i = self.at
        for at in names[bisect_left(names, i) : bisect_left(names, to)]:
            if at < i:
                continue
            i = at + 1
            while i < to and goes_on[i] and signs[i - 1] & KIND != OWNER:
                if signs[i] & KIND == LINK and (i + 1 >= to or signs[i + 1] & KIND not in CAPITALS):
                    break
                i += 1
            low = self.key(tokens[i - 1][1])
            titled = 1 in titles[at : i + 1]
            if titled or i - at > 1 or low in fullest:
                self._enter(at, i, low, titled)
        self.at = max(self.at, to)

    def _enter(self, i: int, j: int, low: str, titled: bool) -> None:
        """Enter the mention from token ``i`` to ``j`` under ``low``; ``titled`` where a title stands in it or right before."""
        flags = self.t.flags
        last = flags[j - 1]
        if last & bits.TITLE and not last & bits.POSSESSED:
            return
        if 1 in self.stops[i : i + LEAD]:  # among the first words of its sentence
            self.leading = low
        full = self.fullest.get(low)
        if full is None or full[1] - full[0] < j - i:
            full = self.fullest[low] = (i, j)
            if low not in self.gender:
                self._tell(low, i, j)
        if not self.recent or self.recent[-1] != low:
            self.recent.append(low)
        if titled:
            for k in range(max(0, i - 1), j):
                if flags[k] & bits.TITLE:
                    self.titled[self.t.tokens[k][1]] = full

    def _tell(self, low: str, i: int, j: int) -> None:
        """Enter the gender that a word of the mention, or the one before it, tells."""
        genders = self.t.lexicon.genders
        for word in self.t.tokens[max(0, i - 1) : j]:
            told = genders.get(word[1])
            if told in {"m", "f"}:
                self.gender[low] = told
                return
