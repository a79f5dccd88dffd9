"""A dataset folder brought into canonical form: ids minted, values filled from texts, every file formatted."""

import contextlib
import csv
import io
import os
import secrets
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from communique_schema.spec import TableSpec

from ..anchors.fill import SpanError, filled
from ..anchors.sources import TextError, TextFile, find_texts
from ..problems import CommuniqueError, DatasetError, Problem
from . import tree
from .entries import Entry, parse, parse_csv
from .fmt import labels, written, written_csv
from .mint import Choose, RecordFile, ids_in, mint, substitute, uses
from .reader import _files, read
from .shape import records

MENDED = {"unminted-handle", "outer-space", "carriage-return", "byte-order-mark"}
"""Problems of reading that formatting does away with."""
TEXT_FIELDS = ("text_sha256", "text_bytes", "text_chars")


@dataclass
class Tidied:
    """What bringing a folder into canonical form comes to; nothing is written yet.

    ``changed`` maps each file to its new text, ``ids`` each handle to its new id; ``filled`` counts the values filled
    from texts by file, ``files`` the files looked at.
    """

    changed: dict[Path, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    filled: Counter[Path] = field(default_factory=Counter)
    files: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def values(self) -> int:
        """Values filled from texts in the files that change; what is left as it is has none."""
        return sum(self.filled[path] for path in self.changed)


def tidy(
    dataset: Path,
    paths: Sequence[Path] = (),
    sources: Path | None = None,
    *,
    refill: bool = False,
    choose: Choose = secrets.choice,
) -> Tidied:
    """The canonical form of the record files below ``dataset`` (of ``paths`` alone, where given).

    Handles are minted in all files or, while any file has a problem or a handle is defined nowhere, in none. A file
    with a problem is left out of ``changed``. With ``sources``, absent values that only a text can tell are filled in;
    ``refill`` also corrects those that are there.
    """
    found = read(dataset)
    out = Tidied(problems=[p for p in found.problems if p.code not in MENDED])
    broken = {p.file for p in out.problems}
    texts = {path: _text(path) for path, _ in _files(dataset, [])}
    files = {
        path: _parsed(name, spec, path, texts[path])
        for path, spec in _files(dataset, [])
        if (name := path.relative_to(dataset.parent).as_posix()) not in broken
    }
    out.files = len(texts)
    waiting = {path for path, file in files.items() if any(uses(file))}
    if waiting and not broken:
        ids, problems = mint(list(files.values()), ids_in(texts.values()), choose)
        out.problems += problems
        if not problems:
            out.ids = ids
            for file in files.values():
                substitute(file.document, ids)
    if sources:
        _fill(files, sources, out, refill=refill)
    named_rows = labels((file.spec, file.document) for file in files.values())
    wanted = _below(paths, texts)
    for path, file in files.items():
        minted = path in waiting and bool(out.ids)
        if file.name in {p.file for p in out.problems} or not (minted or (path in wanted and path not in waiting)):
            continue
        try:
            text = _formatted(file, named_rows, texts[path])
        except CommuniqueError as error:
            out.problems.append(Problem(file.name, 0, "", "", "not-formatted", str(error), "report it with the file"))
            continue
        if text.encode() != path.read_bytes():
            out.changed[path] = text
    out.problems.sort()
    return out


def mint_all(dataset: Path, choose: Choose = secrets.choice) -> dict[str, str]:
    """Mint every handle of the folder and write the files; returns handle -> id. Raises :class:`DatasetError`."""
    done = tidy(dataset, choose=choose)
    if done.problems:
        raise DatasetError(done.problems)
    write(done.changed)
    return done.ids


def write(changed: Mapping[Path, str]) -> None:
    """Put the new texts in place: all of them, or on any failure (Ctrl-C included) none."""
    staged: list[tuple[str, Path]] = []
    before: dict[Path, bytes] = {}
    try:
        for path, text in changed.items():
            target = path.resolve()
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=target.parent)
            staged.append((name, target))
            with os.fdopen(handle, "wb") as stream:
                stream.write(text.encode())
            os.chmod(name, target.stat().st_mode & 0o7777)
        for name, target in staged:
            before[target] = target.read_bytes()
            os.replace(name, target)
    except BaseException:
        for target, data in before.items():
            target.write_bytes(data)
        raise
    finally:
        for name, _ in staged:
            with contextlib.suppress(OSError):
                os.unlink(name)


def _text(path: Path) -> str:
    """The file's text as the reader sees it, or nothing where it sees none."""
    try:
        return tree.decode(path.read_bytes(), lambda *_: None) or ""
    except OSError:
        return ""


def _parsed(name: str, spec: TableSpec, path: Path, text: str) -> RecordFile:
    if path.suffix == ".csv":
        return RecordFile(name, spec, parse_csv(text), next(csv.reader(io.StringIO(text, newline="")), []))
    return RecordFile(name, spec, parse(text))


def _formatted(file: RecordFile, labels: Mapping[str, str], original: str) -> str:
    if file.name.endswith(".csv"):
        return written_csv(file.document, file.spec, file.header)
    return written(file.document, file.spec, labels, original)


def _below(paths: Sequence[Path], files: Iterable[Path]) -> set[Path]:
    """The files that ``paths`` name: themselves, or folders above them. Raises :class:`CommuniqueError` for none."""
    if not paths:
        return set(files)
    resolved = {file: file.resolve() for file in files}
    found: set[Path] = set()
    for path in paths:
        whole = path.resolve()
        if not whole.exists():
            raise CommuniqueError(f"{path}: no such file or folder")
        below = {file for file, place in resolved.items() if whole == place or whole in place.parents}
        if not below:
            raise CommuniqueError(f"{path}: is no record file of the dataset, nor a folder with any")
        found |= below
    return found


def _fill(files: Mapping[Path, RecordFile], sources: Path, out: Tidied, *, refill: bool) -> None:
    """Put into articles and anchors what their texts tell, where a file of ``sources`` has the article's hash."""
    by_hash = {text.sha256: text for text in find_texts(sources) if not text.problem}
    for path, file in files.items():
        if file.spec.name != "articles":
            continue
        for row in records(file.document.root):
            record: Any = row.value
            digest = record["text_sha256"].value if "text_sha256" in record else ""
            if digest in by_hash:
                out.filled[path] += _fill_article(file, record, by_hash[digest], out.problems, refill=refill)


def _fill_article(
    file: RecordFile, record: dict[str, Entry], source: TextFile, problems: list[Problem], *, refill: bool
) -> int:
    """Fill in one article's record; how many values that were."""
    try:
        text = source.text()
    except TextError as error:
        problems.append(error.problem)
        return 0
    sizes = zip(TEXT_FIELDS, (source.sha256, source.size, len(text)), strict=True)
    values = _put(record, dict(sizes), refill=refill)
    for statement in _items(record, "statements"):
        for anchor in _items(statement, "anchors"):
            try:
                start, end = (int(str(anchor[name].value)) for name in ("char_start", "char_end"))
                values += _put(anchor, filled(text, start, end), refill=refill)
            except SpanError as error:
                name = str(statement["statement_id"].value)
                fix = "correct the offsets"
                at = anchor["char_end"].line
                problems.append(Problem(file.name, at, name, "char_end", "span-past-end", str(error), fix))
    return values


def _items(record: dict[str, Entry], name: str) -> Iterator[dict[str, Entry]]:
    listed = record[name].value if name in record else []
    for row in listed if isinstance(listed, list) else []:
        if isinstance(row.value, dict):
            yield row.value


def _put(record: dict[str, Entry], values: Mapping[str, object], *, refill: bool) -> int:
    """Write values that are absent (with ``refill``, or wrong); returns how many."""
    count = 0
    for name, value in values.items():
        stored = record.get(name)
        if value is None:
            if stored is not None and refill:
                del record[name]
                count += 1
        elif stored is None:
            record[name] = Entry(0, name, str(value))
            count += 1
        elif refill and str(stored.value).strip() != str(value):
            stored.value = str(value)
            count += 1
    return count
