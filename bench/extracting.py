"""What extraction costs on one core: ``python bench/extracting.py find|extract TEXTS.jsonl [--limit 400]``

``find`` is the finder alone (what a peer that finds quotations does), ``extract`` the whole public function from texts to
tables. It is measured as a worker runs it, which seldom looks for garbage (``settle``). CPU seconds of one process after a
first pass over a tenth; memory is what the process grew by while it read them, with its code loaded and the texts held, and
what it had in all.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path

from communique.extracting.running import settle


def finder() -> Callable[[list[str]], object]:
    from communique.extracting.finding import find  # noqa: PLC0415

    return lambda texts: sum(len(find(text, [(0, len(text))], "en")) for text in texts)


def whole() -> Callable[[list[str]], object]:
    import pyarrow as pa  # noqa: PLC0415

    from communique.extracting import Authority, extract  # noqa: PLC0415

    authority = Authority.of()
    return lambda texts: sum(
        extract(pa.table({"text": texts[at : at + 100]}), authority)["statements"].num_rows
        for at in range(0, len(texts), 100)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["find", "extract"])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--limit", type=int, default=400)
    args = parser.parse_args()
    with args.texts.open(encoding="utf-8") as stream:
        texts = [json.loads(line)["text"] for _, line in zip(range(args.limit), stream, strict=False)]
    run = {"find": finder, "extract": whole}[args.what]()
    settle()
    run(texts[: max(1, len(texts) // 10)])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        found = run(texts)
        best = min(best, time.process_time() - began)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    chars = sum(map(len, texts))
    print(json.dumps({
        "articles": len(texts), "chars": chars, "found": found, "articles_per_second": round(len(texts) / best, 1),
        "chars_per_second": round(chars / best), "memory_mb": round((after - before) / 1024, 1),
        "memory_said": f"{after / 1024:.0f} MB in all, Python, Arrow and texts included",
    }))  # fmt: skip


if __name__ == "__main__":
    main()
