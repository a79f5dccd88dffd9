"""Citing: a release or one row of it, as text, BibTeX, RIS and CSL-JSON; of a row also a sentence safe to print.

The sentence keeps apart whose act a row records and whose telling it rests on, and never says more than the row does.
"""

from typing import TYPE_CHECKING

from ..reading.errors import UnknownStyleError
from .about import AUTHOR, ReleaseAbout
from .plain import plain
from .styles import STYLES, Entry

if TYPE_CHECKING:
    from ..reading.entities import Record
    from ..reading.opened import Opened
    from .look import Source

__all__ = ["AUTHOR", "STYLES", "Entry", "ReleaseAbout", "cite", "entry", "entry_of", "release_citation", "sentence",
           "sentence_of"]  # fmt: skip


def cite(ds: "Opened", id: str | None = None, style: str = "text") -> str:  # noqa: A002 (the field's word)
    """A citation of the release, or of the row with that id (any minted id; a retired one leads to what stands for it).

    ``text`` of a row is its :func:`sentence`, a line feed, and the citation line; every style carries version, row id,
    record hash and last day of the data. RIS lines end with CR LF. Of an as-of dataset the status of a proposal, channel
    or treaty is that of the day, and the citation names it. Raises
    :class:`~communique.reading.errors.UnknownStyleError` and what ``ds.get`` raises.
    """
    write = STYLES[_known(style)]
    if id is None:
        return write(Entry(ReleaseAbout.of(ds.release)))
    record = ds.get(id)
    line = write(_entry(ds, record))
    return f"{_sentence(ds, record)}\n{line}" if style == "text" else line


def release_citation(about: ReleaseAbout, style: str = "text") -> str:
    """A citation of a release from what is known of it, opened or not yet written.

    Raises :class:`~communique.reading.errors.UnknownStyleError`.
    """
    return STYLES[_known(style)](Entry(about))


def sentence(ds: "Opened", id: str) -> str:  # noqa: A002
    """What the row with that id says, in sentences safe to print, in one line. Raises what ``ds.get`` raises."""
    return _sentence(ds, ds.get(id))


def entry(ds: "Opened", id: str | None = None) -> Entry:  # noqa: A002
    """What the citation is made from. Raises what ``ds.get`` raises."""
    return _entry(ds, ds.get(id)) if id is not None else Entry(ReleaseAbout.of(ds.release))


def _known(style: str) -> str:
    if style not in STYLES:
        raise UnknownStyleError(f"no citation style {style!r}; there are {', '.join(STYLES)}")
    return style


def _entry(ds: "Opened", record: "Record") -> Entry:
    from .look import OfRelease  # noqa: PLC0415 (a release is cited without them)

    return entry_of(OfRelease(ds), ReleaseAbout.of(ds.release), record)


def entry_of(source: "Source", about: ReleaseAbout, record: "Record") -> Entry:
    """What the citation of a record is made from, wherever its rows come from."""
    from .sentences import caption, standing  # noqa: PLC0415

    named = caption(source, record)
    return Entry(about, record.id, record.table, record.sha256, named, standing(source, record), _replaced(record))


def _sentence(ds: "Opened", record: "Record") -> str:
    from .look import OfRelease  # noqa: PLC0415

    return sentence_of(OfRelease(ds), record)


def sentence_of(source: "Source", record: "Record") -> str:
    """What a record says, in sentences safe to print, in one line, wherever its rows come from."""
    from .sentences import told  # noqa: PLC0415

    return " ".join([*(f"{note[:1].upper()}{note[1:]}." for note in _replaced(record)), told(source, record)])


def _replaced(record: "Record") -> tuple[str, ...]:
    """That the id asked for was retired, step by step."""
    steps = record.redirects
    return tuple(
        plain(f"the id {'asked for, ' if not n else ''}{step['old_id']}{',' if not n else ''} was retired in version "
              f"{step['since_version']} ({step['reason']}), and {step['replaced_by']} stands for it")
        for n, step in enumerate(steps)
    )  # fmt: skip
