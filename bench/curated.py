"""What the extraction proposes on texts that are curated, beside what the curators found there.

    python bench/curated.py --sources DIR [--list]

DIR holds the texts of anchored articles, matched by hash. A curated statement is *found* where a proposal overlaps one of its
spans. A proposal is *right* where it lies in a coded range, overlaps a curated statement and names one of its speakers;
``--list`` shows every other one, by place and rule, to be judged by eye. Of the words nothing is printed but the first three.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow as pa

import communique
from communique.anchors.sources import read_texts
from communique.extracting import Authority, extract

Span = tuple[int, int]


def main() -> None:
    args = _arguments()
    release = communique.load(args.release)
    articles = release["articles"]
    texts, _ = read_texts(articles, args.sources)
    curated, found, right, proposals, outside = 0, 0, 0, 0, 0
    for article, text in sorted(texts.items()):
        row = articles.loc[articles["article_id"] == article].iloc[0]
        said = _curated(release, article)
        made = _proposed(text, row)
        hits = {key for key, (spans, _) in said.items() if any(_meet(spans, p["spans"]) for p in made)}
        ranges = _ranges(release, article)
        verdicts = [(_verdict(p, said, ranges), p) for p in made]
        curated, found, proposals = curated + len(said), found + len(hits), proposals + len(made)
        right += sum(verdict == "right" for verdict, _ in verdicts)
        outside += sum(verdict == "outside" for verdict, _ in verdicts)
        print(f"{article}: {len(hits)} of {len(said)} found, {len(made)} proposed, "
              f"{sum(v == 'right' for v, _ in verdicts)} right")  # fmt: skip
        if args.list:
            for key in sorted(said.keys() - hits):
                print(f"   not found {key} {said[key][0]}")
            for verdict, p in verdicts:
                if verdict != "right":
                    words = " ".join(text[slice(*p["spans"][0])].split()[:3])
                    print(f"   {verdict:8s} {p['spans']} {p['rule']} {p['speakers']} {p['mentions']} {words!r}")
    print(f"found {found} of {curated} ({100 * found / max(1, curated):.0f} %); right {right} of {proposals} "
          f"({100 * right / max(1, proposals):.0f} %) before judging by eye; outside the coded ranges {outside}")  # fmt: skip


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, required=True, help="folder of the texts")
    parser.add_argument("--release", default=None, help="a release or build (default: the bundled release)")
    parser.add_argument("--list", action="store_true", help="show what is not found and what is not plainly right")
    return parser.parse_args()


def _curated(release: Any, article: str) -> dict[str, tuple[list[Span], set[str]]]:
    """Curated statements of an article: their spans (primary and continuation) and the ids of their speakers."""
    rows = release["statements"]
    keys = set(rows.loc[rows["article_id"] == article, "statement_id"])
    spans, speakers = defaultdict(list), defaultdict(set)
    for anchor in release["anchors"].to_dict("records"):
        if anchor["statement_id"] in keys and anchor["anchor_role"] in ("primary", "continuation"):
            spans[anchor["statement_id"]].append((anchor["char_start"], anchor["char_end"]))
    for actor in release["statement_actors"].to_dict("records"):
        if actor["statement_id"] in keys and actor["role"] == "speaker":
            speakers[actor["statement_id"]].add(actor["actor_id"])
    return {key: (sorted(spans[key]), speakers[key]) for key in keys}


def _ranges(release: Any, article: str) -> list[Span]:
    rows = release["article_ranges"]
    rows = rows[(rows["article_id"] == article) & (rows["range_kind"] != "headline")]
    return list(zip(rows["char_start"], rows["char_end"], strict=True))


def _proposed(text: str, row: Any) -> list[dict[str, Any]]:
    """What the engine proposes for one text, given the text and its address alone."""
    url = row["url"] if isinstance(row["url"], str) else None
    made = extract(pa.table({"text": [text], "url": pa.array([url], pa.string())}), Authority.of())
    out: dict[str, dict[str, Any]] = {}
    for rule in made["extractions"].to_pylist():
        out[rule["statement_id"]] = {"rule": rule["rule_id"], "spans": [], "speakers": set(), "mentions": set()}
    for anchor in made["anchors"].to_pylist():
        if anchor["anchor_role"] != "repeat":
            out[anchor["statement_id"]]["spans"].append((anchor["char_start"], anchor["char_end"]))
    for actor in made["statement_actors"].to_pylist():
        if actor["role"] == "speaker":
            out[actor["statement_id"]]["speakers"].add(actor["actor_id"])
            out[actor["statement_id"]]["mentions"].add(actor["mention"])
    return sorted(out.values(), key=lambda p: p["spans"])


def _verdict(proposal: dict[str, Any], said: dict[str, tuple[list[Span], set[str]]], ranges: list[Span]) -> str:
    if not all(any(start <= a and b <= end for start, end in ranges) for a, b in proposal["spans"]):
        return "outside"
    over = [speakers for spans, speakers in said.values() if _meet(spans, proposal["spans"])]
    if not over:
        return "new"
    return "right" if any(proposal["speakers"] & speakers for speakers in over) else "speaker"


def _meet(left: list[Span], right: list[Span]) -> bool:
    return any(a < d and c < b for a, b in left for c, d in right)


if __name__ == "__main__":
    main()
