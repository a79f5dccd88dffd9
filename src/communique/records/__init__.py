"""Records: what people edit, read into tables with file and line for every field."""

from .reader import Records, read

__all__ = ["Records", "read"]
