"""A made-up release of any size, in the contract's own tables, to try the site with many statements.

    python bench/synthetic.py FOLDER [--statements 1000000] [--seed 1]

Nothing in it is data: ids, names, words and dates are drawn by a seed, whole columns at a time, and skewed as real ones
are: one person speaks in a fifth of all statements, one treaty is named in a fifth, five claims have 1 % each, one
proposal has 5,000 statements, 400 steps and 2,000 pieces of evidence. Columns, codes and what files say of themselves
are those of the newest release.
"""

import argparse
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from synthetic_columns import (
    FIRST,
    LAST,
    NONE,
    Ints,
    day_columns,
    digests,
    distinct,
    ids,
    place_in,
    sentences,
    skewed,
    where,
)

from communique.publish.parquet import by_key, write_parquet
from communique.reading.release import Release

ROOT = Path(__file__).parents[1]
TITLE = "synthetic: made-up rows to try the site with; not data"

COPIED = ("terms", "term_links", "coders", "releases", "release_reasons", "agreement", "retired_ids", "extractions")
ACTORS = {"state": 40, "institution": 60, "office": 60, "organisation": 140, "media": 1500, "person": 3200}
TREATIES, CHANNELS, PROPOSALS = 30, 20, 300
LANGUAGES = np.array(["en", "de", "ru"])


class Synthetic:
    """The tables; each is made when asked for, from those it points to."""

    def __init__(self, statements: int, seed: int, like: Release) -> None:
        self.n, self.rng, self.like = statements, np.random.default_rng(seed), like
        self.articles_n, self.claims_n, self.encounters_n = (max(statements // by, 50) for by in (10, 10, 50))
        self.tables: dict[str, pa.Table] = {}
        listed = like.arrow("terms")
        self.codes = {
            name: np.sort(listed.filter(pc.equal(listed["vocabulary"], name))["code"].to_numpy())
            for name in pc.unique(listed["vocabulary"]).to_pylist()
        }

    @cached_property
    def ids(self) -> dict[str, pa.Array]:
        """Ids of the tables others point to."""
        sizes = {"ar": self.articles_n, "st": self.n, "ac": sum(ACTORS.values()), "tr": TREATIES, "ch": CHANNELS,
                 "pr": PROPOSALS, "cl": self.claims_n, "en": self.encounters_n}  # fmt: skip
        return {prefix: ids(prefix, n) for prefix, n in sizes.items()}

    @cached_property
    def actors(self) -> dict[str, Ints]:
        """Places of the actors by kind, in no order of their ids; the first person is the one who speaks most."""
        places, out = self.rng.permutation(sum(ACTORS.values())), {}
        for kind, n in ACTORS.items():
            out[kind], places = places[:n], places[n:]
        return out

    def days(self, n: int) -> Ints:
        """Days of the period, more of them late."""
        return FIRST + ((LAST - FIRST) * np.sqrt(self.rng.random(n))).astype(np.int64)

    def code(self, name: str, n: int) -> pa.Array:
        """Codes of a vocabulary, the first of them most often."""
        return pa.array(self.codes[name][skewed(self.rng, len(self.codes[name]), n, 0.4)])

    def add(self, name: str, n: int, /, **given: Any) -> None:
        """A table of ``n`` rows. What is not ``given`` is a code by chance, null where it may be, or a fixed word.

        A date is given by its name alone, as days.
        """
        schema, said = self.like.arrow(name).schema, self.like.specs[name].columns
        for group in [key for key in given if f"{key}_edtf" in schema.names]:
            given |= day_columns(group, given.pop(group), schema.names)
        arrays = []
        for field in schema:
            value, column = given.pop(field.name, None), said[field.name]
            if value is None and column.vocabulary and not field.nullable:
                value = self.code(column.vocabulary, n)
            elif value is None:
                fixed = {"text": "synthetic", "int32": 1, "bool": False, "date32": LAST}[column.kind]
                value = [None if field.nullable else fixed] * n
            value = value if isinstance(value, pa.Array) else pa.array(value)
            days = column.kind == "date32" and pa.types.is_int64(value.type)  # Arrow casts none but 32 bits to days
            arrays.append((value.cast(pa.int32()) if days else value).cast(field.type))
        if given:
            raise KeyError(f"{name} has no {', '.join(given)}")
        schema = schema.with_metadata({**schema.metadata, b"title": TITLE.encode()})
        self.tables[name] = by_key(pa.Table.from_arrays(arrays, schema=schema), self.like.specs[name].key)

    def people(self) -> None:
        """actors, actor_aliases, tenures."""
        n = sum(ACTORS.values())
        kind, state = np.empty(n, object), np.full(n, NONE)
        for one, places in self.actors.items():
            kind[places] = one
        states = self.actors["state"]
        for one in ("institution", "office", "person"):
            state[self.actors[one]] = states[skewed(self.rng, len(states), ACTORS[one], 0.4)]
        state[states] = states
        country = np.full(n, None, object)
        country[states] = ["RU", "US", *(f"{a}{b}" for a in "QX" for b in "ABCDEFGHIJKLMNOPQRS")]
        names = sentences(self.rng, np.zeros(n, np.int64), 2).to_numpy(zero_copy_only=False).astype(object)
        names = np.array([f"{name.title()} {place:04}" for place, name in enumerate(names)], object)
        names[states[:2]], names[self.actors["person"][0]] = ["Russia", "United States"], "Arkadi Voshchenkov"
        known, self.named = self.ids["ac"], pa.array(names)
        self.add("actors", n, actor_id=known, actor_kind=pa.array(kind), name=self.named,
                 state_id=where(known, state), country_code=pa.array(country))  # fmt: skip
        alias = np.array([*names, *(f"{'Герр' if i % 2 else 'Herr'} {name}" for i, name in enumerate(names))], object)
        top = self.actors["person"][0]
        alias[top], alias[top + n] = "Woschtschenkow", "Вощенков"
        self.add("actor_aliases", 2 * n, actor_id=where(known, np.tile(np.arange(n), 2)), alias=pa.array(alias),
                 language=pa.array(np.r_[np.full(n, "de"), np.full(n, "ru")]))  # fmt: skip
        held = 500
        self.add("tenures", held, tenure_id=ids("tn", held), began=self.days(held),
                 actor_id=where(known, self.rng.choice(self.actors["person"][:200], held)),
                 office_id=where(known, self.rng.choice(self.actors["office"], held)),
                 source_article_id=self.some("ar", held))  # fmt: skip

    def some(self, prefix: str, n: int) -> pa.Array:
        """Ids by chance."""
        return where(self.ids[prefix], self.rng.integers(0, len(self.ids[prefix]), n))

    def sources(self) -> None:
        """articles, article_ranges, article_relays, codings."""
        n, known = self.articles_n, self.ids["ar"]
        self.published, self.language = self.days(n), skewed(self.rng, 3, n, 0.7)
        self.publisher = self.actors["media"][skewed(self.rng, ACTORS["media"], n, 0.1)]
        self.add("articles", n, article_id=known, publisher_id=where(self.ids["ac"], self.publisher),
                 title=sentences(self.rng, self.language, 8), language=pa.array(LANGUAGES[self.language]),
                 url=pc.binary_join_element_wise("https://example.org/", known, ""), published=self.published,
                 text_sha256=digests(self.rng, n), text_bytes=[44_000] * n, text_chars=[40_000] * n)  # fmt: skip
        twice = np.repeat(np.arange(n), 2)
        place = np.tile([0, 1], n)
        self.add("article_ranges", 2 * n, article_id=where(known, twice), char_start=place * 80, char_end=80 + place * 39_920,
                 range_kind=pa.array(np.array(["headline", "body"])[place]))  # fmt: skip
        self.add("article_relays", 2 * n, article_id=where(known, twice), position=place + 1,
                 relay_role=pa.array(np.array(["originator", "outlet"])[place]),
                 actor_id=where(self.ids["ac"], np.where(place == 0, self.actors["institution"][twice % 60],
                                                         self.publisher[twice])))  # fmt: skip
        coder = self.like.arrow("coders")["coder_id"].combine_chunks()
        self.add("codings", 2 * n, article_id=where(known, twice), char_start=place * 80, char_end=place * 80 + 60,
                 coder_id=where(coder, place), field=pa.array(np.full(2 * n, "act")),
                 value=self.code("act", 2 * n))  # fmt: skip

    def said(self) -> None:
        """claims, statements, anchors, statement_actors, statement_treaties, treaty_findings, conflicts."""
        n, rng = self.n, self.rng
        article = np.where(
            rng.random(n) < 0.97, rng.integers(0, self.articles_n, n), skewed(rng, self.articles_n, n, 0.01)
        )
        article.sort()
        lag = rng.integers(0, 5, n)
        told = self.published[article] - lag // 2
        day = told - lag
        chance = rng.random(n)
        claim = np.select([chance < 0.05, chance < 0.7], [rng.integers(0, 5, n), rng.integers(5, self.claims_n, n)], -1)
        met = np.where(rng.random(n) < 0.2, rng.integers(0, self.encounters_n, n), -1)
        met = np.where(rng.random(n) < 0.004, rng.integers(0, 5, n), met)
        self.article, self.claim, self.day = article, claim, day
        speakers = np.r_[self.actors["person"][:1], self.actors["state"][:2], self.actors["person"][1:],
                         self.actors["institution"], self.actors["state"][2:]]  # fmt: skip
        speaker = speakers[skewed(rng, len(speakers), n, 0.2)]
        language = self.language[article]
        root = pc.binary_join_element_wise(where(self.ids["ac"], speaker), where(self.ids["ar"], article), "@")
        phrase = pc.if_else(pa.array(rng.random(n) < 0.3), sentences(rng, language, 4), pa.scalar(None, pa.string()))
        coder = self.like.arrow("coders")["coder_id"].combine_chunks()
        self.add("statements", n, statement_id=self.ids["st"], article_id=where(self.ids["ar"], article),
                 position=place_in(article), said=day, told=told, said_encounter_id=where(self.ids["en"], met),
                 told_encounter_id=where(self.ids["en"], np.where(lag == 0, -1, met)),
                 claim_id=where(self.ids["cl"], claim), key_phrase=phrase, coder_id=where(coder, np.ones(n, np.int64)),
                 paraphrase=sentences(rng, language, 12, "nuclear"), root=root,
                 request_type=pc.if_else(pa.array(rng.random(n) < 0.2), self.code("request_type", n),
                                         pa.scalar(None, pa.string())))  # fmt: skip
        self.add("anchors", n, statement_id=self.ids["st"], char_start=place_in(article) * 120,
                 char_end=place_in(article) * 120 + 100, span_sha256=digests(rng, n), span_norm_sha256=digests(rng, n),
                 word_count=rng.integers(5, 40, n))  # fmt: skip
        self._linked(speaker)
        have, of = claim[claim >= 0], np.flatnonzero(claim >= 0)
        side = (speaker[of] % 2).astype(np.int64)
        self.add("claims", self.claims_n, claim_id=self.ids["cl"], gloss=sentences(rng, np.zeros(self.claims_n, np.int64), 9),
                 n_statements=np.bincount(have, minlength=self.claims_n), n_articles=distinct(have, article[of], self.claims_n),
                 n_roots=distinct(have, article[of], self.claims_n), n_sides=distinct(have, side, self.claims_n),
                 n_languages=distinct(have, language[of], self.claims_n))  # fmt: skip
        self._conflicts(of[np.argsort(have, kind="stable")])

    def _linked(self, speaker: Ints) -> None:
        n, rng, at = self.n, self.rng, np.arange(self.n)
        second, heard = rng.random(n) < 0.1, rng.random(n) < 0.4
        states = self.actors["state"]
        teller = np.where(rng.random(n) < 0.7, speaker, self.publisher[self.article])
        other = self.actors["person"][rng.integers(1, 500, n)]
        addressee = states[skewed(rng, len(states), n, 0.5)]
        row = np.r_[at, at, at[heard], at[second & (other != speaker)]]
        actor = np.r_[speaker, teller, addressee[heard], other[second & (other != speaker)]]
        role = np.r_[np.full(n, "speaker"), np.full(n, "account"), np.full(heard.sum(), "addressee")]
        role = np.r_[role, np.full(len(row) - len(role), "speaker")]
        own = pa.array(rng.random(len(row)) < 0.7, mask=role != "account")
        self.add("statement_actors", len(row), statement_id=where(self.ids["st"], row), role=pa.array(role),
                 actor_id=where(self.ids["ac"], actor), own_side_account=own,
                 mention=pc.replace_substring_regex(where(self.named, actor), r"^\S+ (\S+).*", r"\1"))  # fmt: skip
        first, rest = np.flatnonzero(rng.random(n) < 0.2), np.flatnonzero(rng.random(n) < 0.3)
        row = np.r_[first, rest]
        treaty = np.r_[np.zeros(len(first), np.int64), 1 + skewed(rng, TREATIES - 1, len(rest), 0.3)]
        says = self.code("asserted_status", len(row))
        asserted = np.arange(len(row)) % 10 == 0
        self.add("statement_treaties", len(row), statement_id=where(self.ids["st"], row),
                 treaty_id=where(self.ids["tr"], treaty),
                 asserted_status=pc.if_else(pa.array(asserted), says, pa.scalar(None, pa.string())))  # fmt: skip
        found = int(asserted.sum())
        self.add("treaty_findings", found, statement_id=where(self.ids["st"], row[asserted]),
                 treaty_id=where(self.ids["tr"], treaty[asserted]), asserted_status=says.filter(pa.array(asserted)),
                 record_status=self.code("treaty_status", found), on_date=self.day[row[asserted]],
                 attributed_to_id=where(self.ids["ac"], speaker[row[asserted]]))  # fmt: skip

    def _conflicts(self, by_claim: Ints) -> None:
        """``by_claim``: places of the statements that have a claim, those of one claim side by side."""
        pairs = np.flatnonzero(self.claim[by_claim[:-1]] == self.claim[by_claim[1:]])
        pairs = self.rng.choice(pairs, min(len(pairs), max(self.n // 500, 20)), replace=False)
        a, b = by_claim[pairs], by_claim[pairs + 1]
        self.add("conflicts", len(pairs), conflict_id=ids("cf", len(pairs)), claim_id=where(self.ids["cl"], self.claim[a]),
                 statement_a_id=where(self.ids["st"], a), statement_b_id=where(self.ids["st"], b),
                 article_a_id=where(self.ids["ar"], self.article[a]), article_b_id=where(self.ids["ar"], self.article[b]),
                 note=sentences(self.rng, np.zeros(len(pairs), np.int64), 10))  # fmt: skip


def synthetic(statements: int, seed: int = 1, like: Release | None = None) -> dict[str, pa.Table]:
    """Every table of the contract, valid against its foreign keys and codes."""
    from synthetic_logs import logs  # noqa: PLC0415 (it needs this class)

    like = like or Release(max((p for p in (ROOT / "dist").glob("[0-9]*")), key=lambda p: p.name))
    made = Synthetic(statements, seed, like)
    made.people()
    made.sources()
    made.said()
    logs(made)
    for name in COPIED:
        rows = like.arrow(name)
        made.tables[name] = rows.replace_schema_metadata({**rows.schema.metadata, b"title": TITLE.encode()})
    return {name: made.tables[name] for name in like.tables}


def write(folder: Path, statements: int, seed: int = 1) -> Release:
    """The tables as a working build at ``folder``."""
    for name, table in synthetic(statements, seed).items():
        write_parquet(folder / "tables" / f"{name}.parquet", table)
    return Release(folder)


def main() -> int:
    """Write one and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    (given.folder / "tables").mkdir(parents=True)
    made = write(given.folder, given.statements, given.seed)
    for name in made.tables:
        print(f"{made.rows(name):>10,}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
