"""Proof of every anchor against a user's own copies of the texts.

A file with the article's hash is the text version that was coded: each anchor's slice of it must have the stored
hashes, word count, head and tail. Where no file has the hash, the file most like the article is searched for the words
of each span, so that a copy with other line breaks or quotation marks, or from another crawl, still proves what it can.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from communique_schema.words import words

from ..problems import Problem, count
from ..tables import Tables
from .anchored import Anchored, Article
from .copies import Candidate, best_copy, candidates, compare, differences
from .report import STATES, AnchorResult, ArticleResult, VerifyReport
from .sources import TextError, TextFile, find_texts, match, shown
from .spans import Anchor, faults

Progress = Callable[[int, int], None]
"""Called with the number of articles done and of articles in all."""

Outcome = tuple[TextFile | None, list[AnchorResult], list[Problem]]


def verify(
    tables: Tables,
    folder: Path,
    progress: Progress | None = None,
    *,
    only: Collection[str] = (),
    partial: bool = False,
) -> VerifyReport:
    """Check every anchor of every anchored article (of the articles ``only``) against the files below ``folder``.

    An article without a copy is an error; with ``partial``, a warning, as long as there is a copy of any. Raises
    :class:`CommuniqueError` where there is no such folder or article; everything else is in the report.
    """
    files = find_texts(folder)
    articles = Anchored(tables, only)
    matched = match(tables["articles"], files)
    taken = {file.sha256 for file in matched.values()}
    loose = [file for file in files if not file.problem and file.sha256 not in taken]
    listed = candidates([articles.article(key) for key in articles.ids if key not in matched], loose)
    rows: list[ArticleResult] = []
    results: list[AnchorResult] = []
    problems = [file.problem for file in files if file.problem]
    for done, article in enumerate(articles, 1):
        version = matched.get(article.article_id)
        outcome = _check(article, version) if version else _search(article, listed[article.article_id], folder)
        rows.append(_row(article, outcome, by_hash=version is not None))
        results += outcome[1]
        problems += outcome[2]
        if progress:
            progress(done, len(articles))
    if partial and any(row.file for row in rows):
        problems = [replace(p, level="warning") if p.code == "text-absent" else p for p in problems]
    return VerifyReport(rows, results, sorted(set(problems)), len(files))


def _check(article: Article, file: TextFile) -> Outcome:
    """The text is the version coded: the record must be true of it to the letter."""
    try:
        text = file.text()
    except TextError as error:
        return file, _all(article, "absent"), [error.problem]
    results, problems = [], []
    for anchor in article.anchors:
        if found := faults(anchor, text):
            results.append(_result(article, anchor, "wrong"))
            line = text.count("\n", 0, anchor.char_start) + 1
            problems += [
                Problem(shown(file.path), line, anchor.statement_id, f"{anchor.place} {fault.field}", fault.code,
                        fault.message, fault.fix)
                for fault in found
            ]  # fmt: skip
    return file, results, [*problems, *_phrases(article, text, shown(file.path))]


def _phrases(article: Article, text: str, file: str) -> Iterator[Problem]:
    """A key phrase must stand in one of its statement's spans."""
    spans: dict[str, list[str]] = defaultdict(list)
    for anchor in article.anchors:
        if anchor.statement_id in article.phrases:
            spans[anchor.statement_id].append(text[anchor.char_start : anchor.char_end])
    for statement, phrase in article.phrases.items():
        if not any(holds(span, phrase) for span in spans[statement]):
            message = "the key phrase stands in none of the statement's spans"
            yield Problem(file, 0, statement, "key_phrase", "phrase-not-in-span", message, "quote it as printed there")


def holds(span: str, phrase: str) -> bool:
    """Whether the words of ``phrase`` stand in a row in ``span``."""
    sought = " ".join(words(phrase))
    return bool(sought) and f" {sought} " in f" {' '.join(words(span))} "


def _search(article: Article, listed: Sequence[Candidate], folder: Path) -> Outcome:
    """No file is the version coded: look for the words in the file most like it."""
    copy = best_copy(article, listed)
    if copy is None:
        message = f"no file here is a copy of the article: {count(len(article.anchors), 'anchor')} went unchecked"
        fix = (f"put a copy of {article.url or article.title} into the folder, name the articles you have with "
               "--article ID, or pass over the others with --partial")  # fmt: skip
        absent = Problem(shown(folder), 0, article.article_id, "text_sha256", "text-absent", message, fix)
        return None, _all(article, "absent"), [absent]
    results = compare(article, copy)
    return copy.candidate.file, results, list(differences(article, copy, results))


def _all(article: Article, state: str) -> list[AnchorResult]:
    return [_result(article, anchor, state) for anchor in article.anchors]


def _result(article: Article, anchor: Anchor, state: str) -> AnchorResult:
    return AnchorResult(
        article.article_id, anchor.statement_id, anchor.char_start, anchor.char_end, anchor.anchor_role, state
    )


def _row(article: Article, outcome: Outcome, *, by_hash: bool) -> ArticleResult:
    file, results, _ = outcome
    states = Counter({"held": len(article.anchors) - len(results)}) + Counter(result.state for result in results)
    return ArticleResult(
        article_id=article.article_id,
        file=shown(file.path) if file else None,
        matched="hash" if by_hash else "words" if file else "none",
        anchors=len(article.anchors),
        **{state: states[state] for state in STATES},
        url=article.url,
    )
