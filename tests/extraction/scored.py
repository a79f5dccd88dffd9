"""How well the engine does on the invented wire copy, through the public API: the figures of docs/extraction-scores.md.

    python tests/extraction/scored.py [open] [held]     the figures of these parts (default: both), as Markdown
    python tests/extraction/scored.py --write           write docs/extraction-scores.md

A proposal and a coded statement are a pair where they share half of the words of both, one to one. ``soft`` is the F1 of
pairs, ``exact`` of pairs of the very same words, ``e2e`` of pairs whose speakers are the same actors. Fields are shares of
pairs that agree. For a pattern, the share of statements of the articles with it that are paired.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

from communique.extracting import Authority, extract

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "extraction-scores.md"
PARTS = ("open", "held")
LANGUAGES = ("en", "de", "ru")
FIELDS = ("act", "form", "account_kind", "delivery", "speakers", "resolution", "said", "treaties", "request_type")
WORD = re.compile(r"\w+")
Count = tuple[int, int]
"""(right, of how many)."""


@cache
def authority() -> Authority:
    """The bundled release's names with the invented people before them."""
    return Authority.of(actors=HERE / "gold" / "actors.csv")


class Scores:
    """What was counted over some articles: units, fields and patterns."""

    def __init__(self) -> None:
        self.units: Counter[str] = Counter()
        self.fields: dict[str, Counter[bool]] = defaultdict(Counter)
        self.patterns: dict[str, Counter[bool]] = defaultdict(Counter)

    def f1(self, kind: str) -> float:
        """F1 of pairs of a kind, in hundredths."""
        return 200 * self.units[kind] / max(1, self.units["gold"] + self.units["proposed"])

    def field(self, name: str) -> float:
        """The share of pairs that agree on a field, in hundredths."""
        return 100 * self.fields[name][True] / max(1, self.fields[name].total())

    def pattern(self, name: str) -> Count:
        """Statements paired, of those in articles with a pattern."""
        return self.patterns[name][True], self.patterns[name].total()


def articles(part: str, language: str) -> Iterator[dict[str, Any]]:
    """The coded articles of a part, by id."""
    for path in sorted((HERE / "gold" / part / language).glob("*.yml")):
        yield yaml.safe_load(path.read_text("utf-8"))


def score(part: str, language: str) -> Scores:
    """Every article of a part in a language, extracted together as a collection would be."""
    coded = list(articles(part, language))
    columns = {name: [str(one[name]) for one in coded] for name in ("text", "url", "published", "publisher")}
    made = extract(pa.table(columns), authority())
    proposed = _proposed(made)
    scores = Scores()
    for one in coded:
        _article(one, proposed.get(one["url"], []), scores)
    return scores


def _proposed(made: dict[str, pa.Table]) -> dict[str, list[dict[str, Any]]]:
    """Proposals by the address of their article."""
    known = authority()
    out = {row["statement_id"]: dict(row, spans=[], speakers=set(), how=set(), treaties=set())
           for row in made["statements"].to_pylist()}  # fmt: skip
    for row in made["anchors"].to_pylist():
        if row["anchor_role"] in ("primary", "continuation"):
            out[row["statement_id"]]["spans"].append((row["char_start"], row["char_end"]))
    for row in made["statement_actors"].to_pylist():
        if row["role"] == "speaker":
            actor = known.actors.get(row["actor_id"])
            out[row["statement_id"]]["speakers"].add(actor.name if actor else None)
            out[row["statement_id"]]["how"].add(row["resolution"])
    for row in made["statement_treaties"].to_pylist():
        out[row["statement_id"]]["treaties"].add(known.treaties[row["treaty_id"]])
    urls = {row["article_id"]: row["url"] for row in made["articles"].to_pylist()}
    pages = defaultdict(list)
    for row in out.values():
        pages[urls[row["article_id"]]].append(row)
    return pages


def _article(one: dict[str, Any], proposed: list[dict[str, Any]], scores: Scores) -> None:
    text, coded = one["text"], one["statements"]
    gold = [_words(text, [_place(text, words) for words in row["words"]]) for row in coded]
    made = [_words(text, row["spans"]) for row in proposed]
    scores.units.update(gold=len(gold), proposed=len(made))
    pairs = _pairs(gold, made)
    for pattern in one["patterns"]:
        scores.patterns[pattern].update(i in pairs for i in range(len(gold)))
    for i, j in pairs.items():
        right = _fields(coded[i], proposed[j], scores)
        scores.units.update(soft=1, exact=gold[i] == made[j], e2e=right)


def _pairs(gold: list[set[int]], made: list[set[int]]) -> dict[int, int]:
    """Coded statement -> proposal, best first."""
    shares = [(len(a & b) / len(a | b), i, j) for i, a in enumerate(gold) for j, b in enumerate(made) if a & b]
    pairs: dict[int, int] = {}
    for share, i, j in sorted(shares, key=lambda one: (-one[0], one[1:])):
        if share >= 0.5 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _fields(coded: dict[str, Any], made: dict[str, Any], scores: Scores) -> bool:
    """Count the fields of a pair; whether the speakers are right."""
    speakers = {one["actor"] for one in coded["speakers"]}
    same = {
        "act": made["act"] == coded["act"],
        "form": made["form"] == coded["form"],
        "account_kind": made["account_kind"] == coded["account_kind"],
        "delivery": made["delivery"] == coded["delivery"],
        "speakers": made["speakers"] == speakers or (not speakers and made["speakers"] == {None}),
        "said": made["said_edtf"] == str(coded["said"]),
        "treaties": made["treaties"] == set(coded.get("treaties") or ()),
    }
    if speakers and same["speakers"]:
        same["resolution"] = made["how"] <= {one["resolution"] for one in coded["speakers"]}
    if coded.get("request_type"):
        same["request_type"] = made["request_type"] == coded["request_type"]
    for name, right in same.items():
        scores.fields[name][right] += 1
    return same["speakers"]


def _words(text: str, spans: list[tuple[int, int]]) -> set[int]:
    return {match.start() for first, end in spans for match in WORD.finditer(text, first, end)}


def _place(text: str, words: Any) -> tuple[int, int]:
    wanted, nth = (words, 1) if isinstance(words, str) else (words["text"], words["nth"])
    at = -1
    for _ in range(nth):
        at = text.index(wanted, at + 1)
    return at, at + len(wanted)


def markdown(parts: tuple[str, ...] = PARTS) -> str:
    """The figures as tables: units and fields by part and language, then patterns by part."""
    found = {(part, language): score(part, language) for part in parts for language in LANGUAGES}
    names = [f"{part} {language}" for part, language in found]
    rows = ["| | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    rows += [_row("statements coded", (f"{one.units['gold']}" for one in found.values()))]
    rows += [_row("statements proposed", (f"{one.units['proposed']}" for one in found.values()))]
    rows += [_row(f"{kind} F1", (f"{one.f1(kind):.1f}" for one in found.values())) for kind in ("soft", "exact", "e2e")]
    rows += [_row(name, (f"{one.field(name):.1f}" for one in found.values())) for name in FIELDS]
    patterns = sorted({name for one in found.values() for name in one.patterns})
    rows += ["", "| pattern | " + " | ".join(names) + " |", "|---|" + "---:|" * len(names)]
    for name in patterns:
        counts = (one.pattern(name) for one in found.values())
        rows += [_row(name, (f"{right} of {of}" if of else "" for right, of in counts))]
    return "\n".join(rows) + "\n"


def _row(name: str, values: Iterator[str]) -> str:
    return f"| {name} | " + " | ".join(values) + " |"


BEGIN, END = "<!-- own gold: written by tests/extraction/scored.py -->\n", "<!-- end of own gold -->\n"


def page() -> str:
    """docs/extraction-scores.md with today's figures in their place."""
    text = PAGE.read_text("utf-8")
    return text[: text.index(BEGIN) + len(BEGIN)] + markdown() + text[text.index(END) :]


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(page(), "utf-8")
    else:
        print(markdown(tuple(sys.argv[1:]) or PARTS))
