"""A made-up extraction of any size: the folder ``communique extract`` leaves, to try ``communique build --with`` on.

    python bench/extracted.py FOLDER [--statements 1000000] [--seed 1]

Nothing in it is data: ids, hashes, words and dates are drawn by a seed, whole columns at a time and part by part. There
are 12 or 13 statements to an article, 1.8 anchors and 2.3 actors to a statement; speakers are half people of the dataset,
half mentions nobody knows; a fifth names a treaty, three in a hundred a proposal. The same seed gives the same bytes.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from synthetic_columns import FIRST, LAST, WEEKDAYS, Ints, digests, place_in, sentences, skewed, where

from communique.reading.release import Release
from communique_schema.spec import tables as contract

ROOT = Path(__file__).parents[1]
CODER = "co-r23es"
SIGNS = np.frombuffer(b"0123456789abcdefghjkmnpqrstvwxyz", np.uint8)
PER_ARTICLE, PER_PART, SLOT = 12.5, 2_000, 400
LANGUAGES = np.array(["en", "de", "ru"])
RULES = {"quote.cue": 910, "quote.colon": 780, "indirect.cue": 730, "joint.readout": 660}
BASIS = "the weekday the page names, and the day of the page"


def ids16(rng: np.random.Generator, prefix: str, n: int) -> pa.Array:
    """``n`` ids of sixteen signs, in no order, as hashes give them."""
    head = np.broadcast_to(np.frombuffer(f"{prefix}-".encode(), np.uint8), (n, 3))
    signs = np.hstack([head, SIGNS[rng.integers(0, 32, (n, 16), np.uint8)]])
    offsets = np.arange(0, (n + 1) * 19, 19, dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), n, [None, pa.py_buffer(offsets), pa.py_buffer(signs)])


class Extraction:
    """An extraction on its way to ``folder``; actors, treaties and proposals of the dataset are those of ``like``."""

    def __init__(self, folder: Path, statements: int, seed: int, like: Release) -> None:
        self.folder, self.n, self.seed, self.like = folder, statements, seed, like
        self.articles = max(int(statements / PER_ARTICLE), 1)
        rng = np.random.default_rng([seed, 1_000_000])
        actors = like.arrow("actors")
        states = actors.filter(pc.is_valid(actors["country_code"]))
        ru, us = (states.filter(pc.equal(states["country_code"], code))["actor_id"][0] for code in ("RU", "US"))
        self.sides = [self._of(actors, "person", ru), self._of(actors, "person", us)]
        self.offices = [self._of(actors, "institution", ru), self._of(actors, "institution", us)]
        self.media = self._of(actors, "media")
        self.mentions = ids16(rng, "ac", max(statements // 33, 20))
        self.known = pa.concat_arrays([*self.sides, *self.offices, self.media, self.mentions])
        sizes = np.cumsum([0, *map(len, (*self.sides, *self.offices, self.media, self.mentions))])
        self.at = dict(zip(("ru", "us", "ru_office", "us_office", "media", "mention"), sizes, strict=False))
        names = sentences(rng, np.zeros(len(self.known), np.int64), 2)
        self.names = pc.utf8_title(names)
        self.treaties = like.arrow("treaties")["treaty_id"].combine_chunks()
        self.proposals = like.arrow("proposals")["proposal_id"].combine_chunks()
        codes = like.arrow("terms")
        self.acts = codes.filter(pc.equal(codes["vocabulary"], "act"))["code"].to_numpy()

    @staticmethod
    def _of(actors: pa.Table, kind: str, state: pa.Scalar | None = None) -> pa.Array:
        kept = pc.equal(actors["actor_kind"], kind)
        kept = kept if state is None else pc.and_(kept, pc.equal(actors["state_id"], state))
        return actors.filter(kept)["actor_id"].combine_chunks()

    def write(self) -> None:
        """Every part, and the manifest last."""
        self._put("actors", 0, len(self.mentions), actor_id=self.mentions, actor_kind="mention",
                  name=self.names[-len(self.mentions) :])  # fmt: skip
        self._put("actor_aliases", 0, len(self.mentions), actor_id=self.mentions, language="en",
                  alias=self.names[-len(self.mentions) :])  # fmt: skip
        parts = range(0, self.articles, PER_PART)
        done = 0
        for part, first in enumerate(parts):
            size = min(PER_PART, self.articles - first)
            until = round(self.n * (first + size) / self.articles)
            self._part(part, size, until - done)
            done = until
        manifest = {"complete": True, "statements": self.n, "articles": self.articles, "shards": len(parts)}
        (self.folder / "EXTRACTION.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")

    def _put(self, table: str, part: int, n: int, /, **given: object) -> None:
        """One part of ``n`` rows with the contract's written columns; what is not given is null."""
        spec, arrays, fields = contract()[table], [], []
        for column in spec.columns.values():
            if column.origin == "derived":
                continue
            field = spec.arrow.field(column.name)
            value = given.pop(column.name, None)
            one = value is None or isinstance(value, str | int | bool)
            array = pa.repeat(pa.scalar(value, field.type), n) if one else value
            array = array if isinstance(array, pa.Array) else pa.array(array)
            arrays.append(array.cast(field.type))
            fields.append(field)
        if given:
            raise KeyError(f"{table} has no {', '.join(given)}")
        path = self.folder / table / f"part-{part:05}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), path, compression="zstd")

    def _part(self, part: int, articles: int, n: int) -> None:
        rng = np.random.default_rng([self.seed, part])
        article = np.sort(np.r_[np.arange(min(articles, n)), rng.integers(0, articles, max(n - articles, 0))])
        slots = np.bincount(article, minlength=articles)
        pages, day = ids16(rng, "ar", articles), rng.integers(FIRST, LAST - 10, articles)
        publisher = self._publishers(rng, articles)
        self._articles(part, rng, pages, day, slots, publisher)
        said = np.where(rng.random(n) < 0.9, day[article], day[article] - 3)
        mine = ids16(rng, "st", n)
        speaker, second, account, kind = self._who(rng, publisher[article], n)
        self._statements(part, rng, mine, pages, article, said, day[article], kind)
        self._anchors(part, rng, mine, place_in(article) - 1)
        self._actors(part, rng, mine, speaker, second, account)
        self._links(part, rng, mine)

    def _publishers(self, rng: np.random.Generator, n: int) -> Ints:
        ours = self.at["media"] + rng.integers(0, max(len(self.media), 1), n)
        others = self.at["mention"] + rng.integers(0, min(len(self.mentions), 50), n)
        return np.where(rng.random(n) < 0.2, ours, others)

    def _articles(
        self, part: int, rng: np.random.Generator, pages: pa.Array, day: Ints, slots: Ints, publisher: Ints
    ) -> None:
        n = len(pages)
        language, chars = rng.choice(3, n, p=(0.6, 0.2, 0.2)), 200 + SLOT * slots
        self._put("articles", part, n, article_id=pages, publisher_id=where(self.known, publisher), article_kind="news",
                  source_tier="original_reporting", title=sentences(rng, language, 8), language=LANGUAGES[language],
                  url=pc.binary_join_element_wise("https://wire.example/", pages, ""), url_basis="the collection's own list",
                  **_dated("published", day, "explicit"), evidence_level="anchored", coverage="full",
                  text_sha256=digests(rng, n), text_bytes=chars + 10, text_chars=chars, text_origin="a collection",
                  rights_holder=where(self.names, publisher))  # fmt: skip
        twice = np.tile([0, 1], n)
        self._put("article_ranges", part, 2 * n, article_id=where(pages, np.repeat(np.arange(n), 2)),
                  range_kind=np.array(["headline", "body"])[twice], char_start=twice * 100,
                  char_end=np.where(twice == 1, np.repeat(chars, 2), 90))  # fmt: skip
        relayed = np.flatnonzero(rng.random(n) < 0.1)
        self._put("article_relays", part, len(relayed), article_id=where(pages, relayed), position=1, relay_role="outlet",
                  actor_id=where(self.known, publisher[relayed]), basis="near-duplicate of another page")  # fmt: skip

    def _who(self, rng: np.random.Generator, publisher: Ints, n: int) -> tuple[Ints, Ints, Ints, Ints]:
        """Speaker, second speaker (-1: none), account, and the kind of account, as places."""
        sizes = [len(side) for side in self.sides]
        side = rng.integers(0, 2, n)
        people = [self.at["ru"] + skewed(rng, sizes[0], n, 0.3), self.at["us"] + skewed(rng, sizes[1], n, 0.3)]
        named = np.where(side == 0, *people)
        unknown = self.at["mention"] + skewed(rng, len(self.mentions), n, 0.01)
        chance, known = rng.random(n), rng.random(n) < 0.5
        offices = [self.at[name] + rng.integers(0, max(len(of), 1), n)
                   for name, of in zip(("ru_office", "us_office"), self.offices, strict=True)]  # fmt: skip
        joint = known & (chance > 0.95)
        own = known & (chance > 0.7) & ~joint
        outlet = ~own & ~joint & (chance < 0.3)
        speaker = np.where(known, named, unknown)
        account = np.select([own, outlet], [np.where(side == 0, *offices), publisher], speaker)
        second = np.where(joint, np.where(side == 0, people[1], people[0]), -1)
        return speaker, second, account, np.select([joint, own, outlet], [1, 2, 3], 0)

    def _statements(self, part: int, rng: np.random.Generator, mine: pa.Array, pages: pa.Array, article: Ints, said: Ints,
                    told: Ints, kind: Ints) -> None:  # fmt: skip
        n = len(mine)
        act = self.acts[skewed(rng, len(self.acts), n, 0.2)]
        asks = pa.array(np.where(act == "request", "answer", ""), mask=act != "request")
        self._put("statements", part, n, statement_id=mine, article_id=where(pages, article), position=place_in(article),
                  form=np.array(["direct", "mixed", "indirect"])[rng.choice(3, n, p=(0.4, 0.2, 0.4))],
                  account_kind=np.array(["self", "joint_by_one_side", "own_side", "outlet"])[kind],
                  delivery=np.where(said == told, "first_hand", "recounted_self"), act=act, request_type=asks,
                  reiterates=rng.random(n) < 0.05, conditional=rng.random(n) < 0.03,
                  **_dated("said", said, "resolved_relative", BASIS), **_dated("told", told, "resolved_relative", BASIS),
                  wording="unknown", coder_id=CODER, review_level="single")  # fmt: skip

    def _anchors(self, part: int, rng: np.random.Generator, mine: pa.Array, slot: Ints) -> None:
        more = np.flatnonzero(rng.random(len(mine)) < 0.8)
        row = np.r_[np.arange(len(mine)), more]
        later = np.arange(len(row)) >= len(mine)
        start = 120 + SLOT * slot[row] + 200 * later
        words = rng.integers(5, 40, len(row))
        ends = [pc.if_else(pa.array(words >= 12), sentences(rng, np.zeros(len(row), np.int64), 2), pa.scalar(None, pa.string()))
                for _ in range(2)]  # fmt: skip
        order = pa.array(np.argsort(row, kind="stable"))
        self._put("anchors", part, len(row), **{name: array.take(order) for name, array in {
            "statement_id": where(mine, row), "char_start": pa.array(start), "char_end": pa.array(start + 4 * words),
            "anchor_role": pa.array(np.where(later, "continuation", "primary")), "span_sha256": digests(rng, len(row)),
            "span_norm_sha256": digests(rng, len(row)), "word_count": pa.array(words), "head": ends[0], "tail": ends[1],
        }.items()})  # fmt: skip

    def _actors(
        self, part: int, rng: np.random.Generator, mine: pa.Array, speaker: Ints, second: Ints, account: Ints
    ) -> None:
        at = np.arange(len(mine))
        joint, heard = np.flatnonzero(second >= 0), np.flatnonzero(rng.random(len(mine)) < 0.2)
        row = np.r_[at, at, joint, heard]
        actor = np.r_[
            speaker, account, second[joint], self.at["mention"] + rng.integers(0, len(self.mentions), len(heard))
        ]
        role = np.repeat(["speaker", "account", "speaker", "addressee"], [len(at), len(at), len(joint), len(heard)])
        order = np.argsort(row, kind="stable")
        self._put("statement_actors", part, len(row), statement_id=where(mine, row[order]), role=role[order],
                  actor_id=where(self.known, actor[order]), mention=where(self.names, actor[order]),
                  resolution=np.array(["named", "title", "pronoun"])[rng.choice(3, len(row), p=(0.6, 0.3, 0.1))])  # fmt: skip

    def _links(self, part: int, rng: np.random.Generator, mine: pa.Array) -> None:
        n = len(mine)
        rule = skewed(rng, len(RULES), n, 0.5)
        self._put("extractions", part, n, statement_id=mine, rule_id=np.array(list(RULES))[rule],
                  precision_permille=np.array(list(RULES.values()))[rule])  # fmt: skip
        row = np.flatnonzero(rng.random(n) < 0.2)
        says = rng.random(len(row)) < 0.1
        self._put("statement_treaties", part, len(row), statement_id=where(mine, row), mention_kind="named",
                  treaty_id=where(self.treaties, skewed(rng, len(self.treaties), len(row), 0.4)),
                  asserted_status=pa.array(np.where(rng.random(len(row)) < 0.5, "in_force", "ended"), mask=~says),
                  asserted_by=pa.array(np.full(len(row), "speaker"), mask=~says))  # fmt: skip
        row = np.flatnonzero(rng.random(n) < 0.03)
        self._put("statement_proposals", part, len(row), statement_id=where(mine, row), relation="mentions",
                  proposal_id=where(self.proposals, skewed(rng, len(self.proposals), len(row), 0.2)))  # fmt: skip


def _dated(group: str, days: Ints, certainty: str, basis: str | None = None) -> dict[str, object]:
    day = pa.array(days, pa.int32()).cast(pa.date32()).cast(pa.string())
    return {f"{group}_edtf": day, f"{group}_certainty": certainty, f"{group}_basis": basis,
            f"{group}_weekday": np.array(WEEKDAYS)[(days + 3) % 7]}  # fmt: skip


def write(folder: Path, statements: int, seed: int = 1) -> Path:
    """An extraction of ``statements`` rows at ``folder``, complete."""
    like = Release(max((p for p in (ROOT / "dist").glob("[0-9]*")), key=lambda p: p.name))
    Extraction(folder, statements, seed, like).write()
    return folder


def main() -> int:
    """Write one and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(write(given.folder, given.statements, given.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
