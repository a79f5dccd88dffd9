"""The four forms of a citation, each from the same entry.

BibTeX is ``@misc`` and not ``@dataset``: classic BibTeX knows no ``@dataset`` and warns, biblatex prints both alike. What
classic styles leave out (version, DOI) stands in ``howpublished`` and ``note`` as well. RIS has the version in ``ET``,
for managers show ``VL`` as a volume.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from .about import AUTHOR, ReleaseAbout

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip
"""Signs of LaTeX as text. Braces have names: BibTeX counts every brace, a backslash before it or not."""
_IN_URL = {"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20", '"': "%22", "<": "%3C", ">": "%3E"}


@dataclass(frozen=True)
class Entry:
    """What is cited: a release, or one row of it.

    ``id``, ``table`` and ``sha256`` (``record1``) are the row's and None of a release; ``caption`` names the row in a list
    of references; ``standing`` ("as of ...") is of a computed value; ``notes`` are further sentences (a retired id).
    """

    about: ReleaseAbout
    id: str | None = None
    table: str | None = None
    sha256: str | None = None
    caption: str = ""
    standing: str = ""
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Citation key; a working build's is not that of the release to come."""
        working = "-working" if self.about.working else ""
        moved = re.sub(r"[^0-9a-z]+", "-", f"-{self.standing}") if self.standing else ""
        return f"communique-{self.about.version}{working}" + (f"-{self.id}" if self.id else "") + moved

    @property
    def title(self) -> str:
        """Title of the work: the row's caption in that of the dataset."""
        return f"{self.caption}. In: {self.about.title}" if self.caption else self.about.title

    @property
    def version(self) -> str:
        """The version in words."""
        return f"{self.about.version} (working build)" if self.about.working else self.about.version

    def facts(self) -> list[str]:
        """What must not get lost, each by itself: row, hash, last day, standing, build, content hash."""
        about = self.about
        row = [f"row {self.id} of {self.table}", f"record1 {self.sha256}"] if self.id else []
        released = [f"released {about.released_on}"] if about.year else []
        build = ["working build, not a release"] if about.working else []
        whole = [f"dataset1 {about.dataset1}"] if about.dataset1 else []
        standing = [self.standing] if self.standing else []
        return [*row, *standing, f"data through {about.data_through}", *released, *build, *whole, *self.notes]


def text(entry: Entry) -> str:
    """One line: author, year, title, version, last day, row with its hash, licence, address."""
    about = entry.about
    parts = [AUTHOR + (f" ({about.year})" if about.year else ""), about.title,
             f"Version {entry.version}, data through {about.data_through}"]  # fmt: skip
    if entry.id:
        parts.append(f"Row {entry.id} of {entry.table}" + (f", {entry.standing}" if entry.standing else "")
                     + f", record1 {entry.sha256}")  # fmt: skip
    parts += [f"dataset1 {about.dataset1}"] if about.dataset1 and not entry.id else []
    parts.append(about.licence)
    return "".join(f"{part}. " for part in parts).rstrip() + (f" {about.link}" if about.link else "")


def bibtex(entry: Entry) -> str:
    """A BibTeX entry for classic BibTeX and biblatex, in UTF-8."""
    about = entry.about
    note = "; ".join([*entry.facts(), *([f"doi:{about.doi}"] if about.doi else [])])
    fields = {
        "author": f"{{{_latex(AUTHOR)}}}",  # braces of its own: one name, not a first and a last
        "title": f"{{{_latex(entry.title)}}}",
        "year": about.year,
        "version": _latex(about.version),
        "howpublished": _latex(f"Data set, version {entry.version}, {about.licence}"),
        "doi": _url(about.doi),
        "url": None if about.doi else _url(about.url),
        "note": _latex(f"{note[:1].upper()}{note[1:]}"),
    }
    wide = max(map(len, fields))
    lines = [f"  {name:<{wide}} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{entry.key},", *lines, "}"])


def ris(entry: Entry) -> str:
    """An RIS record of type DATA; lines end with carriage return and line feed, as RIS has them."""
    about = entry.about
    date = f"{about.released_on}/".replace("-", "/") if about.year else None
    tags: list[tuple[str, str | None]] = [
        ("TY", "DATA"), ("ID", entry.key), ("AU", AUTHOR), ("TI", entry.title), ("PY", about.year), ("DA", date),
        ("ET", about.version), ("AN", entry.id), ("DO", about.doi), ("UR", about.link), ("LA", "en"),
        *(("N1", fact) for fact in entry.facts()), ("N1", f"licence {about.licence}"),
    ]  # fmt: skip
    return "".join(f"{tag}  - {value}\r\n" for tag, value in tags if value) + "ER  - \r\n"


def csl(entry: Entry) -> str:
    """CSL-JSON: an array of one item; ``custom.communique`` has the parts by name."""
    about = entry.about
    parts = {"row": entry.id, "table": entry.table, "record1": entry.sha256, "data_through": about.data_through,
             "dataset1": about.dataset1, "licence": about.licence, "standing": entry.standing or None}  # fmt: skip
    issued = [int(part) for part in about.released_on.split("-")] if about.year and about.released_on else None
    item: dict[str, Any] = {
        "id": entry.key,
        "type": "dataset",
        "title": entry.title,
        "author": [{"literal": AUTHOR}],
        "version": about.version,
        "status": "working build" if about.working else None,
        "issued": {"date-parts": [issued]} if issued else None,
        "number": entry.id,
        "DOI": about.doi,
        "URL": about.link,
        "language": "en",
        "note": "; ".join(entry.facts()),
        "custom": {"communique": {name: value for name, value in parts.items() if value}},
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=1)


def _latex(value: str) -> str:
    return "".join(_LATEX.get(c, c) for c in value)


def _url(value: str | None) -> str | None:
    """An address as biblatex wants it, verbatim; only what would end the field early is coded."""
    return "".join(_IN_URL.get(c, c) for c in value) if value else None


STYLES = {"text": text, "bibtex": bibtex, "ris": ris, "csl": csl}
"""Style -> what writes it."""
