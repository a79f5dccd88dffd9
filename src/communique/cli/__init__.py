"""The dataset of what Russia and the United States said and proposed to each other, from records to tables.

\b
  communique check                  are the records in order?
  communique fmt                    bring them into canonical form, mint ids
  communique build                  write dist/current: Parquet and SQLite
  communique verify --sources DIR   prove every row against its text
  communique status                 where does every proposal stand?
  communique why WORD               and why?
  communique find WORD              which id has this name?

\b
Exit codes:
  0    fine
  1    problems in the records, or a verification that failed
  2    wrong use: an unknown option, proposal or folder
  3    the surroundings: cannot write, no build to read, another build runs
  70   a defect of communique itself
  130  interrupted
  141  the reader of the output went away (| head)
"""

import contextlib
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..pipeline import Step

__all__ = ["main"]


def main(args: Sequence[str] | None = None, steps: "Sequence[Step] | None" = None) -> None:
    """Run the command line ``args`` (default: the process's own) and exit with the documented code.

    ``steps`` are those of a build (default: all). Ctrl-C is an interruption also while the command line is loaded.
    """
    try:
        from . import entry  # noqa: PLC0415 (loaded under guard)

        if steps is None:
            entry.main(args)
        else:
            entry.main(args, steps)
    except KeyboardInterrupt:
        with contextlib.suppress(OSError, ValueError):
            print("communique: interrupted", file=sys.stderr)
        sys.exit(130)
