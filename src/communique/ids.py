"""What an id looks like: two letters of its table, a hyphen, and five characters, or sixteen where it comes from a text.

A curated row's id is drawn at random and short enough to print. A row extracted by rules has an id made from what it is
taken from, so that any machine makes the same one, and long enough that a billion of them do not meet.
"""

import re
from hashlib import sha256

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in lower case: without i, l, o and u."""
_TWO = tuple(first + second for first in ALPHABET for second in ALPHABET)
"""Ten bits as two characters."""
ID = r"[a-z]{2}-[0-9a-z]{5}(?:[0-9a-z]{11})?"
"""The form of an id, loosely: what somebody who types one may mean."""
AN_ID = re.compile(ID)
IN_TEXT = re.compile(r"\b[a-z]{2}-[0-9a-hjkmnp-tv-z]{5}(?:[0-9a-hjkmnp-tv-z]{11})?\b")
"""An id in running text."""


def made_id(prefix: str, *parts: str) -> str:
    """The id ``<prefix>-`` and sixteen characters that stands for these texts: 80 bits of their SHA-256, in order."""
    digest = sha256("\x1f".join((prefix, *parts)).encode("utf-8", "surrogatepass")).digest()
    a, b = int.from_bytes(digest[:5], "big"), int.from_bytes(digest[5:10], "big")
    two = _TWO
    return (
        f"{prefix}-{two[a >> 30]}{two[a >> 20 & 1023]}{two[a >> 10 & 1023]}{two[a & 1023]}"
        f"{two[b >> 30]}{two[b >> 20 & 1023]}{two[b >> 10 & 1023]}{two[b & 1023]}"
    )
