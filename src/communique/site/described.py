"""What the folder says of its databases (``metadata.json``), on both lines of Datasette."""

from typing import Any


def described(datasette: Any) -> dict[str, Any]:
    """All of it, as it was read at the start. 1.0 keeps it in tables of its own and has no word for the whole."""
    said: dict[str, Any] = datasette.metadata() if hasattr(datasette, "metadata") else datasette._metadata_local
    return said
