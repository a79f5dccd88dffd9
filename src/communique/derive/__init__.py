"""Derive: records in, tables out; no clock, no network, no globals."""

import pandas as pd

from communique_schema.spec import tables as contract

from ..status.channels import channel_status
from ..status.counts import claim_counts, proposal_counts, standing_now
from ..status.evidence import event_clocks, sides_of_actors
from ..status.proposals import end_of, event_dates, proposal_status
from ..status.treaties import treaty_findings, treaty_status
from ..tables import Tables, complete
from .agreement import agreement
from .dates import with_dates
from .roots import own_side, roots

__all__ = ["derive"]


def derive(tables: Tables) -> Tables:
    """All derived columns and tables from the written ones.

    Takes every table of the contract (derived columns null, derived tables empty) and returns every table complete,
    typed and sorted by primary key. Pure: the same tables give the same result. Needs a release in the ledger for
    the day status intervals end; without one every derived table is empty.
    """
    out = {name: with_dates(contract()[name], df) for name, df in tables.items()}
    out["statements"] = _set(out["statements"], "statement_id", roots(out))
    out["statement_actors"] = own_side(out, sides_of_actors(out))
    if out["releases"]["data_through"].notna().any():
        end = end_of(out)
        clocks = event_clocks(out)
        out["proposal_events"] = _set(out["proposal_events"], "event_id", event_dates(clocks))
        out["proposal_status"] = proposal_status(out, clocks, end)
        out["channel_status"] = channel_status(out, end)
        out["treaty_status"] = treaty_status(out, end)
        out["treaty_findings"] = treaty_findings(out)
    out["claims"] = _set(out["claims"], "claim_id", claim_counts(out))
    out["proposals"] = _set(out["proposals"], "proposal_id", proposal_counts(out))
    for name, key, values in standing_now(out):
        out[name] = _set(out[name], key, values)
    out["agreement"] = agreement(out)
    return {name: complete(spec, out[name]) for name, spec in contract().items()}


def _set(table: pd.DataFrame, key: str, values: pd.DataFrame) -> pd.DataFrame:
    """``table`` with the columns of ``values``, matched by ``key``; the order of its rows stays."""
    new = [c for c in values.columns if c != key]
    return table.drop(columns=new).merge(values, on=key, how="left")
