"""Whole columns of made-up values: ids, days, codes, words; deterministic for a seed, never row by row."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
SIGNS = np.frombuffer(b"0123456789abcdefghijklmnopqrstuvwxyz", np.uint8)
SPACE, STEP = 36**5, 22_695_479  # ids there are of one prefix; a step that has no divisor in common with it
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST, LAST = 13_879, 20_779  # 2008-01-01, 2026-11-22, in days from 1970
NONE = -1
"""The place or day of what there is none of."""
_HEADS = {"en": "con pro dis trans re out over sub inter mis", "de": "ver be ent auf ab ein vor zu über unter",
          "ru": "пере под про раз вы до за на от при"}  # fmt: skip
_BODIES = {"en": "mand tect solv pos ject struct port vent sign form duct cess lat quir mit", "de": "trag hand lung stell "
           "sprech schlag such führ setz halt nehm leg trau zieh mach", "ru": "говор став дел ход вод нос каз бир пис "
           "держ крыт леч стро тяг мет"}  # fmt: skip
_TAILS = {"en": "ed ing ion er ment able ive al ance ure", "de": "en ung er lich bar keit ende t tes heit",
          "ru": "ение ать ный ник ство ил ем ость ают ка"}  # fmt: skip


def ids(prefix: str, n: int) -> pa.Array:
    """``n`` different ids in ascending order, spread over the 60 million there can be."""
    numbers = np.sort((np.arange(n, dtype=np.int64) * STEP + 1_234_567) % SPACE)
    signs = np.stack([SIGNS[numbers // 36**place % 36] for place in range(4, -1, -1)], axis=1)
    head = np.broadcast_to(np.frombuffer(f"{prefix}-".encode(), np.uint8), (n, len(prefix) + 1))
    return _texts(np.hstack([head, signs]))


def digests(rng: np.random.Generator, n: int) -> pa.Array:
    """``n`` hashes in hexadecimal."""
    return _texts(SIGNS[rng.integers(0, 16, (n, 64), np.uint8)])


def _texts(signs: npt.NDArray[np.uint8]) -> pa.Array:
    """A (rows, width) block of ASCII as texts."""
    n, width = signs.shape
    offsets = np.arange(0, (n + 1) * width, width, dtype=np.int32)
    data = np.ascontiguousarray(signs)
    return pa.Array.from_buffers(pa.string(), n, [None, pa.py_buffer(offsets), pa.py_buffer(data)])


def skewed(rng: np.random.Generator, among: int, n: int, top: float) -> Ints:
    """``n`` places among ``among``: the first with share ``top``, the others the less often the later they stand."""
    weights = 1 / np.arange(1, among + 1)
    weights[1:] *= (1 - top) / weights[1:].sum()
    weights[0] = top
    return np.searchsorted(np.cumsum(weights / weights.sum()), rng.random(n)).clip(max=among - 1)


def place_in(group: Ints) -> Ints:
    """1, 2, 3, … within each group, in the order of the rows."""
    order = np.argsort(group, kind="stable")
    first = np.r_[True, np.diff(group[order]) != 0]
    starts = np.maximum.accumulate(np.where(first, np.arange(len(group)), 0))
    out = np.empty(len(group), np.int64)
    out[order] = np.arange(len(group)) - starts + 1
    return out


def distinct(group: Ints, of: Ints, groups: int) -> Ints:
    """How many different values of ``of`` each of ``groups`` groups has."""
    pairs = np.unique(group * (int(of.max(initial=0)) + 1) + of)
    return np.bincount(pairs // (int(of.max(initial=0)) + 1), minlength=groups)


def where(ids: pa.Array, rows: Ints) -> pa.Array:
    """The ids at those places; null where the place is below 0."""
    return ids.take(pa.array(rows, mask=rows < 0))


def day_columns(group: str, days: Ints, names: list[str]) -> dict[str, pa.Array]:
    """All columns of a date: one in twenty known by both bounds, one in fifty by the last alone; null where the day is."""
    rows, none = np.arange(len(days)), days < 0
    loose, before = rows % 20 == 7, rows % 50 == 3
    last = pa.array(days, pa.int32(), mask=none).cast(pa.date32())
    first = pa.array(days - np.where(loose, 9, 0), pa.int32(), mask=none | before).cast(pa.date32())
    text, began = last.cast(pa.string()), pc.fill_null(first.cast(pa.string()), "")
    ranged = pc.binary_join_element_wise("[", began, "..", text, "]", "")
    unsure = pa.array(loose | before)
    weekday = pa.array(np.array(WEEKDAYS)[(days + 3) % 7], mask=none | loose | before)
    made = {"edtf": pc.if_else(unsure, ranged, text), "earliest": first, "latest": last, "date": last, "weekday": weekday,
            "certainty": pa.array(np.where(loose | before, "bounded", "explicit"), mask=none)}  # fmt: skip
    return {f"{group}_{name}": column for name, column in made.items() if f"{group}_{name}" in names}


def vocabulary(language: str) -> list[str]:
    """1,500 words of a language, made of its syllables."""
    heads, bodies, tails = (said[language].split() for said in (_HEADS, _BODIES, _TAILS))
    return [head + body + tail for body in bodies for tail in tails for head in heads]


def sentences(rng: np.random.Generator, languages: Ints, length: int, often: str = "") -> pa.Array:
    """A sentence of ``length`` words per row, in the language (0 English, 1 German, 2 Russian) of the row.

    ``often`` stands in half of them; "mutual restraint" in 1 %, "zirconium" in 1 of 50,000.
    """
    words = np.array([word for language in _HEADS for word in vocabulary(language)])
    each = len(words) // len(_HEADS)
    columns = []
    for _ in range(length):
        at = skewed(rng, each, len(languages), 0.04) + languages * each
        columns.append(pa.array(words).take(pa.array(at)))
    chance = rng.random(len(languages))
    rare = np.select([chance < 0.00002, chance < 0.01], ["zirconium", "mutual restraint"], "")
    columns.insert(2, pa.array(rare, mask=rare == ""))
    if often:
        columns.insert(1, pa.array(np.full(len(languages), often), mask=rng.random(len(languages)) < 0.5))
    return pc.binary_join_element_wise(*columns, " ", null_handling="skip")
