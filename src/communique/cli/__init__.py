"""The dataset of what Russia and the United States said and proposed to each other, from records to tables.

\b
  communique check                  are the records in order?
  communique fmt                    bring them into canonical form, mint ids
  communique extract IN --out DIR   a collection of texts into tables
  communique build                  write dist/current: Parquet and SQLite
  communique verify [WHAT]          prove a release, and with --sources its words
  communique status                 where does every proposal stand?
  communique why WORD               and why?
  communique find WORD              which id has this name?
  communique cite ID                cite the release, or a row of it
  communique diff 0.1.0 0.2.0       what changed between two releases?
  communique serve                  explore all of it in a browser
  communique release                publish a version in dist/

\b
Exit codes:
  0    fine
  1    problems in the records, or a verification that failed
  2    wrong use: an unknown option, proposal or folder
  3    the surroundings: cannot write, no build to read, another build runs
  4    extract lost its cluster; the same command goes on
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


def _bare() -> int:
    """A reader's installation has no command line; say so in a line, with the way out."""
    way_out = 'pip install "communique[cli]" (in Python, communique.load() needs neither)'
    print(f"communique: the command line needs Click and Rich: {way_out}", file=sys.stderr)
    return 3


def main(args: Sequence[str] | None = None, steps: "Sequence[Step] | None" = None) -> None:
    """Run the command line ``args`` (default: the process's own) and exit with the documented code.

    ``steps`` are those of a build (default: all). Ctrl-C is an interruption also while the command line is loaded.
    """
    try:
        try:
            from . import entry  # noqa: PLC0415 (loaded under guard)
        except ModuleNotFoundError as error:
            if error.name not in ("click", "rich"):
                raise
            sys.exit(_bare())
        if steps is None:
            entry.main(args)
        else:
            entry.main(args, steps)
    except KeyboardInterrupt:
        with contextlib.suppress(OSError, ValueError):
            print("communique: interrupted", file=sys.stderr)
        sys.exit(130)
