"""Check: every invariant in one pass; collects, then the caller fails."""

from .run import check, without_broken_keys

__all__ = ["check", "without_broken_keys"]
