"""Finding spans by their words in any copy of a text: windows of so many words, compared by normalised hash."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from hashlib import sha256
from itertools import pairwise

from communique_schema.words import WORD, collapse, word_spans

Place = tuple[int, int]
"""char_start, char_end of the words found: first to last word, code points of the copy, end exclusive."""


_HEX = re.compile(r"[0-9a-f]{64}")


class Copy:
    """One text made ready for searching; word i is the same word folded and printed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = collapse(text)
        spans = [m.span() for m in WORD.finditer(self.folded)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]

    @cached_property
    def printed(self) -> list[Place]:
        """Where each word stands in the text as it is."""
        return word_spans(self.text)

    def place(self, first: int, last: int) -> Place:
        """Where the words ``first`` to ``last`` (inclusive) are printed."""
        return self.printed[first][0], self.printed[last][1]

    def by_hash(self, wanted: Mapping[int, Mapping[str, int]]) -> dict[tuple[int, str], list[Place]]:
        """(word_count, normalised hash) -> every place where such words stand, in order.

        ``wanted`` maps a word_count to the normalised hashes sought, each with how many spans have it. A window trimmed
        to its first and last word is its own normal form, so each start word gives one candidate, and each count one
        pass over the copy. What is not found often enough is sought once more with the first or the last word cut
        short: where a page glues two words together, a span may rightly end inside one.
        """
        found: dict[tuple[int, str], list[Place]] = defaultdict(list)
        for count, spans in wanted.items():
            digests = {bytes.fromhex(value) for value in spans if _HEX.fullmatch(value)}
            for windows in (self._whole, self._cut):
                for digest, place in windows(count, digests) if count > 0 and digests else ():
                    found[count, digest.hex()].append(place)
                digests = {d for d in digests if len(found.get((count, d.hex()), ())) < spans[d.hex()]}
        return {key: sorted(places) for key, places in found.items()}

    def _whole(self, count: int, digests: AbstractSet[bytes]) -> Iterator[tuple[bytes, Place]]:
        starts, ends, raw = *self._edges, self._raw
        for first, (start, end) in enumerate(zip(starts, ends[count - 1 :], strict=False)):
            digest = sha256(raw[start:end]).digest()
            if digest in digests:
                yield digest, self.place(first, first + count - 1)

    def _cut(self, count: int, digests: AbstractSet[bytes]) -> Iterator[tuple[bytes, Place]]:
        for first, (start, end) in enumerate(zip(self.starts, self.ends[count - 1 :], strict=False)):
            last = first + count - 1
            edges = [(at, end) for at in range(start + 1, self.ends[first])]
            edges += [(start, at) for at in range(self.starts[last] + 1, end)]
            for at, to in edges:
                digest = sha256(self.folded[at:to].encode()).digest()
                if digest in digests:
                    place = self.place(first, last)
                    yield digest, (place[0] + at - start, place[1] - (end - to))

    @cached_property
    def _raw(self) -> bytes:
        return self.folded.encode()

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """Word edges in the folded text's bytes, so that no window is encoded anew."""
        if len(self._raw) == len(self.folded):
            return self.starts, self.ends
        at = [0]
        for char in self.folded:
            at.append(at[-1] + len(char.encode()))
        return [at[i] for i in self.starts], [at[i] for i in self.ends]

    def by_words(self, normal: str) -> Iterator[Place]:
        """Every place where the normalised words ``normal`` stand, whole words only, in order, overlaps included."""
        at = self.folded.find(normal) if normal else -1
        while at >= 0:
            first, last = bisect_left(self.starts, at), bisect_left(self.ends, at + len(normal))
            whole = first < len(self.starts) and last < len(self.ends)
            if whole and self.starts[first] == at and self.ends[last] == at + len(normal):
                yield self.place(first, last)
            at = self.folded.find(normal, at + 1)


def assign(places: Mapping[Place, Sequence[Place]]) -> dict[Place, Place]:
    """Which found place is which span, where the same words stand more than once.

    ``places`` maps each coded range of one text, in order, to every place its words were found at.
    As many places as spans of the same words: in order. Otherwise a span whose words are unique tells how far its
    surroundings moved, and each of the others takes the place nearest to where it would stand then. No place is given
    to two spans of the same words; a span that is left over is missing.
    """
    rivals: dict[tuple[Place, ...], list[Place]] = defaultdict(list)
    for span, found in places.items():
        rivals[tuple(found)].append(span)
    sure = {
        span: place
        for found, group in rivals.items()
        if len(found) == len(group)
        for span, place in zip(group, found, strict=True)
    }
    known = sorted(sure)
    given = dict(sure)
    for found, group in rivals.items():
        if group[0] in sure:
            continue
        ranked = sorted(
            (abs(place[0] - span[0] - _shift(span, known, sure)), span, place) for span in group for place in found
        )
        taken: set[Place] = set()
        for _, span, place in ranked:
            if span not in given and place not in taken:
                given[span] = place
                taken.add(place)
    return given


def _shift(span: Place, known: list[Place], sure: dict[Place, Place]) -> int:
    """How far the nearest span before (else after) that is sure of its place has moved."""
    if not known:
        return 0
    i = bisect_left(known, span)
    near = known[i - 1] if i else known[0]
    return sure[near][0] - near[0]


def in_order(given: Mapping[Place, Place]) -> set[Place]:
    """The spans whose places follow one another as the spans do: as many as can be, and of those the least moved.

    The words of a teaser or a related link may be those of a changed sentence; such a place is not the span's.
    """
    spans = sorted(given)
    at = [given[span][0] for span in spans]
    if all(a <= b for a, b in pairwise(at)):
        return set(spans)
    best: list[tuple[int, int]] = []
    before: list[int] = []
    for i, span in enumerate(spans):
        length, cost, link = max(((*best[j], j) for j in range(i) if at[j] <= at[i]), default=(0, 0, -1))
        best.append((length + 1, cost - abs(at[i] - span[0])))
        before.append(link)
    i = max(range(len(spans)), key=lambda k: best[k])
    kept = set()
    while i >= 0:
        kept.add(spans[i])
        i = before[i]
    return kept
