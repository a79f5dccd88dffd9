"""Copies of a text that are not the version coded: which file it is, and where the coded words stand in it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique_schema.words import sha256_text, words

from ..problems import Problem
from .anchored import Article, pairs
from .locate import Copy, Place, assign, in_order
from .report import AnchorResult
from .sources import TextError, TextFile, shown

CANDIDATES = 3
"""Files searched by words per article, the most alike first."""


@dataclass(frozen=True)
class Candidate:
    """A file that may be a copy; ``alike``: how many thousandths of the record's quoted word pairs stand in it."""

    file: TextFile
    alike: int


@dataclass(frozen=True)
class Located:
    """An article's spans in one copy: coded range -> range in the copy; ``problem`` where its bytes are not UTF-8.

    ``strays`` are spans whose words stand in the copy, but not between their neighbours.
    """

    candidate: Candidate
    text: str
    problem: Problem | None
    places: dict[Place, Place]
    strays: dict[Place, Place]

    @property
    def is_copy(self) -> bool:
        """Whether this is the article at all: some span is there, or half of what the record quotes."""
        return bool(self.places) or self.candidate.alike >= 500


def candidates(articles: Sequence[Article], files: Sequence[TextFile]) -> dict[str, list[Candidate]]:
    """article_id -> the files worth a search by words, most alike first.

    Alike by the pairs of words a record quotes (in heads, tails, key phrases, the title), looked up among the pairs of
    each file, so that a folder of many thousand other texts costs one reading. An article that quotes nothing of its
    spans, all of them being short, has every file for candidate.
    """
    marks = {article.article_id: article.marks() for article in articles}
    marked: dict[tuple[str, str], list[str]] = defaultdict(list)
    for article_id, sought in marks.items():
        for pair in sought:
            marked[pair].append(article_id)
    silent = [article.article_id for article in articles if not article.quoted()]
    found: dict[str, list[Candidate]] = {article_id: [] for article_id in marks}
    for file in files if articles else ():
        try:
            said = set(pairs(words(file.readable()[0])))
        except TextError:
            continue
        shared = Counter(article_id for pair in said & marked.keys() for article_id in marked[pair])
        for article_id in shared.keys() | silent:
            alike = 1000 * shared[article_id] // max(len(marks[article_id]), 1)
            found[article_id].append(Candidate(file, alike))
    return {
        article_id: sorted(listed, key=lambda c: -c.alike)[: None if article_id in silent else CANDIDATES]
        for article_id, listed in found.items()
    }


def best_copy(article: Article, listed: Sequence[Candidate]) -> Located | None:
    """The candidate that holds most of the article's spans; None where none of them is a copy of it."""
    located = [found for candidate in listed if (found := _locate(article, candidate)).is_copy]
    return max(located, key=lambda found: (len(found.places), found.candidate.alike), default=None)


def _locate(article: Article, candidate: Candidate) -> Located:
    try:
        text, problem = candidate.file.readable()
    except TextError as error:
        return Located(candidate, "", error.problem, {}, {})
    keys: dict[Place, tuple[int, str]] = {}
    for anchor in article.anchors:
        if anchor.word_count and anchor.span_norm_sha256:
            keys[anchor.char_start, anchor.char_end] = anchor.word_count, anchor.span_norm_sha256
    wanted: dict[int, Counter[str]] = defaultdict(Counter)
    for count, digest in keys.values():
        wanted[count][digest] += 1
    found = Copy(text).by_hash(wanted)
    given = assign({span: found[key] for span, key in sorted(keys.items()) if key in found})
    ordered = in_order(given)
    places = {span: place for span, place in given.items() if span in ordered}
    return Located(candidate, text, problem, places, {span: given[span] for span in given.keys() - ordered})


def compare(article: Article, copy: Located) -> list[AnchorResult]:
    """The article's anchors that are not held in the copy: moved, reprinted or missing."""
    results = []
    for anchor in article.anchors:
        span = anchor.char_start, anchor.char_end
        place = copy.places.get(span)
        if place is not None and sha256_text(copy.text[span[0] : span[1]]) == anchor.span_sha256:
            continue
        if place is None:
            state = "missing"
        else:
            state = "moved" if _same_letters(copy.text, place, span, anchor.span_sha256) else "reprinted"
        results.append(
            AnchorResult(
                article.article_id, anchor.statement_id, *span, anchor.anchor_role, state, *(place or (None, None))
            )
        )
    return results


def _same_letters(text: str, place: Place, span: Place, digest: str | None) -> bool:
    """Whether the span stands in the copy to the letter; it may begin and end with marks that belong to no word."""
    room = span[1] - span[0] - (place[1] - place[0])
    return any(
        sha256_text(text[place[0] - before : place[1] + room - before]) == digest
        for before in range(min(room, place[0], 8) + 1)
    )


def differences(article: Article, copy: Located, results: Sequence[AnchorResult]) -> Iterator[Problem]:
    """One problem that says how the copy differs, and one for each anchor whose words are not in it."""
    file, total = shown(copy.candidate.file.path), len(article.anchors)
    if copy.problem:
        yield copy.problem
    missing = [result for result in results if result.state == "missing"]
    message = (
        f"text hash differs: not the version we coded; {total - len(missing)} of {total} anchors found by their words"
        + _listed("missing", missing)
        + _listed("printed otherwise", [result for result in results if result.state == "reprinted"])
    )
    fix = "compare the copy with its origin"
    yield Problem(file, 0, article.article_id, "text_sha256", "text-differs", message, fix if missing else "",
                  "error" if missing else "warning")  # fmt: skip
    for gone in missing:
        stray = copy.strays.get((gone.char_start, gone.char_end))
        where = f"out of their place in this copy, at {stray[0]}-{stray[1]}" if stray else "not in this copy"
        yield Problem(file, 0, gone.statement_id, f"anchor {gone.char_start}-{gone.char_end}", "span-missing",
                      f"the words coded at {gone.char_start}-{gone.char_end} are {where}", fix)  # fmt: skip


def _listed(what: str, results: Sequence[AnchorResult], most: int = 10) -> str:
    if not results:
        return ""
    return f"; {what}: {', '.join(map(str, results[:most]))}" + (" ..." if len(results) > most else "")
