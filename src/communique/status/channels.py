"""Channel status: is the dialogue alive, and since when was that known."""

import numpy as np
import pandas as pd

from communique_schema.terms import links

from ..tables import Tables
from .clock import NEVER, to_dates, to_days
from .intervals import unfold


def channel_status(tables: Tables, data_through: int) -> pd.DataFrame:
    """The table ``channel_status``: the last event moves it; an event is known when its source was published."""
    events = tables["channel_events"]
    pages = tables["articles"][["article_id", "published_date"]].rename(columns={"article_id": "source_article_id"})
    rows = events.merge(pages, on="source_article_id")
    moved = {code: to[0] for code, to in links("moves_to", "channel_event").items() if to}
    log = pd.DataFrame({
        "channel_id": rows["channel_id"], "place": rows["position"], "known": to_days(rows["published_date"]),
        "until": NEVER, "channel_status": rows["event"].map(moved).astype(object),
    })  # fmt: skip
    stated = to_days(rows["happened_latest"])
    log["effective"] = np.where(stated < NEVER, stated, log["known"])
    log = log.sort_values(["channel_id", "place"], kind="stable")
    log["effective"] = log.groupby("channel_id")["effective"].cummax()
    out = unfold(log[log["channel_status"].notna()], ["channel_id"], ["channel_status"], data_through + 1)
    for name in ("valid_from", "valid_to", "known_from", "known_to"):
        out[name] = to_dates(out[name])
    return out
