"""Measure the attribution engine on a gold set of the user's own, and write down how often each rule is right.

    python bench/attribution.py predict GOLD.jsonl OUT.jsonl [--say VERBS.txt] [--join]
    python bench/attribution.py rules GOLD.jsonl [--not-held-out] [--join]
    python bench/attribution.py split GOLD.jsonl TUNED.jsonl HELD_OUT.jsonl

GOLD has one article a line: {id, lang, text, statements: [{content: [[first, end], ...], speaker: [...], type}]}, spans in
code points, end exclusive. ``predict`` writes {id, statements: [{content, speaker, type: rule}]}; the speaker is the account
where one tells of another's words, as gold sets code the outermost source. ``--say`` keeps what a word of VERBS.txt or no
word at all attributes, for scores on speech alone. ``--join`` adds a paragraph of quotation that a speaker goes on with
(rules ``*.carry``) to the statement before, as PolNeAR does. ``rules`` writes the precision of every rule to
lexicon/<lang>/precision.toml: the share of its proposals that match a statement one to one with half of the words of both.
``split`` parts a gold set by the first hexadecimal digit of sha256(id): 0 to 2 are held out.
"""

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.extracting import lexicon
from communique.extracting.finding import find
from communique.extracting.model import Found

WORD = re.compile(r"\w+")
HELD_OUT = frozenset("012")
SPEECH = frozenset(("according",))
Statement = dict[str, Any]


def articles(path: str) -> Iterator[dict[str, Any]]:
    """The articles of a gold file."""
    with Path(path).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def held_out(article: dict[str, Any]) -> bool:
    """Whether an article belongs to the part that nobody tunes on."""
    return hashlib.sha256(article["id"].encode()).hexdigest()[0] in HELD_OUT


def statements(article: dict[str, Any], verbs: frozenset[str], join: bool) -> list[Statement]:
    """What the engine finds in an article, its whole text taken for the body."""
    text = article["text"]
    made: list[Statement] = []
    for found in find(text, [(0, len(text))], article.get("lang", "en")):
        if verbs and found.cue and not verbs & set(WORD.findall(text[slice(*found.cue)].lower())):
            continue
        if join and made and found.rule.endswith(".carry"):
            made[-1]["content"] += [list(span) for span in found.content]
            made[-1]["carried"].append(found.rule)
            continue
        made.append(statement(found))
    return made


def statement(found: Found) -> Statement:
    """One finding in the form a scorer reads."""
    speakers = (found.account,) if found.account else found.speakers
    content, speaker = [list(s) for s in found.content], [list(s) for s in speakers]
    return {"content": content, "speaker": speaker, "type": found.rule, "carried": []}


def predict(gold: str, out: str, verbs: frozenset[str], join: bool) -> None:
    """Write what is found in every article of ``gold``."""
    with Path(out).open("w", encoding="utf-8") as file:
        for article in articles(gold):
            row = {"id": article["id"], "statements": statements(article, verbs, join)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def rules(gold: str, tuned_only: bool, join: bool) -> None:
    """Measure every rule on ``gold`` and write the precision file of each language in it.

    A paragraph that was joined is as right as the statement it was joined to.
    """
    right: Counter[tuple[str, str]] = Counter()
    all_: Counter[tuple[str, str]] = Counter()
    for article in articles(gold):
        if tuned_only and held_out(article):
            continue
        language = article.get("lang", "en")
        proposed = statements(article, frozenset(), join)
        hits = matched(article, proposed)
        for n, row in enumerate(proposed):
            for rule in (row["type"], *row["carried"]):
                all_[language, rule] += 1
                right[language, rule] += n in hits
    for language in sorted({language for language, _ in all_}):
        lines = [
            "# Measured by bench/attribution.py: per mille of a rule's proposals that were right, and how many there were.",
            "",
        ]
        lines.append("[rules]")
        for (_, rule), n in sorted(each for each in all_.items() if each[0][0] == language):
            lines.append(f'"{rule}" = {{ permille = {round(1000 * right[language, rule] / n)}, n = {n} }}')
        path = lexicon.HERE / language / "precision.toml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{path}: {len(lines) - 3} rules")


def matched(article: dict[str, Any], proposed: list[Statement]) -> set[int]:
    """The proposals that share half of the words of both with a statement of the gold, each statement given once."""
    starts = [m.start() for m in WORD.finditer(article["text"])]
    gold = [words(starts, row["content"]) for row in article["statements"]]
    mine = [words(starts, row["content"]) for row in proposed]
    pairs = sorted(
        (
            (len(g & p) / len(g | p), i, j)
            for i, g in enumerate(gold)
            for j, p in enumerate(mine)
            if g & p and 2 * len(g & p) >= len(g | p)
        ),
        reverse=True,
    )
    given: set[int] = set()
    hits: set[int] = set()
    for _, i, j in pairs:
        if i not in given and j not in hits:
            given.add(i)
            hits.add(j)
    return hits


def words(starts: list[int], spans: list[list[int]]) -> set[int]:
    """The first code points of the words in ``spans``."""
    return {at for at in starts if any(s <= at < e for s, e in spans)}


def split(gold: str, tuned: str, rest: str) -> None:
    """Part a gold file into what may be looked at and what is scored once, at the end."""
    with Path(tuned).open("w", encoding="utf-8") as a, Path(rest).open("w", encoding="utf-8") as b:
        for article in articles(gold):
            (b if held_out(article) else a).write(json.dumps(article, ensure_ascii=False) + "\n")


def main(arguments: list[str]) -> int:
    """The command line; 2 for a call that it does not understand."""
    join = "--join" in arguments
    verbs: frozenset[str] = frozenset()
    if "--say" in arguments:
        at = arguments.index("--say")
        verbs = SPEECH | frozenset(Path(arguments[at + 1]).read_text(encoding="utf-8").split())
        arguments = arguments[:at] + arguments[at + 2 :]
    plain = [each for each in arguments if not each.startswith("--")]
    match plain:
        case ["predict", gold, out]:
            predict(gold, out, verbs, join)
        case ["rules", gold]:
            rules(gold, "--not-held-out" in arguments, join)
        case ["split", gold, tuned, rest]:
            split(gold, tuned, rest)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
