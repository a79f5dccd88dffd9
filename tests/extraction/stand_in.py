"""A stand-in for the engine: invented articles of random words, coded by nothing, quick, the same everywhere."""

import hashlib
import os
import random
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from communique.extracting.running import Shard
from communique.extracting.running.shape import ASIDE
from communique.extracting.running.state import Identity

IDENTITY = Identity("0", "", "authority", "input", "cut", "wire", 1, 1)
WORDS = [f"{a}{b}{c}" for a in "bdfgklmn" for b in "aeiou" for c in ("t", "rn", "sk", "ll", "mp")]
TEXT, NUMBER = pa.string(), pa.int32()


class Item(NamedTuple):
    """One invented article; ``what`` says what comes of it: article, aside, kill, orphan, interrupt or fail."""

    key: str
    body: str
    day: str | None = "2031-03-04"
    publisher: str = "ac-w1re0"
    what: str = "article"
    flag: str = ""
    tier: str = "agency"


def item(seed: int, words: int = 60, **more: str | None) -> Item:
    """An article of so many random words; the same for the same seed."""
    drawn = random.Random(seed)  # noqa: S311
    return Item(name("ar", str(seed)), " ".join(drawn.choice(WORDS) for _ in range(words)))._replace(**more)


def name(prefix: str, of: str) -> str:
    """An id made from a text."""
    digits = "0123456789abcdefghjkmnpqrstvwxyz"
    return f"{prefix}-" + "".join(digits[byte & 31] for byte in hashlib.sha256(of.encode()).digest()[:16])


def shards(items: Sequence[Item], each: int = 3) -> list[Shard]:
    """The articles cut into shards."""
    cuts = range(0, len(items), each)
    return [Shard(f"wire.jsonl:{first + 1}", tuple(items[first : first + each])) for first in cuts]


def work(piece: Sequence[Item]) -> Mapping[str, pa.Table]:
    """The tables of a piece: an article an item, with a statement, an anchor, and an actor everybody names."""
    rows: dict[str, list[tuple[object, ...]]] = {table: [] for table in COLUMNS}
    for one in piece:
        _misfortune(one)
        if one.what == "aside":
            rows["set_aside"].append((one.key, "empty", "holds nothing", "leave it out"))
            continue
        statement, mention = name("st", one.key), name("ac", one.body[:2])
        rows["articles"].append((one.key, one.publisher, one.tier, one.day, f"place of {one.key}"))
        rows["article_ranges"].append((one.key, "body", 0, len(one.body)))
        rows["article_relays"].append((one.key, 1, one.publisher, "outlet", "It publishes the page."))
        rows["range_words"].append((one.key, 0, one.body))
        rows["statements"].append((statement, one.key))
        rows["anchors"].append((statement, 0, 4))
        for actor, said in (("ac-every", "Everybody"), (mention, one.body[:2])):
            rows["actors"].append((actor, said))
            rows["actor_aliases"].append((actor, "en", said))
    return {table: pa.table(list(zip(*held, strict=True)) or [[] for _ in COLUMNS[table]], schema=COLUMNS[table])
            for table, held in rows.items()}  # fmt: skip


def _misfortune(one: Item) -> None:
    """What befalls whoever reads the article; with a flag only the first time."""
    if one.what in ("article", "aside"):
        return
    if one.flag:
        if Path(one.flag).exists():
            return
        Path(one.flag).touch()
    if one.what == "fail":
        raise ValueError("cannot read\nthis")
    number, victim = {
        "kill": (signal.SIGKILL, os.getpid()),
        "orphan": (signal.SIGKILL, os.getppid()),
        "interrupt": (signal.SIGINT, os.getppid()),
    }[one.what]
    os.kill(victim, number)
    signal.pause()


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


COLUMNS = {
    "articles": _schema(article_id=TEXT, publisher_id=TEXT, source_tier=TEXT, published_edtf=TEXT, text_origin=TEXT),
    "article_ranges": _schema(article_id=TEXT, range_kind=TEXT, char_start=NUMBER, char_end=NUMBER),
    "article_relays": _schema(article_id=TEXT, position=NUMBER, actor_id=TEXT, relay_role=TEXT, basis=TEXT),
    "statements": _schema(statement_id=TEXT, article_id=TEXT),
    "anchors": _schema(statement_id=TEXT, char_start=NUMBER, char_end=NUMBER),
    "actors": _schema(actor_id=TEXT, name=TEXT),
    "actor_aliases": _schema(actor_id=TEXT, language=TEXT, alias=TEXT),
    "range_words": _schema(article_id=TEXT, char_start=NUMBER, words=TEXT),
    "set_aside": ASIDE,
}


def hashes(out: Path) -> dict[str, str]:
    """SHA-256 of every file of an extraction, by its place."""
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(out.rglob("*")) if path.is_file()}  # fmt: skip


def world() -> list[Item]:
    """Twenty articles: one set aside, one given twice, one nearly another a day later, one nearly that a day before."""
    items = [item(seed) for seed in range(20)]
    items[7] = items[7]._replace(body=items[2].body + " one more", day="2031-03-05", publisher="ac-other")
    items[16] = items[16]._replace(body=items[7].body + " again", day="2031-03-03", publisher="ac-f1rst")
    items[9] = items[9]._replace(what="aside")
    items[13] = items[2]
    return items
