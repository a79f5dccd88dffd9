"""A user's own authority files: names, terms of office and treaties, as CSV or as JSON lines."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ...ids import IN_TEXT
from ...problems import CommuniqueError

ACTOR_KEYS = ("name", "kind", "state", "alias", "language", "office", "from", "to", "actor_id")
TREATY_KEYS = ("name", "title", "kind", "alias", "language", "treaty_id")
KINDS = ("person", "office", "institution", "state", "organisation", "media")
TREATY_KINDS = ("bilateral", "multilateral")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LONGEST = 300
"""Characters of a value."""


class AuthorityFileError(CommuniqueError):
    """A file of names that cannot be used: one line with file, line and way out."""


@dataclass(frozen=True)
class Row:
    """One row: where it stands (``actors.csv:3``) and its values by key, "" where it has none."""

    where: str
    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


def actor_rows(path: Path) -> list[Row]:
    """The rows of an actors file, each checked: a name, a known kind, days that are days, language tags that are tags.

    Raises :class:`AuthorityFileError` at the first row that cannot be used.
    """
    rows = list(_rows(path, ACTOR_KEYS))
    for row in rows:
        _one_of(row, "kind", KINDS)
        for name in ("from", "to"):
            _day(row, name)
        if (row["from"] or row["to"]) and not row["office"]:
            raise AuthorityFileError(
                f"{row.where}: from and to are days in an office; name the office, or leave them out"
            )
        if row["from"] and row["to"] and row["from"] > row["to"]:
            raise AuthorityFileError(f"{row.where}: the term ends before it begins; correct from or to")
        _id(row, "actor_id", "ac-")
    return rows


def treaty_rows(path: Path) -> list[Row]:
    """The rows of a treaties file, checked. Raises :class:`AuthorityFileError` at the first that cannot be used."""
    rows = list(_rows(path, TREATY_KEYS))
    for row in rows:
        _one_of(row, "kind", TREATY_KINDS)
        _id(row, "treaty_id", "tr-")
    return rows


def _rows(path: Path, known: tuple[str, ...]) -> Iterator[Row]:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise AuthorityFileError(f"{path}: {error.strerror or error}; name a CSV or JSON lines file") from None
    except UnicodeDecodeError:
        raise AuthorityFileError(f"{path}: not UTF-8; save it as UTF-8") from None
    read = _json_lines if path.suffix in (".jsonl", ".ndjson") else _csv
    for line, values in read(path, text, known):
        where = f"{path}:{line}"
        if long := next((name for name, value in values.items() if len(value) > LONGEST), None):
            raise AuthorityFileError(f"{where}: {long} has more than {LONGEST} characters; shorten it")
        if not values.get("name"):
            raise AuthorityFileError(f"{where}: no name; give every row a name")
        if values.get("language") and not _TAG.fullmatch(values["language"]):
            raise AuthorityFileError(f"{where}: {values['language']!r} is no language tag; write en, de, ru or another")
        yield Row(where, values)


def _csv(path: Path, text: str, known: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    lines = csv.reader(text.splitlines(), strict=True)
    try:
        head = [name.strip().lower() for name in next(lines, [])]
        _keys(f"{path}:1", head, known)
        for values in lines:
            if not any(value.strip() for value in values):
                continue
            if len(values) > len(head):
                raise AuthorityFileError(
                    f"{path}:{lines.line_num}: {len(values)} values under {len(head)} columns; quote a value with a comma"
                )
            yield lines.line_num, {name: " ".join(value.split()) for name, value in zip(head, values, strict=False)}
    except csv.Error as error:
        raise AuthorityFileError(f"{path}:{lines.line_num}: no CSV ({error}); check the quotation marks") from None


def _json_lines(path: Path, text: str, known: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            raise AuthorityFileError(f"{path}:{number}: no JSON; write one object a line") from None
        if not isinstance(said, dict):
            raise AuthorityFileError(f"{path}:{number}: no JSON object; write one object a line")
        _keys(f"{path}:{number}", list(said), known)
        if strange := next((name for name, v in said.items() if v is not None and not isinstance(v, str)), None):
            raise AuthorityFileError(f"{path}:{number}: {strange} is no text; put it between quotation marks")
        yield number, {name: " ".join((value or "").split()) for name, value in said.items()}


def _keys(where: str, found: list[str], known: tuple[str, ...]) -> None:
    if strange := next((name for name in found if name not in known), None):
        raise AuthorityFileError(f"{where}: no column {strange!r} is known; there are {', '.join(known)}")
    if "name" not in found:
        raise AuthorityFileError(f"{where}: no column name; the columns are {', '.join(known)}, all but name optional")


def _one_of(row: Row, name: str, allowed: tuple[str, ...]) -> None:
    if row[name] and row[name] not in allowed:
        raise AuthorityFileError(f"{row.where}: {row[name]!r} is no {name}; use one of {', '.join(allowed)}")


def _day(row: Row, name: str) -> None:
    try:
        if row[name] and date.fromisoformat(row[name]).isoformat() != row[name]:
            raise ValueError
    except ValueError:
        raise AuthorityFileError(f"{row.where}: {row[name]!r} is no day; write it as 2031-01-15") from None


def _id(row: Row, name: str, prefix: str) -> None:
    if row[name] and not (row[name].startswith(prefix) and IN_TEXT.fullmatch(row[name])):
        raise AuthorityFileError(
            f"{row.where}: {row[name]!r} is no id of that table; leave {name} out to have one made"
        )
