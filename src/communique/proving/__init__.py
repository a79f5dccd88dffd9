"""Proving: every sum and hash of a release recomputed, out of a folder, a wheel or a database; nothing is written.

``proof`` is what comes of it · ``prove`` says what is checked of what · ``sums`` holds files against SHA256SUMS ·
``contents`` holds tables against CONTENT.json, whatever format they come in · ``mirror`` and ``database`` read CSV and
SQLite as Arrow. Needs pandas and pyarrow only; imports them when something is proved.
"""

from .proof import Check, Proof
from .prove import prove

__all__ = ["Check", "Proof", "prove"]
