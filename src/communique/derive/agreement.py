"""Agreement between coders, from the codings as they were before differences were settled."""

import pandas as pd

from ..tables import Tables


def agreement(tables: Tables) -> pd.DataFrame:
    """The table ``agreement``."""
    return tables["agreement"]
