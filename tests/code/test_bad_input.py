"""Bad input: one clear line each, all in one run, and the last good build untouched."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import minimal
import pytest
from minimal import FIRST, SECOND, edit, place

from communique import pipeline
from communique.check.echoes import UNREAD
from communique.cli import main
from communique.problems import Problem, errors
from communique.records import read

WIRE, ANSWER = "articles/wire.yml", "articles/answer.yml"
FIRST_START, FIRST_END = place(FIRST)
SECOND_START, SECOND_END = place(SECOND)
HASH = minimal.filled(minimal.TEXT, FIRST_START, FIRST_END)["span_sha256"]
Case = tuple[str, str, str, int, str, str]
"""File, what stands there, what is put in its place, line after the first changed one, field, code."""

READING: dict[str, Case] = {
    "malformed YAML: a bracket left open": (WIRE, "coverage: full\n", "coverage: [full\n", 0, "", "malformed-yaml"),
    "malformed YAML: a quotation mark left open": (WIRE, "coverage: full", 'coverage: "full', 0, "", "malformed-yaml"),
    "malformed YAML: indentation": (WIRE, "coverage: full\n", " coverage: full\n", 0, "", "malformed-yaml"),
    "malformed CSV": ("retired_ids.csv", ",note\n", ',note\nx,"y', 1, "", "malformed-csv"),
    "tab": (WIRE, "coverage: full\n", "coverage:\tfull\n", 0, "", "tab"),
    "duplicate key": (WIRE, "coverage: full\n", "coverage: full\nlanguage: en\n", 1, "", "duplicate-key"),
    "unknown field": (WIRE, "coverage: full", "covrage: full", 0, "covrage", "unknown-field"),
    "computed field": (WIRE, "    form: indirect\n", "    form: indirect\n    root: x\n", 1, "root", "unknown-field"),
    "missing field": (ANSWER, "    act: assess\n", "", -4, "act", "missing-field"),
    "missing date": (ANSWER, "published: {edtf: 2021-03-10, certainty: explicit}\n", "", -8, "published", "missing-field"),
    "wrong type: a number": (WIRE, "text_bytes: ", "text_bytes: many ", 0, "text_bytes", "wrong-type"),
    "wrong type: yes or no": ("actors.yml", "single_seat: true", "single_seat: yes", 0, "single_seat", "wrong-type"),
    "wrong type: a list": (WIRE, "coverage: full", "coverage: [full]", 0, "coverage", "wrong-type"),
    "wrong type: not a list": ("actors.yml", "aliases:\n    - {language: en, alias: Orlov}", "aliases: Orlov", 0,
                               "aliases", "wrong-type"),
    "wrong type: a date": (ANSWER, "published: {edtf: 2021-03-10, certainty: explicit}", "published: 2021-03-10", 0,
                           "published", "wrong-type"),
    "empty value": (WIRE, "coverage: full", "coverage:", 0, "coverage", "empty-value"),
    "lone surrogate escape": (WIRE, "text_origin: made up", 'text_origin: "made\\ud800up"', 0, "", "malformed-yaml"),
    "control character": (WIRE, "text_origin: made up", 'text_origin: "made\\u0007up"', 0, "text_origin",
                          "control-character"),
    "NUL": (WIRE, "text_origin: made up", "text_origin: made\0up", 0, "", "nul-character"),
    "CR LF": (WIRE, "coverage: full\n", "coverage: full\r\n", 0, "", "carriage-return"),
    "YAML anchor": (WIRE, "coverage: full", "coverage: &a full", 0, "", "yaml-anchor"),
    "YAML tag": (WIRE, "coverage: full", "coverage: !!str full", 0, "", "yaml-tag"),
    "two documents": (ANSWER, "accessed_on: 2021-06-01\n", "accessed_on: 2021-06-01\n---\n", 1, "", "several-documents"),
    "handle": ("actors.yml", "- actor_id: ac-sm1th", '- actor_id: "@ac-smith"', 0, "actor_id", "unminted-handle"),
    "handle in a text": (WIRE, "made up", "as @ar-other says", 0, "text_origin", "unminted-handle"),
    "impossible day": (ANSWER, "accessed_on: 2021-06-01", "accessed_on: 2021-02-30", 0, "accessed_on", "impossible-date"),
    "impossible date": (ANSWER, "published: {edtf: 2021-03-10", "published: {edtf: 2021-02-30", 0, "published.edtf",
                        "impossible-date"),
    "EDTF that does not parse": (ANSWER, "published: {edtf: 2021-03-10", "published: {edtf: 10 March 2021", 0,
                                 "published.edtf", "bad-edtf"),
}  # fmt: skip
"""Problems of form, found while reading."""

RULES: dict[str, Case] = {
    "unknown code": (WIRE, "source_tier: agency", "source_tier: agencies", 0, "source_tier", "unknown-code"),
    "dangling reference": (WIRE, "publisher_id: ac-ag3nc", "publisher_id: ac-zzzzz", 0, "publisher_id",
                           "dangling-reference"),
    "dangling evidence": ("proposals.yml", "- st-three", "- st-zzzzz", 0, "statement_id", "dangling-reference"),
    "duplicate id": ("actors.yml", "- actor_id: ac-sm1th", "- actor_id: ac-ag3nc", 0, "actor_id", "duplicate-id"),
    "bad id": ("actors.yml", "- actor_id: ac-sm1th", "- actor_id: ac-smith", 0, "actor_id", "bad-form"),
    "weekday": (WIRE, "published: {edtf: 2021-03-04, certainty: explicit, weekday: thursday}",
                "published: {edtf: 2021-03-04, certainty: explicit, weekday: friday}", 0, "published.weekday",
                "weekday-contradicts-date"),
    "said after told": (ANSWER, "said: {edtf: 2021-03-10", "said: {edtf: 2021-03-20", 0, "said", "said-after-told"),
    "told after published": (ANSWER, "told: {edtf: 2021-03-10", "told: {edtf: 2021-03-20", 0, "told",
                             "told-after-published"),
    "span outside its range": (WIRE, f"char_start: {FIRST_START}\n", "char_start: 20\n", 0, "char_start",
                               "span-outside-range"),
    "span past the end": (WIRE, f"char_end: {SECOND_END}\n", "char_end: 5000\n", 0, "char_end", "span-past-end"),
    "span reversed": (WIRE, f"char_end: {FIRST_END}\n", f"char_end: {FIRST_START - 1}\n", 0, "char_end", "span-reversed"),
    "spans overlap": (WIRE, f"char_start: {SECOND_START}\n", f"char_start: {FIRST_END - 5}\n", 0, "char_start",
                      "span-overlap"),
    "wrong span hash": (WIRE, f"span_sha256: {HASH}", "span_sha256: " + "0" * 64, 0, "span_sha256", "span-hash"),
    "wrong text size": (WIRE, "text_chars: ", "text_chars: 9", 0, "text_chars", "text-chars"),
    "key phrase over seven words": (WIRE, "key_phrase: regular talks on ice",
                                    "key_phrase: that both countries resume their regular talks on ice", 0, "key_phrase",
                                    "key-phrase-too-long"),
    "key phrase absent": (WIRE, "key_phrase: regular talks on ice", "key_phrase: regular talks on fish", 0, "key_phrase",
                          "phrase-absent"),
    "copying paraphrase": (WIRE, "Orlov says his side would be free for a session in the spring.",
                           "Orlov told reporters after the call with his colleague of May.", 0, "paraphrase",
                           "copies-source"),
    "off-graph move": ("proposals.yml", "event: acknowledged", "event: suspended", 0, "event", "off-graph"),
    "move without evidence": ("proposals.yml", "      evidence:\n        - st-three  "
                              "# The department has the Russian idea and is looking at it.\n", "", -5, "evidence",
                              "event-without-evidence"),
    "evidence not linked": ("proposals.yml", "- st-three", "- st-tw000", 0, "statement_id", "evidence-not-linked"),
    "treaty event by a state without a row": ("treaties.yml", "event: signed\n", "event: ratified\n", 1, "actor_id",
                                              "state-without-row"),
}  # fmt: skip
"""Problems of content, found by models, rules and texts."""


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """The small valid dataset, its text in the folder ``texts`` beside it."""
    return minimal.dataset(tmp_path)


def problems(dataset: Path) -> list[Problem]:
    """Every error of one run of all checks, texts included."""
    build = pipeline.Build(dataset, sources=dataset.parent / "texts")
    return errors(pipeline.go(build, pipeline.CHECKED).problems)


def found(listed: list[Problem], file: str, line: int, field: str, code: str) -> bool:
    """Whether the problem is among those listed, at its very place."""
    return any((p.file, p.line, p.field, p.code) == (f"dataset/{file}", line, field, code) for p in listed)


def test_the_dataset_itself_is_sound(dataset: Path) -> None:
    """Without an edit there is no error, so each error below comes from its edit."""
    assert problems(dataset) == []


@pytest.mark.parametrize("name", READING)
def test_one_edit_of_form(dataset: Path, name: str) -> None:
    """Each kind of bad form has its code, line and field, and says how to mend it."""
    file, old, new, after, field, code = READING[name]
    line = edit(dataset / file, old, new) + after
    expect(errors(read(dataset).problems), (file, line, field, code))


def expect(listed: list[Problem], *places: tuple[str, int, str, str]) -> None:
    """Each problem is listed at its very place; every line says how to mend it."""
    assert [place for place in places if not found(listed, *place)] == [], listed
    assert all("\n" not in str(problem) and problem.fix for problem in listed), listed


APART = (
    ("bad id", "key phrase absent", "evidence not linked", "told after published", "span outside its range"),
    ("move without evidence", "spans overlap", "missing date"),
    ("span reversed",),
)
"""Kinds that would undo the edit of another, or move its lines; those of one row go together."""
ALONE = {name for row in APART for name in row}
TOGETHER = tuple(RULES.keys() - ALONE)


@pytest.mark.parametrize("names", [TOGETHER, *APART], ids=["together", *(row[0] for row in APART)])
def test_edits_of_content(dataset: Path, names: tuple[str, ...]) -> None:
    """Each kind of bad content has its code, line and field, and says how to mend it."""
    places = []
    for file, old, new, after, field, code in (RULES[name] for name in RULES if name in names):
        places.append((file, edit(dataset / file, old, new) + after, field, code))
    expect(problems(dataset), *places)


def test_all_at_once(dataset: Path) -> None:
    """Every kind that leaves its file readable, all in one dataset, is reported by one run."""
    expected = set()
    for name, (file, old, new, _, field, code) in (READING | RULES).items():
        path = dataset / file
        if name not in ALONE and code not in UNREAD and path.read_bytes().count(old.encode()) == 1:
            edit(path, old, new)
            expected.add((f"dataset/{file}", field, code))
    assert len(expected) > 20
    assert expected - {(p.file, p.field, p.code) for p in problems(dataset)} == set()


def test_a_broken_file_hides_nothing_of_the_others(dataset: Path) -> None:
    """A file that cannot be read at all leaves the problems of the rest to be told in the same run."""
    (dataset / "claims.yml").write_bytes(b"- claim_id: \xff\n")
    line = edit(dataset / WIRE, "source_tier: agency", "source_tier: agencies")
    listed = problems(dataset)
    assert found(listed, "claims.yml", 1, "", "not-utf8")
    assert found(listed, WIRE, line, "source_tier", "unknown-code")


def test_a_handle_hides_nothing(dataset: Path) -> None:
    """A record that still goes by its handle, and those that refer to it, are checked like any other, in the same run."""
    handle = edit(dataset / "articles/answer.yml", "article_id: ar-answr", 'article_id: "@ar-answer"')
    code = edit(dataset / "articles/answer.yml", "source_tier: primary", "source_tier: first")
    edit(dataset / "tenures.yml", "source_article_id: ar-answr", 'source_article_id: "@ar-answer"')
    edit(dataset / "treaties.yml", "source_article_id: ar-answr", 'source_article_id: "@ar-answer"')
    edit(dataset / "conflicts.yml", "article_b_id: ar-answr", 'article_b_id: "@ar-answer"')
    listed = problems(dataset)
    assert found(listed, ANSWER, handle, "article_id", "unminted-handle")
    assert found(listed, ANSWER, code, "source_tier", "unknown-code")
    assert {p.code for p in listed} == {"unminted-handle", "unknown-code"}


def test_bytes_that_are_not_utf8(dataset: Path) -> None:
    """The line of the first bad byte is named."""
    path = dataset / WIRE
    path.write_bytes(path.read_bytes().replace(b"made up", b"made \xe9 up"))
    line = path.read_bytes()[: path.read_bytes().index(b"\xe9")].count(b"\n") + 1
    assert found(read(dataset).problems, WIRE, line, "", "not-utf8")


def test_byte_order_mark(dataset: Path) -> None:
    """A byte order mark is named, and what follows it is still checked."""
    path = dataset / WIRE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    line = edit(path, "coverage: full", "covrage: full")
    listed = read(dataset).problems
    assert found(listed, WIRE, 1, "", "byte-order-mark")
    assert found(listed, WIRE, line, "covrage", "unknown-field")


def test_surrogates_in_the_bytes(dataset: Path) -> None:
    """A lone surrogate written as bytes is no UTF-8."""
    line = edit(dataset / WIRE, "made up", "made \udc80 up")
    assert found(read(dataset).problems, WIRE, line, "", "not-utf8")


def test_a_huge_file(dataset: Path) -> None:
    """50 MB are refused at once, not parsed."""
    with (dataset / "articles" / "huge.yml").open("wb") as stream:
        stream.truncate(50 * 2**20)
    began = time.monotonic()
    assert found(read(dataset).problems, "articles/huge.yml", 0, "", "file-too-large")
    assert time.monotonic() - began < 30


def test_deep_nesting(dataset: Path) -> None:
    """A file nested a hundred thousand deep ends in a problem, not in an exhausted stack."""
    (dataset / "articles" / "deep.yml").write_text("[" * 100_000)
    assert found(read(dataset).problems, "articles/deep.yml", 1, "", "too-deep")


def test_empty_folder(tmp_path: Path) -> None:
    """A dataset folder without records is one problem."""
    (tmp_path / "dataset").mkdir()
    assert found([_at(p, "") for p in problems_of_empty(tmp_path)], "", 0, "", "empty-dataset")


def problems_of_empty(tmp_path: Path) -> list[Problem]:
    (tmp_path / "texts").mkdir()
    return problems(tmp_path / "dataset")


def _at(problem: Problem, file: str) -> Problem:
    return Problem(f"dataset/{file}", *(getattr(problem, n) for n in ("line", "record", "field", "code", "message")))


def run(dataset: Path, *args: str) -> int:
    """The command line in this process; its exit code."""
    with pytest.raises(SystemExit) as left:
        main([*args, "--dataset", str(dataset)])
    assert isinstance(left.value.code, int)
    return left.value.code


def snapshot(dist: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file of the build, by inode, time and content."""
    files = [p for p in (dist / "current").rglob("*") if p.is_file()]
    return {str(p): (p.stat().st_ino, p.stat().st_mtime_ns, p.read_bytes()) for p in files}


@pytest.fixture(scope="module")
def build_of_the_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small dataset and a build of it."""
    root = tmp_path_factory.mktemp("sample")
    assert run(minimal.dataset(root), "build") == 0
    return root


@pytest.fixture
def built(build_of_the_sample: Path, tmp_path: Path) -> Path:
    """The small dataset, with a build."""
    shutil.copytree(build_of_the_sample, tmp_path, dirs_exist_ok=True)
    return tmp_path / "dataset"


@pytest.fixture
def untouched(built: Path) -> Iterator[None]:
    """Whatever the test does, the build that stood before stands after it, and no leftovers beside it."""
    dist = built.parent / "dist"
    before = snapshot(dist)
    assert before
    yield
    assert snapshot(dist) == before
    assert not [p for p in dist.iterdir() if p.name.startswith((".building", ".previous"))]


@pytest.mark.usefixtures("untouched")
def test_errors_leave_the_build(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors in the records: exit 1, each on one line with its place, and nothing published."""
    first = edit(built / WIRE, "source_tier: agency", "source_tier: agencies")
    second = edit(built / "claims.yml", "claim_kind: act", "claim_kind: axt")
    assert run(built, "build") == 1
    lines = capsys.readouterr().out.splitlines()
    assert ": warning: " in lines[0]
    assert lines[1].startswith(f"dataset/{WIRE}:{first}: error: ar-w1r3a source_tier: ")
    assert lines[2].startswith(f"dataset/claims.yml:{second}: error: cl-1ce00 claim_kind: ")
    stands = f"nothing was built; the last build (version 0.1.0) stands: {built.parent / 'dist/current'}"
    assert lines[3:] == ["2 errors and 1 warning in 3 files", stands]


def test_errors_before_any_build(dataset: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is no build yet, that is said."""
    edit(dataset / "claims.yml", "claim_kind: act", "claim_kind: axt")
    assert run(dataset, "build") == 1
    assert capsys.readouterr().out.endswith("\nnothing was built; there is no build yet\n")


def test_errors_for_machines(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json the same problems are one JSON document."""
    edit(built / WIRE, "source_tier: agency", "source_tier: agencies")
    assert run(built, "build", "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert not said["ok"]
    assert [p["code"] for p in said["problems"] if p["level"] == "error"] == ["unknown-code"]


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "no room left"), (errno.EROFS, "cannot be written to")])
def test_disk_trouble(
    built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    """A full disk or a read-only folder: exit 3, one line, the old build whole."""

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("communique.publish.run.write_parquet", fail)
    assert run(built, "build", "--force") == 3
    said = capsys.readouterr()
    assert words in said.err
    assert len(said.err.splitlines()) == 1


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("step", ["communique.publish.run.write_parquet", "communique.publish.run.write_database"])
def test_interrupted(
    built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Ctrl-C halfway: exit 130, one line."""

    def stop(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(step, stop)
    assert run(built, "build", "--force") == 130
    assert "interrupted" in capsys.readouterr().err


@pytest.mark.usefixtures("untouched")
def test_a_real_interrupt(built: Path) -> None:
    """SIGINT to a process in the middle of writing ends it with 130 and one line."""
    code = (
        "import sys, communique.publish.run as run, communique.cli\n"
        "def wait(*a, **k):\n    print('writing', flush=True)\n    import time\n    time.sleep(60)\n"
        "run.write_database = wait\ncommunique.cli.main(sys.argv[1:])\n"
    )
    command = [sys.executable, "-c", code, "build", "--force", "--dataset", str(built)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "interrupted" in said


@pytest.mark.usefixtures("untouched")
def test_two_builds_at_once(built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """While one build writes, a second is refused with exit 3, and neither harms the last one."""
    code: list[int] = []

    def meanwhile(*_: Any, **__: Any) -> None:
        monkeypatch.undo()
        code.append(run(built, "build", "--force"))
        raise KeyboardInterrupt

    monkeypatch.setattr("communique.publish.run.write_database", meanwhile)
    assert run(built, "build", "--force") == 130
    assert code == [3]
    assert "another build is running" in capsys.readouterr().err


def test_a_defect_is_no_traceback(
    built: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw is told in plain lines; --debug shows the traceback."""

    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("communique.publish.run.write_parquet", fail)
    assert run(built, "build", "--force") == 70
    assert "Traceback" not in (said := capsys.readouterr().err)
    assert "ZeroDivisionError: by nothing" in said
    assert run(built, "build", "--force", "--debug") == 70
    assert "Traceback" in capsys.readouterr().err
