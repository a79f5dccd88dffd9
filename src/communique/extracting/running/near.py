"""Near-duplicates: a MinHash signature per article, from the words of its body.

A text is the set of its runs of five words (casing, marks and spaces aside). Of each set 64 minima are kept, one for each
of 64 orders of all runs; the share of minima two texts have in common estimates the share of runs they have in common
(Jaccard), with a standard error of 0.05 at 0.8. Sixteen bands of four minima find the candidates: of two texts with
four fifths in common 99.98 % share a whole band. Every number follows from the text alone.
"""

import functools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

MINIMA, BANDS, RUN, FEWEST = 64, 16, 5, 20
"""Minima of a signature; bands; words of a run; words below which a body is too short to be anybody's duplicate."""
SIGNATURE = pa.binary(MINIMA * 4)
SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("publisher_id", pa.string(), nullable=False),
        pa.field("source_tier", pa.string()),
        pa.field("published", pa.date32()),
        pa.field("place", pa.string()),
        pa.field("signature", SIGNATURE),
    ]
)
"""A row per article, in the order of its shard; no signature where the body is too short."""
Hashes = npt.NDArray[np.uint64]
Minima = npt.NDArray[np.uint32]
_BLOCK, _TOGETHER = 4096, 32768
_LETTERS = 0x10000


@functools.cache
def _letters() -> npt.NDArray[np.bool_]:
    """Whether a code point is of a word, for those below U+10000; the others all count as U+FFFF: none."""
    return np.array([chr(code).isalnum() for code in range(_LETTERS)])


def _constants(salt: int, count: int) -> Hashes:
    return mixed(np.arange(1, count + 1, dtype=np.uint64) + np.uint64(salt << 32))


def mixed(values: Hashes) -> Hashes:
    """Numbers spread over all 64 bits (splitmix64)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


# An order of all 32-bit numbers is a product with an odd one; that of numbers already mixed is as good as drawn.
_FACTORS = (_constants(1, MINIMA) >> np.uint64(32)).astype(np.uint32)[:, None] | np.uint32(1)
_WITHIN = _constants(3, RUN) | np.uint64(1)
_SALTS = _constants(4, BANDS)


def words(text: str) -> tuple[Hashes, npt.NDArray[np.intp]]:
    """A hash of each word (a run of letters and digits) of a text in small letters, and its first code point."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    inside = np.zeros(len(codes) + 2, dtype=bool)
    _letters().take(codes, mode="clip", out=inside[1:-1])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    if not len(starts):
        return np.zeros(0, dtype=np.uint64), starts
    begins = np.cumsum(lengths) - lengths
    # A letter counts by what it is and by its place in the word; the word is the sum of its letters.
    letters = codes.compress(inside[1:-1]).astype(np.uint64)
    letters <<= np.uint64(32)
    letters += np.arange(len(letters), dtype=np.uint64)
    letters -= np.repeat(begins.astype(np.uint64), lengths)
    letters *= np.uint64(0x9E3779B97F4A7C15)
    letters ^= letters >> np.uint64(29)
    letters *= np.uint64(0xBF58476D1CE4E5B9)
    return mixed(np.add.reduceat(letters, begins)), starts


def runs(hashes: Hashes) -> Minima:
    """32 bits of hash of each run of five words; of fewer words none."""
    count = max(len(hashes) - RUN + 1, 0)
    total = np.zeros(count, dtype=np.uint64)
    for place in range(RUN if count else 0):
        total += hashes[place : place + count] * _WITHIN[place]
    upper: Minima = (mixed(total) >> np.uint64(32)).astype(np.uint32)
    return upper


def _least(each: Minima) -> Minima:
    least = np.full(MINIMA, 0xFFFFFFFF, dtype=np.uint32)
    for first in range(0, len(each), _BLOCK):
        np.minimum(least, (each[first : first + _BLOCK] * _FACTORS).min(axis=1), out=least)
    return least


def minima(texts: Sequence[str]) -> list[Minima | None]:
    """The signatures of bodies, 64 numbers each; None where one has fewer than 20 words. Linear in their length."""
    made: list[Minima | None] = []
    lowered: list[str] = []
    held = 0
    for text in texts:
        lowered.append(text.lower())
        held += len(lowered[-1])
        if held >= _TOGETHER:
            made += _together(lowered)
            lowered, held = [], 0
    return made + _together(lowered)


def _together(texts: list[str]) -> list[Minima | None]:
    """Several texts in one go: a call of numpy costs as much as a thousand letters."""
    hashes, starts = words("\n".join(texts))
    ends = np.cumsum([len(text) + 1 for text in texts])
    last = np.searchsorted(starts, ends).tolist()
    each, made, first = runs(hashes), list[Minima | None](), 0
    for end in last:
        made.append(_least(each[first : end - RUN + 1]) if end - first >= FEWEST else None)
        first = end
    return made


def overlap(left: Minima, right: Minima) -> npt.NDArray[np.float64]:
    """Estimated shares of runs in common, of signatures row by row."""
    shared: npt.NDArray[np.float64] = (left == right).mean(axis=-1)
    return shared


def bands(signatures: Minima) -> Hashes:
    """(articles, 16) hashes: two articles with the same hash at the same place agree in all four minima of that band."""
    parts = signatures.reshape(len(signatures), BANDS, MINIMA // BANDS).astype(np.uint64)
    total = np.broadcast_to(_SALTS, parts.shape[:2]).copy()
    for place in range(parts.shape[2]):
        total = mixed(total ^ parts[:, :, place])
    return total


def signatures(tables: dict[str, pa.Table]) -> pa.Table:
    """:data:`SCHEMA` for the articles of one shard, from ``articles``, ``article_ranges`` and ``range_words``."""
    articles = tables["articles"]
    texts = _bodies(tables)
    made = minima([texts.get(key, "") for key in articles.column("article_id").to_pylist()])
    packed = pa.array([None if one is None else one.astype("<u4").tobytes() for one in made], SIGNATURE)
    columns = {
        "article_id": articles.column("article_id"),
        "publisher_id": articles.column("publisher_id"),
        "source_tier": _column(articles, "source_tier", pa.string()),
        "published": _days(_column(articles, "published_edtf", pa.string())),
        "place": _column(articles, "text_origin", pa.string()),
        "signature": packed,
    }
    return pa.table(columns).cast(SCHEMA)


def _column(table: pa.Table, name: str, kind: pa.DataType) -> pa.ChunkedArray | pa.Array:
    return table.column(name) if name in table.column_names else pa.nulls(table.num_rows, kind)


def _days(edtf: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """Days of publication; null where the page gives no whole day."""
    whole = pc.match_substring_regex(edtf, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T|$)")
    return pc.utf8_slice_codeunits(pc.if_else(whole, edtf, None), 0, 10).cast(pa.date32())


def _bodies(tables: dict[str, pa.Table]) -> dict[str, str]:
    """Article -> words of its body, range after range."""
    if "range_words" not in tables:
        return {}
    ranges = tables["article_ranges"]
    body = ranges.filter(pc.equal(ranges.column("range_kind"), "body"))
    places = set(zip(body.column("article_id").to_pylist(), body.column("char_start").to_pylist(), strict=True))
    found: dict[str, list[str]] = {}
    held = tables["range_words"]
    for key, start, text in zip(
        *(held.column(n).to_pylist() for n in ("article_id", "char_start", "words")), strict=True
    ):
        if (key, start) in places:
            found.setdefault(key, []).append(text)
    return {key: "\n".join(texts) for key, texts in found.items()}
