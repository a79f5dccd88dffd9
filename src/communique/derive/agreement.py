"""Agreement between coders, from the codings as they were before differences were settled.

Units are the coders' primary spans: two spans of one article are the same unit when each covers at least half of the
other, best overlap first. Per field Krippendorff's alpha for two coders (nominal; sets by MASI distance) over matched
units, with a 95 % percentile bootstrap over units; for the units themselves the F1 of the matching.
Source: K. Krippendorff, Content Analysis (2013), ch. 12; R. Passonneau, MASI (LREC 2006).
"""

from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..tables import Tables

Frame = pd.DataFrame
Matrix = npt.NDArray[np.float64]

SET_VALUED = ("speaker", "addressee", "account", "treaty", "proposal")
RESAMPLES, SEED = 1000, 20170101
NONE = frozenset(["(none)"])
"""What a coder gave a field that was left out."""
SPAN = ["article_id", "char_start", "char_end"]


def agreement(tables: Tables) -> Frame:
    """The table ``agreement``: one row per pair of coders, field and measure."""
    columns = list(tables["agreement"].columns)
    codings = tables["codings"].astype(dict.fromkeys(("coder_id", "article_id", "field", "value"), object))
    if not len(codings):
        return pd.DataFrame(columns=columns)
    kinds = dict(zip(tables["coders"]["coder_id"], tables["coders"]["coder_kind"], strict=True))
    given = codings.groupby(["coder_id", "field", *SPAN])["value"].agg(frozenset).to_dict()
    fields = codings.groupby("coder_id")["field"].agg(set).to_dict()
    spans: dict[str, Frame] = {str(c): part[SPAN].drop_duplicates() for c, part in codings.groupby("coder_id")}
    rows: list[dict[str, Any]] = []
    for a, b in combinations(sorted(spans), 2):
        pairs = matched_units(spans[a], spans[b])
        base = {"coder_a_id": a, "coder_b_id": b, "self_agreement": kinds.get(a) == kinds.get(b) == "language_model"}
        base["n"] = len(pairs)
        f1 = round(2000 * len(pairs) / (len(spans[a]) + len(spans[b])))
        rows.append(base | {"field": "unit", "measure": "f1", "value_permille": f1})
        units = list(pairs.itertuples(index=False, name=None))
        for field in sorted(fields[a] & fields[b]):
            values = [
                (given.get((a, field, art, s_a, e_a), NONE), given.get((b, field, art, s_b, e_b), NONE))
                for art, s_a, e_a, s_b, e_b in units
            ]
            measure = "alpha_masi" if field in SET_VALUED else "alpha"
            rows.append(base | {"field": field, "measure": measure} | _alpha(values, field in SET_VALUED))
    return pd.DataFrame(rows, columns=columns)


def matched_units(left: Frame, right: Frame) -> Frame:
    """One-to-one pairs of spans that cover at least half of each other, best overlap first.

    Returns ``article_id``, ``char_start_a``, ``char_end_a``, ``char_start_b``, ``char_end_b``.
    """
    both = left.merge(right, on="article_id", suffixes=("_a", "_b"))
    shared = both[["char_end_a", "char_end_b"]].min(axis=1) - both[["char_start_a", "char_start_b"]].max(axis=1)
    longer = (both["char_end_a"] - both["char_start_a"]).combine(both["char_end_b"] - both["char_start_b"], max)
    both = both.assign(cover=(shared / longer).astype(float))
    both = both[both["cover"] >= 0.5].sort_values(
        ["cover", "article_id", "char_start_a"], ascending=[False, True, True]
    )
    # Spans of one coder do not overlap, so covering half of each other leaves at most two candidates to a span.
    one = both.drop_duplicates(["article_id", "char_start_a"]).drop_duplicates(["article_id", "char_start_b"])
    return one.drop(columns="cover").reset_index(drop=True)


def masi(a: frozenset[str], b: frozenset[str]) -> float:
    """MASI distance of two sets: 0 for equal, 1 for disjoint, in between by overlap and inclusion."""
    shared, together = a & b, a | b
    if not together:
        return 0.0
    monotony = 1.0 if a == b else 2 / 3 if a <= b or b <= a else 1 / 3 if shared else 0.0
    return 1.0 - len(shared) / len(together) * monotony


def _alpha(values: list[tuple[frozenset[str], frozenset[str]]], sets: bool) -> dict[str, Any]:
    distinct = sorted({v for pair in values for v in pair}, key=sorted)
    at = {v: i for i, v in enumerate(distinct)}
    distance = np.array([[masi(a, b) if sets else float(a != b) for b in distinct] for a in distinct])
    codes = np.array([[at[a], at[b]] for a, b in values]).reshape(-1, 2)
    value = alphas(codes[None], distance)[0]
    rng = np.random.default_rng(SEED)
    sampled = (
        list(alphas(codes[rng.integers(0, max(len(codes), 1), (RESAMPLES, len(codes)))], distance))
        if len(codes)
        else []
    )
    kept = [float(a) for a in sampled if not np.isnan(a)]
    low, high = np.percentile(kept, [2.5, 97.5]) if kept else (np.nan, np.nan)
    return {
        name: _permille(v) for name, v in (("value_permille", value), ("low_permille", low), ("high_permille", high))
    }


def alphas(codes: npt.NDArray[np.int64], distance: Matrix) -> Matrix:
    """Krippendorff's alpha of each sample in ``codes`` (sample, unit, coder); nan where nothing varies."""
    n = codes.shape[1]
    observed = distance[codes[..., 0], codes[..., 1]].mean(axis=1) if n else np.full(len(codes), np.nan)
    k = len(distance)
    sample = np.arange(len(codes))[:, None] * k
    counts = np.bincount((codes.reshape(len(codes), -1) + sample).ravel(), minlength=len(codes) * k)
    counts = counts.reshape(len(codes), k).astype(float)
    expected = np.einsum("si,ij,sj->s", counts, distance, counts) / max(2 * n * (2 * n - 1), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - observed / expected, np.nan)


def _permille(value: float) -> int | None:
    """Thousandths; below zero (worse than chance) is given as zero, for the column is never negative."""
    return None if np.isnan(value) else max(0, round(1000 * float(value)))
