"""Serving: from releases to a folder that Datasette serves: a database each, described, counted, with what pages look up."""

from .errors import ServingError
from .folder import in_order, write_folder

__all__ = ["ServingError", "in_order", "write_folder"]
