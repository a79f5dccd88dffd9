"""Publish: checked tables to Parquet and SQLite, all or nothing."""

from .run import META, publish
from .swap import BuildRunningError, current

__all__ = ["META", "BuildRunningError", "current", "publish"]
