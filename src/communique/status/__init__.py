"""Status: computed from event logs, never typed; the same answer from any door."""

from .asof import as_of, status_as_of

__all__ = ["as_of", "status_as_of"]
