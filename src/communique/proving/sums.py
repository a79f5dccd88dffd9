"""Files held against SHA256SUMS."""

import hashlib
from collections.abc import Iterator

from ..problems import count
from ..reading.errors import DamagedReleaseError
from ..reading.files import CONTENT, SUMS, Files, sums_in
from .proof import Check

READ = ("tables/", "joined/", "csv/")
"""Where readers look for tables: a file there that is not listed would be taken for part of the release."""


def sums(files: Files, *, carried: bool) -> Iterator[Check]:
    """One check for all files that hold, one for each that does not, one for those that are not listed.

    ``carried``: of a wheel, which carries only a part of the release folder: tables and CONTENT.json must be there.
    """
    there = {*files.names()} - {SUMS}
    try:
        listed = dict(sums_in(files.raw(SUMS).decode(), SUMS))
    except FileNotFoundError:
        yield Check(SUMS, False, "not there, so that no file can be held against its sum")
        return
    except (DamagedReleaseError, OSError, ValueError) as error:
        yield Check(SUMS, False, f"cannot be read ({error})")
        return
    held = absent = 0
    for name, expected in listed.items():
        if name not in there and carried and not (name.startswith("tables/") or name == CONTENT):
            absent += 1
        elif said := _wrong(files, name, expected, there):
            yield Check(name, False, said)
        else:
            held += 1
    more = f"; {absent} more of the release folder are not carried here" if absent else ""
    whole = held + absent == len(listed)
    yield Check(SUMS, whole, f"{held} of {count(len(listed), 'file')} are the bytes published{more}")
    yield from _unlisted(sorted(there - listed.keys()))


def _wrong(files: Files, name: str, expected: str, there: set[str]) -> str | None:
    """What is wrong with a listed file, if anything."""
    if name not in there:  # a name that leads out of the folder is never there
        return "listed, but not there"
    try:
        found = hashlib.sha256(files.raw(name)).hexdigest()
    except OSError as error:
        return f"cannot be read ({error.strerror or error})"
    return None if found == expected else f"altered or truncated: SHA-256 {found}, published as {expected}"


def _unlisted(names: list[str]) -> Iterator[Check]:
    """Files nobody published: harmless beside the tables, not among them."""
    for name in names:
        if name.startswith(READ):
            yield Check(name, False, f"not listed in {SUMS}: no part of the release as published")
    if beside := [name for name in names if not name.startswith((*READ, "__pycache__/"))]:
        yield Check("not listed", True, f"{', '.join(beside)}: not published with the release, not checked")
