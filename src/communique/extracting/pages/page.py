"""A document read as a page."""

from urllib.parse import urlsplit

from ..model import LANGUAGES, Document, Page, SetAside
from .dateline import Dateline, read_dateline
from .days import WEEKDAYS, Printed, address_day, agreed, declared_day, full_days
from .language import SAMPLE, language_of
from .layout import Layout, layout
from .lines import NOTICE, Line
from .words import WORD

_CHECK = "check that the page holds an article"
_AROUND = 40
"""Lines next above the body, and a tenth of that below it, in which the day of publication is looked for."""


def read_page(document: Document) -> Page | SetAside:
    """Language, day, ranges and repeats of a document, in time that grows with its length and no faster.

    Ranges the document has already are kept. Set aside (codes): ``no-words``, ``no-body`` (no line reads like prose),
    ``unknown-language`` (not English, German or Russian). ``day`` is an ISO day or None, never a guess; ``day_basis`` says
    where it was read; ``weekday`` is a code of the vocabulary, where the page prints it beside that day.
    """
    text = document.text
    found = layout(text, document.title)
    language = language_of(found.beginning[: SAMPLE * 7].split()) or _declared(document.language, found)
    ranges = document.ranges if document.ranges is not None else found.ranges
    if not ranges or language is None:
        return _refused(document, language)
    first = next((start for kind, start, _ in ranges if kind == "body"), 0)
    dateline = read_dateline(text[first : first + 200])
    day, basis, weekday = _day(document, found, dateline)
    return Page(
        document, language, document.title or _title(text, ranges), day, basis, weekday,
        dateline.place if dateline else None, document.publisher or _host(document.url), ranges, found.repeats,
    )  # fmt: skip


def _refused(document: Document, language: str | None) -> SetAside:
    words = WORD.search(document.text)
    if words is None:
        code, reason, fix = "no-words", "holds no word", _CHECK
    elif language is None:
        code, reason = "unknown-language", "is in no language that is read"
        fix = "English, German and Russian are read; leave other languages out"
    else:
        code, reason, fix = "no-body", "no line of it reads like prose", _CHECK
    return SetAside(document.place, code, reason, fix)


def _declared(language: str | None, found: Layout) -> str | None:
    """What the source says of the language, for a text too short to tell."""
    code = (language or "").partition("-")[0].lower()
    return code if code in LANGUAGES and len(found.beginning.split()) < 20 else None


def _day(document: Document, found: Layout, dateline: Dateline | None) -> tuple[str | None, str, str | None]:
    """ISO day, where it was read, and the weekday printed beside it."""
    printed, basis = _printed(found, dateline)
    weekday = WEEKDAYS[printed.weekday] if printed and printed.weekday is not None else None
    if document.published and (day := declared_day(document.published)):
        return day.isoformat(), "the day its source gives", weekday if printed and printed.day == day else None
    more = "; what its source gives is no full day" if document.published else ""
    if printed:
        return printed.day.isoformat(), basis + more, weekday
    if document.url and (day := address_day(document.url)):
        return day.isoformat(), "the day in the page's address" + more, None
    return None, (basis or "the page bears no full date") + more, None


def _printed(found: Layout, dateline: Dateline | None) -> tuple[Printed | None, str]:
    if dateline and (day := agreed(full_days(dateline.printed))):
        around = next((p for p in _days(found.above[-_AROUND:]) if p.day == day.day and p.weekday is not None), day)
        return around, "the day in the dateline"
    above = list(_days(found.above[-_AROUND:]))
    if day := agreed(above):
        return day, "the day printed above the text"
    if above:
        return None, "several days are printed above the text, or one that was changed"
    below = [p for p in _days(found.below[: _AROUND // 10]) if p.published]
    day = agreed(below)
    return day, "the day printed below the text" if day else ""


def _days(lines: tuple[Line, ...]) -> list[Printed]:
    return [printed for line in lines if line.kind != NOTICE and line.words <= 40 for printed in full_days(line.text)]


def _title(text: str, ranges: tuple[tuple[str, int, int], ...]) -> str | None:
    """The headline as printed (the last, where it is printed more than once), white space as one space."""
    places = [(start, end) for kind, start, end in ranges if kind == "headline"]
    return " ".join(text[places[-1][0] : places[-1][1]].split()) if places else None


def _host(url: str | None) -> str | None:
    if not url:
        return None
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
