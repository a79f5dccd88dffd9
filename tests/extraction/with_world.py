"""A tiny dataset and a tiny extraction as files: what builds with an extraction are tried on. Every text is invented."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from communique.extracted.names import TABLES
from communique_schema.spec import tables as contract

Rows = dict[str, list[dict[str, Any]]]
SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
DATASET = {
    "actors.yml": """\
- {actor_id: ac-rvss0, actor_kind: state, name: Russia, state_id: ac-rvss0, country_code: RU}
- {actor_id: ac-vsa00, actor_kind: state, name: United States, state_id: ac-vsa00, country_code: US}
- {actor_id: ac-0r10v, actor_kind: person, name: Ivan Orlov, state_id: ac-rvss0}
- {actor_id: ac-sm1th, actor_kind: person, name: Ann Smith, state_id: ac-vsa00}
- {actor_id: ac-w1re0, actor_kind: media, name: Northern Wire}
""",
    "coders.yml": """\
- {coder_id: co-hand0, coder_kind: person, name: A hand, description: Coded from the text.}
- {coder_id: co-rv1es, coder_kind: rules, name: Rules, description: Coded by rules.}
""",
    "releases.yml": "- {version: 0.1.0, release_stage: working, data_through: 2021-06-30}\n",
    "treaties.yml": """\
- treaty_id: tr-1ce00
  short_name: Ice Treaty
  title: Treaty on Ice
  treaty_kind: bilateral
  checked_through: 2021-06-01
  parties: [{actor_id: ac-rvss0}, {actor_id: ac-vsa00}]
  events:
    - {treaty_event_id: te-s1gn0, event: signed, actor_id: ac-rvss0, stage: effective, source_article_id: ar-page0,
       happened: {edtf: 2010-05-01, certainty: explicit}}
    - {treaty_event_id: te-f0rce, event: entered_into_force, stage: effective, source_article_id: ar-page0,
       happened: {edtf: 2010-06-01, certainty: explicit}}
""",
    "articles.yml": """\
- article_id: ar-page0
  publisher_id: ac-w1re0
  article_kind: news
  source_tier: original_reporting
  title: Talks on ice
  language: en
  url: https://wire.example/ice
  accessed_on: 2021-06-01
  published: {edtf: 2021-03-04, certainty: explicit}
  evidence_level: read
  coverage: full
  rights_holder: Northern Wire
  statements:
    - statement_id: st-0ne00
      form: indirect
      account_kind: self
      delivery: first_hand
      act: propose
      said: {edtf: 2021-03-04, certainty: explicit}
      told: {edtf: 2021-03-04, certainty: explicit}
      wording: original
      paraphrase: Orlov suggests an exchange on ice.
      coder_id: co-hand0
      review_level: single
      actors:
        - {role: speaker, actor_id: ac-0r10v, mention: Ivan Orlov, resolution: named}
        - {role: account, actor_id: ac-0r10v, mention: Ivan Orlov, resolution: named}
      proposals: [{proposal_id: pr-1ce00, relation: puts_forward}]
""",
    "proposals.yml": """\
- proposal_id: pr-1ce00
  title: Resume the ice talks
  summary: Russia asks that the two sides meet about ice again.
  proposal_kind: resume_dialogue
  topic: bilateral_relations
  checked_through: 2021-06-01
  parties: [{role: proposer, actor_id: ac-rvss0}, {role: addressee, actor_id: ac-vsa00}]
  events:
    - event_id: pe-f1rst
      event: proposed
      actor_id: ac-rvss0
      happened: {edtf: 2021-03-04, certainty: explicit}
      note: Orlov asks for talks.
      evidence: [st-0ne00]
""",
}
ANSWERED = """\
    - event_id: pe-sec0n
      event: rejected
      actor_id: ac-vsa00
      happened: {{edtf: 2021-03-05, certainty: explicit}}
      note: Smith declines.
      evidence: [{}]
"""


def ident(prefix: str, number: int) -> str:
    """An id of sixteen signs whose order is not that of the numbers."""
    mixed = (number + 1) * 0x9E3779B97F4A7C15F39D % 2**80
    return f"{prefix}-" + "".join(SIGNS[mixed >> 5 * place & 31] for place in range(15, -1, -1))


def dataset(root: Path, **more: str) -> Path:
    """The dataset below ``root``; ``more`` adds to a file by its stem."""
    folder = root / "dataset"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in DATASET.items():
        (folder / name).write_text(text + more.get(name.partition(".")[0], ""), "utf-8")
    return folder


def rows(articles: int = 4, first: int = 0) -> Rows:
    """An extraction of some articles with three statements each: by Orlov, by Smith, by somebody nobody knows."""
    out: Rows = {name: [] for name in TABLES}
    unknown = ident("ac", 0)
    out["actors"] = [{"actor_id": unknown, "actor_kind": "mention", "name": "Deputy Harbour Master Lund"}]
    out["actor_aliases"] = [{"actor_id": unknown, "language": "en", "alias": "Lund"}]
    for number in range(first, first + articles):
        _article(out, number)
        for place, speaker in enumerate(("ac-0r10v", "ac-sm1th", unknown)):
            _statement(out, number, place, speaker)
    return out


def _article(out: Rows, number: int) -> None:
    page = ident("ar", number)
    out["articles"].append({
        "article_id": page, "publisher_id": "ac-w1re0", "article_kind": "news", "source_tier": "original_reporting",
        "title": f"Ice, page {number}", "language": "en", "url": f"https://wire.example/{number}",
        "published_edtf": "2021-04-01", "published_certainty": "explicit", "published_weekday": "thursday",
        "evidence_level": "anchored", "coverage": "full",
        "text_sha256": f"{number:064x}", "text_bytes": 900, "text_chars": 900, "text_origin": "made up",
        "rights_holder": "Northern Wire",
    })  # fmt: skip
    out["article_ranges"].append({"article_id": page, "range_kind": "body", "char_start": 10, "char_end": 890})


def _statement(out: Rows, number: int, place: int, speaker: str) -> None:
    sid, start = ident("st", 3 * number + place), 100 + 200 * place
    out["statements"].append({
        "statement_id": sid, "article_id": ident("ar", number), "position": place + 1, "form": "direct", "account_kind": "self",
        "delivery": "first_hand", "act": "reject" if place == 1 else "inform", "reiterates": False, "conditional": False,
        "said_edtf": "2021-04-01", "said_certainty": "explicit", "told_edtf": "2021-04-01", "told_certainty": "explicit",
        "wording": "unknown", "coder_id": "co-rv1es", "review_level": "single",
    })  # fmt: skip
    for more, role in ((0, "primary"), (60, "continuation")):
        out["anchors"].append({"statement_id": sid, "char_start": start + more, "char_end": start + more + 50, "word_count": 8,
                               "anchor_role": role, "span_sha256": "a" * 64, "span_norm_sha256": "b" * 64})  # fmt: skip
    for role in ("speaker", "account"):
        out["statement_actors"].append({"statement_id": sid, "role": role, "actor_id": speaker, "mention": "the minister",
                                        "resolution": "title"})  # fmt: skip
    if place != 2:
        out["statement_treaties"].append({
            "statement_id": sid, "treaty_id": "tr-1ce00", "mention_kind": "named", "asserted_by": "speaker",
            "asserted_status": "ended" if place else "in_force",
        })  # fmt: skip
        out["statement_proposals"].append({"statement_id": sid, "proposal_id": "pr-1ce00",
                                           "relation": "rejects" if place else "mentions"})  # fmt: skip
    out["extractions"].append({"statement_id": sid, "rule_id": "quote.cue", "precision_permille": 900})


def arrow(table: str, listed: list[dict[str, Any]]) -> pa.Table:
    """Rows as an extraction's part: the contract's columns without derived ones."""
    spec = contract()[table]
    fields = [spec.arrow.field(c.name) for c in spec.columns.values() if c.origin != "derived"]
    return pa.table({f.name: pa.array([row.get(f.name) for row in listed], f.type) for f in fields})


def extraction(folder: Path, *parts: Rows, complete: bool = True) -> Path:
    """Parts as the folder ``communique extract`` leaves, and folders a build must not look at."""
    for number, part in enumerate(parts):
        for table, listed in part.items():
            if listed:
                (folder / table).mkdir(parents=True, exist_ok=True)
                pq.write_table(arrow(table, listed), folder / table / f"part-{number:05}.parquet")
    for other in ("words/anchor_words", ".work/done", "set_aside"):
        (folder / other).mkdir(parents=True, exist_ok=True)
        (folder / other / "part-00000.parquet").write_bytes(b"not for a build")
    (folder / "EXTRACTION.json").write_text(json.dumps({"format": 1, "complete": complete}), "utf-8")
    return folder
