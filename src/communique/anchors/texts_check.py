"""The tables held against the texts they were made from: every rule that needs a text at hand."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Protocol

from communique_schema.words import normalise, sha256_text, words

from ..problems import Problem
from ..tables import Tables
from .anchored import ByArticle, columns
from .copying import copied
from .coverage import ranges
from .locate import Copy, Place
from .spans import SHORT, Anchor, faults

LONGEST_PHRASE = 7
"""Words a key phrase may have."""

SHORTEST_REPEAT = 4
"""Words: a shorter span ("he said") recurs without being a repeat of the statement."""


_SIZES = "run communique fmt --refill --sources DIR"
_VERSION = (
    "find the text that was coded; to follow this one, write its hash and run communique fmt --refill --sources DIR"
)


class Places(Protocol):
    """Where the rows of one table are written."""

    def of(self, row: int, column: str | None) -> tuple[str, int]:
        """File and line of a field, or of the record."""

    def record(self, row: int) -> str:
        """Id or key of the row, for people."""


class _Check:
    """One run over tables and texts; each method yields the problems of one rule."""

    def __init__(self, tables: Tables, texts: Mapping[str, str], places: Mapping[str, Places]) -> None:
        self.tables, self.texts, self.places = tables, texts, places
        self.anchors = {article: rows for article, rows in ByArticle(tables).items() if article in texts}
        self.copies = {article: Copy(texts[article]) for article in self.anchors}
        self.sound = {
            article: [a for a in rows if 0 <= a.char_start < a.char_end <= len(texts[article])]
            for article, rows in self.anchors.items()
        }

    def problem(self, at: tuple[str, int, str], code: str, message: str, fix: str, *, level: str = "error") -> Problem:
        """A problem of one field: ``at`` is table, row and column."""
        table, row, column = at
        if table in self.places:
            (file, line), record = self.places[table].of(row, column), self.places[table].record(row)
        else:
            file, line, record = table, 0, f"row {row}"
        return Problem(file, line, record, column, code, message, fix, level)

    def span(self, article: str, anchor: Anchor) -> str:
        return self.texts[article][anchor.char_start : anchor.char_end]

    def versions(self) -> Iterator[Problem]:
        """Hash, size and length an article gives are its text's."""
        names = ("text_sha256", "text_bytes", "text_chars")
        for row, (article, *stored) in enumerate(
            zip(*columns(self.tables["articles"], "article_id", *names), strict=True)
        ):
            text = self.texts.get(article)
            if text is None:
                continue
            actual = (sha256_text(text), len(text.encode()), len(text))
            for name, said, is_ in zip(names, stored, actual, strict=True):
                if said != is_:
                    yield self.problem(
                        ("articles", row, name),
                        name.replace("_", "-"),
                        f"{name} is {said}, the text's is {is_}" if said is not None else f"{name} is not filled in",
                        _SIZES if name != "text_sha256" else _VERSION,
                    )

    def stretches(self) -> Iterator[Problem]:
        """Ranges end inside the text."""
        listed = columns(self.tables["article_ranges"], "article_id", "char_start", "char_end")
        for row, (article, start, end) in enumerate(zip(*listed, strict=True)):
            if article in self.texts and end is not None and end > len(self.texts[article]):
                yield self.problem(
                    ("article_ranges", row, "char_end"),
                    "range-past-end",
                    f"the range {start}-{end} ends past the text, at {len(self.texts[article])}",
                    "correct the offsets",
                )

    def spans(self) -> Iterator[Problem]:
        """Each anchor is true of its span, and cuts no word in two."""
        for article, rows in self.anchors.items():
            for anchor in rows:
                for fault in faults(anchor, self.texts[article]):
                    yield self.problem(("anchors", anchor.row, fault.field), fault.code, fault.message, fault.fix)
            for anchor in self.sound[article]:
                for column, at in (("char_start", anchor.char_start), ("char_end", anchor.char_end)):
                    if _inside_word(self.copies[article].printed, at):
                        yield self.problem(
                            ("anchors", anchor.row, column),
                            "span-cuts-word",
                            f"{at} falls inside a word: a slip, unless the page glues two words together",
                            "move the edge to the word's edge",
                            level="warning",
                        )

    def phrases(self) -> Iterator[Problem]:
        """Key phrases: at most seven words, printed in a span, and with head and tail no more than half of a span."""
        mine: dict[str, list[tuple[str, Anchor]]] = defaultdict(list)
        for article, rows in self.sound.items():
            for anchor in rows:
                mine[anchor.statement_id].append((article, anchor))
        listed = columns(self.tables["statements"], "statement_id", "article_id", "key_phrase")
        for row, (statement, article, phrase) in enumerate(zip(*listed, strict=True)):
            said = words(phrase or "")
            if phrase and len(said) > LONGEST_PHRASE:
                yield self.problem(
                    ("statements", row, "key_phrase"),
                    "phrase-too-long",
                    f"{len(said)} words; at most {LONGEST_PHRASE} are quoted",
                    "shorten it",
                )
            if article not in self.texts:
                continue
            spans = [words(self.span(article, anchor)) for _, anchor in mine[statement]]
            if phrase and not any(_occurrences(span, said) for span in spans):
                yield self._astray(row, article, said)
            for (_, anchor), span in zip(mine[statement], spans, strict=True):
                yield from self._rebuilt(row, anchor, span, said)

    def _astray(self, row: int, article: str, said: list[str]) -> Problem:
        if said and _occurrences(words(self.texts[article]), said):
            return self.problem(
                ("statements", row, "key_phrase"),
                "phrase-not-in-span",
                "stands in the text, but in none of the statement's spans",
                "quote words of a span, or anchor the span they stand in",
            )
        return self.problem(
            ("statements", row, "key_phrase"),
            "phrase-absent",
            "does not stand in the text in these words",
            "quote the words as printed, in the text's language",
        )

    def _rebuilt(self, row: int, anchor: Anchor, span: list[str], said: list[str]) -> Iterator[Problem]:
        shown = set(range(2)) if anchor.head and len(span) >= SHORT else set()
        shown |= {len(span) - 2, len(span) - 1} if anchor.tail and len(span) >= SHORT else set()
        for start in _occurrences(span, said):
            shown |= set(range(start, start + len(said)))
        if 2 * len(shown) > len(span):
            yield self.problem(
                ("statements", row, "key_phrase"),
                "span-rebuilt",
                f"head, tail and key phrase give away {len(shown)} of {len(span)} words of {anchor.place}",
                "shorten the key phrase or leave it out",
            )

    def repeats(self) -> Iterator[Problem]:
        """A span whose words the body prints again lists the place as a repeat."""
        bodies = ranges(self.tables, "body")
        for article, rows in self.sound.items():
            mine: dict[str, list[Place]] = defaultdict(list)
            for anchor in rows:
                mine[anchor.statement_id].append((anchor.char_start, anchor.char_end))
            for anchor in rows:
                normal = normalise(self.span(article, anchor))
                if anchor.anchor_role not in ("primary", "continuation") or normal.count(" ") + 1 < SHORTEST_REPEAT:
                    continue
                for place in self.copies[article].by_words(normal):
                    if _within(place, bodies.get(article, [])) and not _within(place, mine[anchor.statement_id]):
                        yield self.problem(
                            ("anchors", anchor.row, "char_start"),
                            "repeat-not-listed",
                            f"the body prints the words of {anchor.place} again at {place[0]}-{place[1]}",
                            f"add an anchor {place[0]}-{place[1]} with role repeat",
                        )

    def copying(self) -> Iterator[Problem]:
        """No shipped text repeats eight words of a source in a row."""
        for found in copied(self.tables, self.texts):
            run = " ".join(found.run[:3])
            yield self.problem(
                (found.table, found.row, found.column),
                "copies-source",
                f"repeats {len(found.run)} words in a row of {found.article_id}, from '{run} ...'",
                "say it in your own words",
            )


def check_texts(tables: Tables, texts: Mapping[str, str], places: Mapping[str, Places]) -> list[Problem]:
    """Every problem the texts show in the tables, sorted; an article without a text in ``texts`` is passed over.

    ``texts`` maps article_id to the very text that was coded; ``places`` maps a table to where its rows are written
    (a table missing there is reported by its name and row).
    """
    check = _Check(tables, texts, places)
    rules = (check.versions, check.stretches, check.spans, check.phrases, check.repeats, check.copying)
    return sorted({problem for rule in rules for problem in rule()})


def _inside_word(printed: list[Place], at: int) -> bool:
    i = bisect_right(printed, (at, at)) - 1
    return i >= 0 and printed[i][0] < at < printed[i][1]


def _occurrences(span: list[str], said: list[str]) -> list[int]:
    """Where the words ``said`` begin in a row in ``span``."""
    if not said:
        return []
    return [i for i in range(len(span) - len(said) + 1) if span[i : i + len(said)] == said]


def _within(place: Place, stretches: list[Place]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in stretches)
