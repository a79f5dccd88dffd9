"""German names: "der Minister" points back to who was called "Außenminister" before."""

from communique.extracting.finding.antecedents import Antecedents
from communique.extracting.finding.said import Part
from communique.extracting.lexicon import bits


class Compounds(Antecedents):
    """Antecedents that know an office by the end of its name too."""

    def _by_title(self, speaker: Part) -> Part | None:
        several = self.t.tokens[speaker[0]][1] in ("die", "beide") and not self.t.tokens[speaker[1] - 1][1].endswith(
            "in"
        )
        if several:
            return None
        found = super()._by_title(speaker)
        if found:
            return found
        for k in range(speaker[1] - 1, speaker[0] - 1, -1):
            if self.t.flags[k] & (bits.TITLE | bits.PERSON):
                low = self.t.tokens[k][1]
                return next((full for title, full in reversed(self.titled.items()) if title.endswith(low)), None)
        return None
