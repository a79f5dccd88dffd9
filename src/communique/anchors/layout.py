"""A guess at what is what in a page's text: which lines are headline, deck and body, and which language they are in.

Only ever a start for a curator, who looks at the ranges. Body is prose: lines of whole sentences, in one or more
blocks, up to the first line that opens a page's back matter (related stories, comment form, disclaimer). A headline
stands above it, is short, and shares its words.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from communique_schema.words import count_words, normalise, words

LANGUAGES = {
    "en": frozenset(["the", "of", "and", "to", "in", "that", "for", "with", "on", "was", "is", "by", "as", "has"]),
    "de": frozenset(["der", "die", "das", "und", "den", "dem", "des", "für", "mit", "von", "dass", "ist", "nicht"]),
    "ru": frozenset(["и", "в", "на", "что", "с", "по", "не", "для", "о", "из", "как", "его", "к", "это", "был"]),
}
"""Function words by language: the language with most of them in the text is the guess."""

LONGEST_HEADLINE = 22
SHORTEST_DECK = 12
LONGEST_SECTION = 6

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_TRIM = re.compile(r"\A[\s\ufeff\u200b]+|[\s\ufeff\u200b]+\Z")
_SENTENCE = re.compile(r"[.!?…][\W_]*\Z")
_CLOCK = re.compile(r"\d\d?:\d\d|©|\||https?://|\bphoto\b|\bfoto\b|\bфото\b", re.IGNORECASE)
_SECTION = re.compile(
    r"(related|recent|more|top|latest|popular|other) (topics?|stories|news|articles?)\b|in other media\b"
    r"|(legal )?disclaimer\b|(leave a )?comments?\b|leave a reply\b|your thoughts\b|about us\b|subscribe\b|newsletter\b"
    r"|tags?\b|topics\b|kommentare?\b|mehr zum thema\b|verwandte\b|impressum\b"
    r"|читайте также\b|комментарии\b|теги\b|другие новости\b|подписывайтесь\b",
    re.IGNORECASE,
)
_LEGAL = re.compile(r"all rights\b|alle rechte\b|все права\b|© ?\d|\(c\) ?\d", re.IGNORECASE)
_STOP = re.compile(r"[.!?…]+[\"”’»“')\]]*[^\S\r\n]*\s(?=\s*[\"“„«'‘(\[–—-]*\s*(\w))")
_SHORTENED = re.compile(
    r"(?:\b\w|\b(?:mr|mrs|ms|dr|st|gen|col|lt|capt|maj|adm|sgt|sen|rep|gov|prof|sec|dept|no|vs|jan|feb|mar|apr|jun|jul"
    r"|aug|sept?|oct|nov|dec|bzw|ca|им|ст|гг|тыс|млн|млрд))\.\Z",
    re.IGNORECASE,
)
"""A full stop that ends no sentence: behind an initial or an abbreviation."""
_DATELINE = re.compile(r"\W*[A-ZÄÖÜА-ЯЁ]{3,}[^\r\n]{0,90}?\s[-–—]+\s+")
_NEAR = 5
"""Lines of other matter (a link, a teaser, a caption) that may stand between two blocks of one body."""


@dataclass(frozen=True)
class Stretch:
    """A range of the text in code points, end exclusive, and what it may be: headline, deck or body."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str
    words: int

    @property
    def prose(self) -> bool:
        return self.words >= 6 and bool(_SENTENCE.search(self.text)) and not _CLOCK.match(self.text)

    @property
    def back(self) -> bool:
        """Whether the page's back matter begins here: the heading of a section, or a line of law."""
        return bool(_LEGAL.match(self.text) or (self.words <= LONGEST_SECTION and _SECTION.match(self.text)))


def language(text: str) -> str | None:
    """BCP 47 tag of the likeliest of English, German and Russian; None when the text gives too little to go by."""
    counts = Counter(words(text))
    scores = {tag: sum(counts[word] for word in known) for tag, known in LANGUAGES.items()}
    best = max(scores, key=lambda tag: scores[tag])
    return best if scores[best] * 20 >= counts.total() > 0 else None


def layout(text: str) -> list[Stretch]:
    """Headline, deck and body ranges, in order; empty where no line reads like prose."""
    lines = _lines(text)
    blocks = _body(lines)
    if not blocks:
        return []
    first = blocks[0][0]
    headlines = _headlines(lines[:first], " ".join(line.text for a, b in blocks for line in lines[a:b]))
    decks = [
        i
        for i in range(max(headlines) + 1 if headlines else first, first)
        if lines[i].words >= SHORTEST_DECK and not _CLOCK.search(lines[i].text)
    ]
    body = [Stretch("body", lines[a].start, lines[b - 1].end) for a, b in blocks]
    return sorted(
        [Stretch("headline", lines[i].start, lines[i].end) for i in headlines]
        + [Stretch("deck", lines[i].start, lines[i].end) for i in decks]
        + body,
        key=lambda stretch: stretch.start,
    )


def title(text: str) -> str | None:
    """The headline as printed (the last, where it is printed more than once), white space as one space."""
    found = [stretch for stretch in layout(text) if stretch.kind == "headline"]
    return " ".join(text[found[-1].start : found[-1].end].split()) if found else None


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of the body stand, in code points, end exclusive; a guess, as the body is."""
    bodies = [(stretch.start, stretch.end) for stretch in layout(text) if stretch.kind == "body"]
    found: list[_Line] = []
    for line in _lines(text):
        if not any(start <= line.start and line.end <= end for start, end in bodies):
            continue
        at = dateline.end() if not found and (dateline := _DATELINE.match(line.text)) else 0
        for stop in _STOP.finditer(line.text):
            ends, begins = stop.group().rstrip(), stop.group(1)
            alone = line.text[at : stop.start() + 1]
            if (begins.isupper() or begins.isdigit()) and not (ends == "." and _SHORTENED.search(alone)):
                found.append(_line(text, line.start + at, line.start + stop.end()))
                at = stop.end()
        found.append(_line(text, line.start + at, line.end))
    return [(line.start, line.end) for line in found if line.words]


def _lines(text: str) -> list[_Line]:
    """Lines that hold a word, trimmed; in hard-wrapped text, paragraphs between empty lines."""
    printed = [_line(text, m.start(), m.end()) for m in _LINE.finditer(text)]
    long = [line for line in printed if line.words >= 6]
    broken = [line for line in long if not _SENTENCE.search(line.text)]
    wrapped = len(long) >= 6 and max(len(line.text) for line in long) <= 100 and 2 * len(broken) > len(long)
    if wrapped:
        paragraphs = re.finditer(r"[^\r\n].*?(?=\r?\n[^\S\n]*\r?\n|\Z)", text, re.DOTALL)
        printed = [_line(text, m.start(), m.end()) for m in paragraphs]
    return [line for line in printed if line.words]


def _line(text: str, start: int, end: int) -> _Line:
    raw = text[start:end]
    trimmed = _TRIM.sub("", raw)
    start += raw.find(trimmed)
    return _Line(start, start + len(trimmed), trimmed, count_words(trimmed))


def _body(lines: Sequence[_Line]) -> list[tuple[int, int]]:
    """Blocks of prose (first line, line after the last): the longest and its near neighbours, without back matter."""
    blocks: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        if not line.prose or line.back:
            continue
        if blocks and blocks[-1][1] == i:
            blocks[-1] = (blocks[-1][0], i + 1)
        else:
            blocks.append((i, i + 1))
    if not blocks:
        return []
    main = max(range(len(blocks)), key=lambda k: (sum(line.words for line in lines[slice(*blocks[k])]), -k))
    body = [blocks[main]]
    for block in blocks[main + 1 :]:
        between = lines[body[-1][1] : block[0]]
        if len(between) > _NEAR or any(line.back for line in between):
            break
        body.append(block)
    for block in reversed(blocks[:main]):
        lone = block[1] - block[0] < 2  # a single sentence by itself above is a notice of the site
        if lone or body[0][0] - block[1] > _NEAR:
            break
        body.insert(0, block)
    return body


def _headlines(above: Sequence[_Line], body: str) -> list[int]:
    """Lines above the body that are its headline: the topmost that shares its words, and its repeats."""
    known = {word for word in words(body) if len(word) > 3}
    able = [
        i
        for i, line in enumerate(above)
        if 4 <= line.words <= LONGEST_HEADLINE and not line.prose and not _CLOCK.search(line.text)
    ]
    sharing = [i for i in able if _shared(above[i].text, known) >= 0.4]
    if not sharing:
        return able[-1:]
    chosen = normalise(above[sharing[0]].text)
    return [i for i in able if normalise(above[i].text) == chosen]


def _shared(line: str, known: set[str]) -> float:
    sought = [word for word in words(line) if len(word) > 3]
    return sum(word in known for word in sought) / len(sought) if sought else 0.0
