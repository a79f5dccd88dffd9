"""What may be kept, for how long, and how to ask whether it is still the same."""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import datasette as server

from .described import described
from .refusals import Asked
from .served import Served

PAGE_SECONDS = 300
"""A page of a release: its data never change, but the software that writes it does."""
DATA_SECONDS = 86_400
"""JSON, CSV and citations of a release."""
_CODE = (".py", ".html", ".css", ".svg", ".txt")
_PACKAGE = Path(__file__).parents[1]


class Cache:
    """Validators and lifetimes of the answers of one Datasette.

    A validator is made of the address and of everything an answer depends on: our code and templates, Datasette's version,
    the settings and descriptions, and every database, because each page names the other releases. So it is known before
    the page is made, and a page that is still the same is not made again.
    """

    def __init__(self, datasette: Any, ours: Mapping[str, Served]) -> None:
        self.datasette, self.ours = datasette, ours

    @cached_property
    def _stamp(self) -> bytes | None:
        """Hash of all answers depend on; None where a database may change while it is served."""
        found = hashlib.sha256(server.__version__.encode())
        for path in sorted(_PACKAGE.rglob("*")):
            if path.suffix in _CODE and "_release" not in path.parts:
                found.update(path.read_bytes())
        said = {"metadata": described(self.datasette), "settings": self.datasette.settings_dict()}
        found.update(json.dumps(said, sort_keys=True, default=str).encode())
        for name, database in sorted(self.datasette.databases.items()):
            if name not in self.ours:
                continue
            if database.is_mutable:
                return None
            found.update(f"{name} {self._of_file(name, database)}\n".encode())
        return found.digest()

    def _of_file(self, name: str, database: Any) -> str:
        known: dict[str, str] = (self.datasette.inspect_data or {}).get(name, {})
        if "hash" in known:  # else a hash would read the whole file, which may be large
            return known["hash"]
        about = Path(database.path).stat()
        return f"{about.st_size} {about.st_mtime_ns}"

    def etag(self, ask: Asked) -> bytes | None:
        """The validator of what is at that address. Weak: Datasette writes how long a query took into its JSON."""
        ours = ask.below[0] in (*self.ours, "", "home", "-", "robots", "favicon") and ask.path != "/.json"
        if not ours or self._stamp is None or self._kept(ask) == b"private, no-store":
            return None  # of another database nothing is known here
        at = hashlib.sha256(self._stamp + f"{ask.path}?".encode() + ask.query)
        return f'W/"{at.hexdigest()[:32]}"'.encode()

    def control(self, ask: Asked, status: int) -> bytes:
        """``Cache-Control`` of an answer."""
        if status >= 400:
            return b"no-store"
        return self._kept(ask) if status in (200, 304) else b"no-cache"

    def _kept(self, ask: Asked) -> bytes:
        first, page = ask.below
        if first in ("-", "robots", "favicon"):
            return f"public, max-age={PAGE_SECONDS}".encode()
        one = self.ours.get(first)
        if one is not None and one.private:
            return b"private, no-store"
        if one is None or one.working or one.database.is_mutable or page == "search":
            return b"no-cache"
        return f"public, max-age={DATA_SECONDS if ask.form else PAGE_SECONDS}".encode()
