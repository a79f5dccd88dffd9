"""Made-up wire copy in English: as many articles as wanted, of some 4,500 characters and two dozen attributions each.

Names, bodies and clauses are drawn by a seed from short lists of our own; nothing in it was ever said. The same seed gives
the same bytes.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

PEOPLE = ("Foreign Minister Arkady Velimirov", "Secretary of State Howard Ellsmere", "spokeswoman Darya Mostovaya",
          "envoy Miles Abernathy", "Deputy Foreign Minister Ilya Korobeynikov", "General Reid Hargrave")  # fmt: skip
BODIES = (
    "the Russian Foreign Ministry",
    "the State Department",
    "the Kremlin",
    "the White House",
    "a diplomatic source",
)
VERBS = ("said", "added", "noted", "stressed", "warned", "argued", "recalled", "insisted", "told reporters")
WHO = ("the two sides", "inspectors from both countries", "the working group", "our experts", "the parties to the treaty",
       "the delegation", "both capitals", "the commission in Geneva")  # fmt: skip
DO = ("would meet again", "had exchanged the lists", "must return to the table", "could extend the treaty",
      "were ready to talk",
      "had not answered the letter", "will publish the figures", "should lift the restrictions")  # fmt: skip
HOW = ("before the end of the month", "without any conditions", "in the presence of observers", "as agreed in the spring",
       "if the other side does the same", "despite the dispute over missile defence", "at the level of deputies",
       "once the inspections resume in full")  # fmt: skip
TOLD = ("Snow fell on the river for a third day and the bridges were closed to lorries.", "The hall had been painted anew.",
        "Few of the delegates stayed for the concert that followed.", "The rouble and the dollar hardly moved.")  # fmt: skip


def article(rng: random.Random) -> str:
    """One report: a dateline, then paragraphs of every common pattern."""
    out = [f"GENEVA, March {rng.randint(1, 28)} (Meridian Wire) - {_sentence(rng)}"]
    while sum(map(len, out)) < 4_400:
        out.append(
            " ".join(rng.choice((_sentence, _sentence, _quote, _split, _told))(rng) for _ in range(rng.randint(1, 3)))
        )
    return "\n\n".join(out)


def _clause(rng: random.Random) -> str:
    return f"{rng.choice(WHO)} {rng.choice(DO)} {rng.choice(HOW)}"


def _sentence(rng: random.Random) -> str:
    return f"{rng.choice(PEOPLE + BODIES)} {rng.choice(VERBS)} on Tuesday that {_clause(rng)}.".replace(
        "the ", "The ", 1
    )


def _quote(rng: random.Random) -> str:
    return f'"{_clause(rng).capitalize()}, and {_clause(rng)}," {rng.choice(("he", "she", *BODIES))} {rng.choice(VERBS[:6])}.'


def _split(rng: random.Random) -> str:
    who = rng.choice(PEOPLE).split()[-1]
    return f'"{_clause(rng).capitalize()}," {who} {rng.choice(VERBS[:6])}. "{_clause(rng).capitalize()}."'


def _told(rng: random.Random) -> str:
    return rng.choice(TOLD)


def write(path: Path, articles: int, seed: int = 1) -> Path:
    """``articles`` lines of JSON to ``path``."""
    rng = random.Random(seed)  # noqa: S311 (made-up copy, no secret)
    with path.open("w", encoding="utf-8") as stream:
        for n in range(articles):
            url, day = f"https://meridian-wire.example/{n}", f"2031-03-{n % 28 + 1:02}"
            stream.write(json.dumps({"text": article(rng), "url": url, "published": day, "language": "en"}) + "\n")
    return path
