"""The invented wire copy under ``gold/`` in the form a scorer reads: one article a line, every span an offset in its text.

    python tests/extraction/gold.py export DIR

writes ``DIR/<part>-<language>.jsonl`` for each part (open, held) and language, each line
``{id, lang, text, statements: [{content, speaker, account, cue, type}]}``; spans are [first, end) in code points. Statements
that the code book splits stay apart, though they share a sentence. ``gold/README.md`` tells how the articles are written.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent / "gold"
PARTS = ("open", "held")
LANGUAGES = ("de", "en", "ru")

Span = list[int]


class GoldError(ValueError):
    """An article whose words or mentions do not stand in its text as it says."""


def articles(part: str, language: str) -> Iterator[dict[str, Any]]:
    """The articles of ``part`` in ``language`` by their ids, as JSON would hold them."""
    for path in sorted((HERE / part / language).glob("*.yml")):
        yield converted(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)


def converted(raw: dict[str, Any], place: str) -> dict[str, Any]:
    """One article with offsets for its words. Raises GoldError where words are missing, or stand twice without a number."""
    text = raw["text"]
    statements = []
    for row in raw["statements"]:
        content = [_span(text, words, place) for words in row["words"]]
        mentions = [speaker["mention"] for speaker in row.get("speakers") or []]
        account = (row.get("account") or {}).get("mention")
        statements.append(
            {
                "content": content,
                "speaker": [each for mention in mentions for each in _nearest(text, mention, content)],
                "account": _nearest(text, account, content) if account else [],
                "cue": [],
                "type": row["form"],
            }
        )
    return {"id": raw["id"], "lang": raw["language"], "text": text, "statements": statements}


def _span(text: str, words: Any, place: str) -> Span:
    wanted, nth = (words["text"], int(words.get("nth", 1))) if isinstance(words, dict) else (words, 0)
    at = -1
    for _ in range(max(nth, 1)):
        at = text.find(wanted, at + 1)
        if at < 0:
            raise GoldError(f"{place}: {wanted!r} does not stand in the text; copy the words from it")
    if not nth and text.find(wanted, at + 1) >= 0:
        raise GoldError(f"{place}: {wanted!r} stands there more than once; write {{text: ..., nth: ...}}")
    return [at, at + len(wanted)]


def _nearest(text: str, mention: str, content: list[Span]) -> list[Span]:
    """The place of ``mention`` outside the words and nearest to them; empty where it stands nowhere (a page's own name)."""
    first, last = content[0][0], content[-1][1]
    best: tuple[int, int] | None = None
    at = text.find(mention)
    while at >= 0:
        end = at + len(mention)
        inside = any(s <= at < e for s, e in content)
        far = 0 if first <= at < last else min(abs(first - end), abs(at - last))
        rank = (far + (10_000 if inside else 0), at)
        best = min(best, rank) if best else rank
        at = text.find(mention, at + 1)
    return [[best[1], best[1] + len(mention)]] if best else []


def export(folder: Path) -> list[Path]:
    """Write every part and language into ``folder``; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for part in PARTS:
        for language in LANGUAGES:
            path = folder / f"{part}-{language}.jsonl"
            lines = [json.dumps(row, ensure_ascii=False) for row in articles(part, language)]
            path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            written.append(path)
    return written


def main(arguments: list[str]) -> int:
    """``export DIR``; 2 where the arguments are others."""
    if len(arguments) != 2 or arguments[0] != "export":
        print("usage: python tests/extraction/gold.py export DIR", file=sys.stderr)
        return 2
    for path in export(Path(arguments[1])):
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
