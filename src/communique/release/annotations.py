"""``annotations.jsonl``: every anchor as a W3C Web Annotation, so that any annotation tool finds the words in a copy.

Positions are code points of the text whose hash the source is named by (RFC 6920), first one included, last one not:
the units in which the Web Annotation Data Model counts, and ours. There is no quotation of the words, which are not
ours to copy: no ``TextQuoteSelector``, for that needs the exact text. The hashes of the span say whether the right words
were found.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

NAMESPACE = "urn:communique:"
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"communique": f"{NAMESPACE}terms:"}]
_STATEMENT = ("article_id", "paraphrase", "act")
_ARTICLE = ("language", "url", "text_sha256")


def annotations(tables: Mapping[str, pa.Table], licence_url: str) -> str:
    """One JSON object per line and anchor, in the order of the table ``anchors``."""
    rows = tables["anchors"]
    for table, key, names in (("statements", "statement_id", _STATEMENT), ("articles", "article_id", _ARTICLE)):
        at = pc.index_in(rows.column(key), value_set=tables[table].column(key).combine_chunks())
        for name in names:
            rows = rows.append_column(name, tables[table].column(name).take(at))
    lines = (_annotation(row, licence_url) for row in rows.to_pylist())
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def text_uri(sha256: str) -> str:
    """The name of a text by its hash, as RFC 6920 spells it."""
    return f"ni:///sha-256;{urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip('=')}"


def _annotation(row: Mapping[str, Any], licence_url: str) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "id": f"{NAMESPACE}{row['statement_id']}:{row['char_start']}-{row['char_end']}",
        "type": "Annotation",
        "motivation": "describing",
        "rights": licence_url,
        "body": list(_bodies(row)),
        "target": _target(row),
    }


def _bodies(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"type": "SpecificResource", "source": f"{NAMESPACE}{row['statement_id']}", "purpose": "identifying"}
    if row["paraphrase"]:
        text = {"type": "TextualBody", "value": row["paraphrase"], "format": "text/plain", "language": "en"}
        yield {**text, "purpose": "describing"}
    yield {"type": "TextualBody", "value": row["act"], "purpose": "tagging"}


def _target(row: Mapping[str, Any]) -> dict[str, Any]:
    """The span. The source is the text by its hash, for positions hold in no other; the page it came from is the scope."""
    article = f"{NAMESPACE}{row['article_id']}"
    text = text_uri(row["text_sha256"]) if row["text_sha256"] else row["url"] or article
    said = {name: row[name] for name in ("anchor_role", "span_sha256", "span_norm_sha256", "word_count")}
    return {
        "type": "SpecificResource",
        "source": {"id": text, "type": "Text", "format": "text/plain", "language": row["language"]},
        "scope": row["url"] or article,
        "selector": {"type": "TextPositionSelector", "start": row["char_start"], "end": row["char_end"]},
        **{f"communique:{name}": value for name, value in said.items() if value is not None},
        "communique:article_id": row["article_id"],
    }
