"""Proposal status: three folds of one log, the headline and each side's own."""

import numpy as np
import pandas as pd

from communique_schema.terms import LAPSING

from ..tables import Tables, yes
from .clock import NEVER, day_number, to_dates, to_days
from .evidence import SIDES
from .intervals import unfold

Frame = pd.DataFrame


def moves(clocks: Frame) -> Frame:
    """Moves of every fold from the clocks of :func:`event_clocks`.

    In the headline a mutual act known from one side only is a marker: it keeps the status it finds (or opens as
    proposed) and sets ``one_sided``, until the day its second account makes it count.
    """
    moving = clocks[clocks["moves_to"].notna()]
    base = moving[["proposal_id", "event_id", "place", "effective"]].assign(
        status=moving["moves_to"].astype(object), one_sided=False, marker=False, until=NEVER
    )
    sides = [base.assign(fold=f"per_{side}", known=moving[side]) for side in SIDES]
    headline = base.assign(fold="headline", known=moving["counted"])
    heard = moving[list(SIDES)].min(axis=1)
    half = moving["mutual"].to_numpy(bool) & yes(heard < moving["counted"])
    markers = base.assign(
        fold="headline", known=heard, until=moving["counted"], status=None, one_sided=True, marker=True
    )
    return pd.concat([*sides, headline, markers[half]]).astype({"known": np.int64, "until": np.int64})


def deadlines(tables: Tables, clocks: Frame) -> Frame:
    """Per proposal ``deadline`` and ``deadline_known`` (days): known with the event that set it, else with the first."""
    proposals = tables["proposals"]
    out = pd.DataFrame({"proposal_id": proposals["proposal_id"], "deadline": to_days(proposals["deadline_latest"])})
    setting = clocks[clocks["event"] == "deadline_set"]
    for name, rows in (("set", setting), ("first", clocks)):
        first = rows.groupby("proposal_id")["known"].min().rename(name).reset_index()
        out = out.merge(first, on="proposal_id", how="left")
    known = out["set"].fillna(out["first"]).fillna(NEVER).astype(np.int64)
    out["deadline_known"] = np.where(out["deadline"] < NEVER, known, NEVER)
    return out[["proposal_id", "deadline", "deadline_known"]]


def proposal_status(tables: Tables, clocks: Frame, data_through: int) -> Frame:
    """The table ``proposal_status`` from the clocks of :func:`~communique.status.evidence.event_clocks`.

    ``data_through`` is the last day it speaks of, as a day number.
    """
    log = moves(clocks).merge(deadlines(tables, clocks), on="proposal_id")
    states = ["status", "one_sided"]
    out = unfold(log.astype({"one_sided": object}), ["proposal_id", "fold"], states, data_through + 1, set(LAPSING))
    for name in ("valid_from", "valid_to", "known_from", "known_to", "since"):
        out[name] = to_dates(out[name])
    return out.rename(columns={"since": "status_since"})


def event_dates(clocks: Frame) -> Frame:
    """The derived date columns of ``proposal_events``, keyed by ``event_id``."""
    named = {"effective": "effective_date", "known": "known_date", "ru": "known_ru_date", "us": "known_us_date",
             "counted": "counted_date"}  # fmt: skip
    out = clocks[["event_id"]].copy()
    for day, column in named.items():
        out[column] = to_dates(clocks[day])
    return out


def end_of(tables: Tables) -> int:
    """The last day the data speak of, from the release ledger."""
    return day_number(max(tables["releases"]["data_through"].dropna()))
