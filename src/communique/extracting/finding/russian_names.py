"""Russian names in any case: whom "Мостовой" points back to, which the page called "Дарья Мостовая" before."""

from functools import lru_cache

from communique.extracting.finding import russian_phrases as np
from communique.extracting.finding.antecedents import Antecedents
from communique.extracting.finding.grammar import words
from communique.extracting.finding.said import Part
from communique.extracting.lexicon import bits

ENDINGS = tuple(sorted(words("ru")["name_endings"], key=len, reverse=True))
SHORTEST = 3
"""Letters that stay of a name at least."""
OFFICE = 8
"""Words before a name among which its office stands: "министр иностранных дел России Аркадий ..."."""


class Declined(Antecedents):
    """Antecedents by the stem of a last name, its case ending left out; an office needs no article to point back."""

    def key(self, low: str) -> str:
        """The stem of a last name: "мостов" of "мостовая" and of "мостовой"."""
        return _stem(low)

    def of(self, speaker: Part) -> tuple[int, int] | None:
        """The span the speaker (tokens) points back to; None for a full name, or where nothing fits."""
        s, e = speaker
        flags = self.t.flags
        if e - s == 1 and flags[s] & bits.POSSESSIVE:
            gender = self.t.lexicon.genders.get(self.t.tokens[s][1], "")
            self._read(s)
            found = self._agreeing(gender) if gender else None
            return self.t.span(*found) if found else None
        if flags[s] & (bits.TITLE | bits.PERSON) and not any(f & bits.CAPITAL for f in flags[s + 1 : e]):
            self._read(s)
            found = self._by_title(speaker)
            return self.t.span(*found) if found else None
        return super().of(speaker)

    def _enter(self, i: int, j: int, low: str, titled: bool) -> None:
        tokens, flags = self.t.tokens, self.t.flags
        while j - i > 2 and tokens[i][0].isupper() and len(tokens[i][0]) > 2:  # МИД Дарья Мостовая
            i += 1
        super()._enter(i, j, low, titled)
        full = self.fullest.get(low)
        if full is None:
            return
        for k in range(i - 1, max(-1, i - OFFICE), -1):
            if flags[k] & bits.PUNCTUATION or np.finite(self.t, k):
                break
            if flags[k] & bits.TITLE:
                self.titled[tokens[k][1]] = full


@lru_cache(maxsize=1 << 14)
def _stem(low: str) -> str:
    for ending in ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= SHORTEST:
            return low[: -len(ending)]
    return low
