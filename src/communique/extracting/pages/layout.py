"""Which lines of a text are headline, deck and body.

Body is prose in one or more blocks: the longest and its neighbours, up to the first heading of a page's back matter
(related stories, comments, tags). A headline stands above it, is short, and shares its words; a deck stands between. A body
that is printed again is body once.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from communique_schema.words import normalise

from .lines import FINAL, INLINE, OTHER, PROSE, REPEAT, WEAK, Line, lines
from .words import WORD

LONGEST_HEADLINE = 22
SHORTEST_HEADLINE = 4
SHORTEST_DECK = 12
_NEAR = 5
"""Lines of other matter (a link, a teaser, a caption) that may stand between two blocks of one body."""
_NOTICE = 200
"""Characters of a line from which it is no notice of the site, though it stands by itself above the body."""
_LINK = 16
"""Words of a line under a heading as "Read also" that is a link even where it ends with a full stop."""
_TOLD = 18
"""Words of a line without a full stop that is text, at the end of a body."""
_SHARED = 0.4
_CAPTION = re.compile(r"[^\W\d_]{3}\. |(?<!\d)(?:19|20)\d\d(?!\d)")
"""What a headline that shares no word with its body is told by from captions and lines with a date."""
_SAMPLE = 2_500
_SIGNATURE = slice(18, 28)
"""Of a line that may be printed twice, compared before all of it is: few quotation marks stand there."""

Range = tuple[str, int, int]
Span = tuple[int, int]


class Layout(NamedTuple):
    """Ranges in order, (kind, start, end) in code points, end exclusive; body lines printed again as (first place, place of
    the repeat), which lie in no range; the beginning of the body in lower case; the lines above and those below the body."""

    ranges: tuple[Range, ...]
    repeats: tuple[tuple[Span, Span], ...]
    beginning: str
    above: tuple[Line, ...]
    below: tuple[Line, ...]


def layout(text: str, title: str | None = None) -> Layout:
    """The layout of a text; no ranges where no line reads like prose. ``title`` is the headline, where it is known.

    Time and memory grow with the text's length and no faster.
    """
    found = lines(text)
    found, repeats = _once(found)
    body = _body(found)
    if not body:
        return Layout((), (), text[:_SAMPLE].lower(), tuple(found), ())
    beginning = _beginning(found, body)
    above, below = found[: body[0]], found[body[-1] + 1 :]
    headlines = _headlines(above, beginning, title) if above else []
    first = headlines[-1] + 1 if headlines else 0
    decks = [k for k in range(first, len(above)) if _is_deck(above[k])] if headlines else []
    ranges = [("headline", above[k].start, above[k].end) for k in headlines]
    ranges += [("deck", above[k].start, above[k].end) for k in decks]
    kept = {found[i].start for i in body}
    last = found[body[-1]].end
    pairs = tuple((a, b) for a, b in repeats if a[0] in kept)
    return Layout((*sorted(ranges, key=_start), *_merged(found, body)), pairs, beginning, tuple(above),
                  tuple(line for line in below if line.start >= last))  # fmt: skip


def _start(item: Range) -> int:
    return item[1]


def _once(found: list[Line]) -> tuple[list[Line], list[tuple[Span, Span]]]:
    """The lines, prose that stood before marked; and where. A line is worked out in full only where another is like it."""
    heads: dict[tuple[int, str], list[int]] = {}
    for i, line in enumerate(found):
        if line.kind == PROSE and line.words >= 5:
            heads.setdefault((line.words, line.text[_SIGNATURE]), []).append(i)
    if len(heads) == len(found):
        return found, []
    repeats: list[tuple[int, int]] = []
    for alike in heads.values():
        if len(alike) > 1:
            seen: dict[str, int] = {}
            for i in alike:
                first = seen.setdefault(normalise(found[i].text), i)
                if first != i:
                    repeats.append((first, i))
    if not repeats:
        return found, []
    out = list(found)
    for _, i in repeats:
        out[i] = out[i]._replace(kind=REPEAT)
    repeats.sort(key=_second)
    spans = [((found[a].start, found[a].end), (found[b].start, found[b].end)) for a, b in repeats]
    return out, spans


def _second(pair: tuple[int, int]) -> int:
    return pair[1]


def _body(found: Sequence[Line]) -> list[int]:
    """Indices of the body's lines, in order."""
    blocks = _blocks(found)
    if not blocks:
        return []
    sizes = [sum(found[i].end - found[i].start for i in block) for block in blocks]
    main = sizes.index(max(sizes))
    taken = [blocks[main]]
    for block in blocks[main + 1 :]:
        between = found[taken[-1][-1] + 1 : block[0]]
        if _others(between) > _NEAR or any(line.kind == FINAL for line in between):
            break
        taken.append(block)
    below = [i for block in taken for i in block]
    above: list[list[int]] = []
    for block, size in zip(blocks[:main][::-1], sizes[:main][::-1], strict=True):
        next_line = above[-1][0] if above else below[0]
        gap = _others(found[block[-1] + 1 : next_line])
        if gap > 2 * _NEAR:
            break
        # Behind a menu, or a single sentence by itself: a notice of the site, unless it is long or speaks of the same.
        brief = size < (_NOTICE if gap <= _NEAR else 2 * _NOTICE) and (len(block) < 2 or gap > _NEAR)
        if brief and not _is_lead(found, block[0], _beginning(found, below)):
            break
        above.append(block)
    return _filled(found, [*(i for block in reversed(above) for i in block), *below])


def _is_lead(found: Sequence[Line], i: int, beginning: str) -> bool:
    """Whether a line by itself speaks of what the body speaks of, or stands under a headline that does."""
    line = found[i]
    if _shared(line.text, beginning) >= _SHARED:
        return True
    both = f"{line.text[:_SAMPLE].lower()} {beginning}"
    return any(_is_headline(above) and _shared(above.text, both) >= _SHARED for above in found[max(0, i - _NEAR) : i])


def _others(between: Sequence[Line]) -> int:
    return sum(line.kind != REPEAT for line in between)


def _blocks(found: Sequence[Line]) -> list[list[int]]:
    """Runs of prose, links left out; repeats and what is text beside text only do not part a run."""
    blocks: list[list[int]] = []
    waiting: list[int] = []  # weak lines since the last prose
    link = together = False
    for i, line in enumerate(found):
        kind = line.kind
        if kind == PROSE and not (link and line.words <= _LINK):
            if together:
                blocks[-1] += [*waiting, i]
            else:
                blocks.append([i])
            waiting, together = [], True
        elif kind == WEAK and not link:
            waiting.append(i)
        elif kind != REPEAT:
            waiting, together = [], False
        link = kind == INLINE
    return blocks


def _filled(found: Sequence[Line], body: list[int]) -> list[int]:
    """The body with the weak lines that touch it: those before a line of it (above the first, only what leads on to it, as
    the items of a list do), and one behind."""
    inside = set(body)
    more: list[int] = []
    for i in body:
        k = i - 1
        while k >= 0 and k not in inside and found[k].kind == WEAK and (i > body[0] or found[k].text[-1] in ";:,"):
            inside.add(k)
            more.append(k)
            k -= 1
    after = [i + 1 for i in body if i + 1 < len(found) and i + 1 not in inside]
    more += [i for i in after if found[i].kind == WEAK and (found[i].words >= _TOLD or found[i].text[-1] != ":")]
    return sorted([*body, *more]) if more else body


def _beginning(found: Sequence[Line], body: Sequence[int]) -> str:
    """The first characters of the body, in lower case."""
    return " ".join([found[i].text[:_SAMPLE] for i in body[:20]])[:_SAMPLE].lower()


def _headlines(above: Sequence[Line], beginning: str, title: str | None) -> list[int]:
    """Lines above the body that are its headline: the topmost that shares its words, and its repeats."""
    able = [k for k, line in enumerate(above) if _is_headline(line)]
    chosen = normalise(title) if title else ""
    if not (chosen and any(normalise(above[k].text) == chosen for k in able)):
        sharing = next((k for k in able if _shared(above[k].text, beginning) >= _SHARED), None)
        if sharing is None:
            lone = [k for k, line in enumerate(above) if _is_headline(line, 3) and not _CAPTION.search(line.text)]
            return [max(lone, key=lambda k: (above[k].words, -k))] if lone else []
        chosen = normalise(above[sharing].text)
    return [k for k in able if normalise(above[k].text) == chosen]


def _is_headline(line: Line, least: int = SHORTEST_HEADLINE) -> bool:
    return (
        least <= line.words <= LONGEST_HEADLINE
        and line.kind in (OTHER, WEAK)
        and line.text[-1:] != "."
        and "  " not in line.text
        and not _dated(line.text)
    )


def _is_deck(line: Line) -> bool:
    return line.words >= SHORTEST_DECK and line.kind in (OTHER, WEAK, PROSE) and not _dated(line.text)


def _dated(text: str) -> bool:
    """Whether a line has a clock or the bars and addresses of a site."""
    if "|" in text or "©" in text or "://" in text:
        return True
    at = text.find(":")
    return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()


def _shared(line: str, beginning: str) -> float:
    """The share of a line's longer words that the body's beginning has."""
    sought = [word for word in WORD.findall(line[:400].lower()) if len(word) > 3]
    return sum(word in beginning for word in sought) / len(sought) if sought else 0.0


def _merged(found: Sequence[Line], body: Sequence[int]) -> list[Range]:
    """Neighbouring body lines as one range."""
    ranges: list[Range] = []
    previous = -2
    for i in body:
        if i == previous + 1:
            ranges[-1] = ("body", ranges[-1][1], found[i].end)
        else:
            ranges.append(("body", found[i].start, found[i].end))
        previous = i
    return ranges
