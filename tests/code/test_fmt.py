"""The canonical form: nothing lost, nothing doubtful, the same again when formatted again."""

import itertools
from collections import Counter
from pathlib import Path
from typing import Any

import minimal
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from minimal import edit

from communique.problems import CommuniqueError, DatasetError
from communique.records import read
from communique.records.entries import comments, parse
from communique.records.fmt import format_csv, format_text
from communique.records.folder import mint_all, tidy, write
from communique.records.mint import ALPHABET, id_for
from communique.tables import complete
from communique_schema.spec import tables

ACTORS, ARTICLES, PROPOSALS = (tables()[name] for name in ("actors", "articles", "proposals"))
FAST = settings(deadline=None, max_examples=120, suppress_health_check=list(HealthCheck))
SLOW = settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))

ODD = ["no", "yes", "null", "~", "12:30:45", "2020", "1e3", "0x1f", "2020-04-25", "a: b", "a #b", "#a", "- a", "-", "?", "a:",
       "[a]", "{a}", "a, b", "'a'", '"a"', "it's", "&a", "*a", "!a", "|", ">", "%a", "`a", "a\\b", "\\", "a  b", "“ ”",
       "Ответ", "a\u00a0b", "a\u2028b", "a\u00adb", "a\U0001f600b", "=", "<<", ".", "...", "---", "--- a", "a]", "a: ", "é",
       "true", "True", "a\ufeffb", "1_000", "+1", ".5", "0o17", "x" * 130]  # fmt: skip
words = st.one_of(st.sampled_from(ODD), st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8))
texts = st.lists(words, min_size=1, max_size=40).map(" ".join).map(str.strip).filter(bool)
notes = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12).map(
    lambda t: f"# {t}".rstrip()
)
ids = st.text(st.sampled_from(ALPHABET), min_size=5, max_size=5)


@st.composite
def actors(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Records of actors with odd texts, in any order of fields."""
    made = []
    for key in draw(st.lists(ids, min_size=1, max_size=4, unique=True)):
        record = {"actor_id": f"ac-{key}", "actor_kind": "person", "name": draw(texts), "notes": draw(texts),
                  "state_id": f"ac-{draw(ids)}"}  # fmt: skip
        aliases = draw(st.lists(texts, max_size=3, unique=True))
        if aliases:
            record["aliases"] = [{"language": "en", "alias": alias} for alias in aliases]
        made.append(dict(draw(st.permutations(list(record.items())))))
    return made


@st.composite
def files(draw: st.DrawFn) -> str:
    """A record file as somebody might write it: any style, comments above and behind."""
    flow = draw(st.sampled_from([False, None]))
    text = yaml.safe_dump(draw(actors()), default_flow_style=flow, width=10**6, allow_unicode=draw(st.booleans()),
                          sort_keys=False, default_style=draw(st.sampled_from([None, '"', "'"])))  # fmt: skip
    lines = []
    for line in text.splitlines() if "\u2028" not in text and "\x85" not in text else text.split("\n"):
        lines += draw(st.lists(notes, max_size=1))
        behind = draw(st.lists(notes, max_size=1)) if line.strip() else []
        lines.append(line + "".join("  " + note for note in behind))
    return "\n".join(lines) + "\n"


def plain(text: str) -> Any:
    """The file's values without order of records and rows."""

    def ordered(value: Any) -> Any:
        if isinstance(value, list):
            return sorted((ordered(v) for v in value), key=repr)
        return {k: ordered(v) for k, v in sorted(value.items())} if isinstance(value, dict) else value

    return ordered(yaml.load(text, yaml.BaseLoader))  # noqa: S506 (builds texts alone)


@FAST
@given(files())
def test_nothing_is_lost(text: str) -> None:
    """Values and comments are the same afterwards, and a second time changes nothing."""
    once = format_text(text, ACTORS, {})
    assert plain(once) == plain(text)
    assert Counter(comments(parse(once))) == Counter(comments(parse(text)))
    assert format_text(once, ACTORS, {}) == once


@FAST
@given(actors())
def test_order_and_style_do_not_matter(records: list[dict[str, Any]]) -> None:
    """However the same records are written, their canonical form is one."""
    block = yaml.safe_dump(records, default_flow_style=False, sort_keys=True)
    flow = yaml.safe_dump(records[::-1], default_flow_style=True, sort_keys=False, width=10**6)
    assert format_text(block, ACTORS, {}) == format_text(flow, ACTORS, {})


@FAST
@given(st.lists(st.sampled_from(["a", "of:", "#9", '"x"', "talks", "Verhandlungen", "Ответ"]), min_size=1, max_size=90))
def test_no_line_is_too_long(some: list[str]) -> None:
    """A text of short words never makes a line of more than 120 columns, wherever it stands."""
    text = f"x {' '.join(some)}"
    record = {"actor_id": "ac-00000", "actor_kind": "person", "name": text, "notes": f"{text}\u00ad",
              "aliases": [{"language": "en", "alias": text}]}  # fmt: skip
    formatted = format_text(yaml.safe_dump([record], width=10**6), ACTORS, {})
    assert max(map(len, formatted.splitlines())) <= 120


@SLOW
@given(files())
def test_the_reader_sees_the_same(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """``read`` of the formatted file gives the very tables of the file as it was."""
    frames = []
    for version in (text, format_text(text, ACTORS, {})):
        root = tmp_path_factory.mktemp("read") / "dataset"
        root.mkdir()
        (root / "actors.yml").write_text(version, "utf-8", newline="\n")
        found = read(root)
        if found.problems:  # a text the reader refuses, in either version alike
            frames.append({"problems": sorted((p.record, p.code, p.message) for p in found.problems)})
            continue
        frames.append(
            {name: complete(tables()[name], found.tables[name]).to_csv() for name in ("actors", "actor_aliases")}
        )
    assert frames[0] == frames[1]


def test_the_sample_is_canonical(tmp_path: Path) -> None:
    """Every file of the small dataset is in canonical form, texts at hand or not."""
    dataset = minimal.dataset(tmp_path)
    done = tidy(dataset, sources=tmp_path / "texts")
    assert (done.changed, done.problems, done.values) == ({}, [], 0)


MESSY = """\
# yaml-language-server: $schema=../schema/json/proposals.schema.json
# Whoever reads this: begin at the end.
- title: Resume the talks # of old
  summary: "Short."
  # a word on the parties
  parties: [{role: addressee, actor_id: ac-vsa00}, {actor_id: ac-rvss0, role: proposer}] # both
  checked_through: "2021-06-01"
  proposal_id: pr-2222z
  topic: bilateral_relations
  proposal_kind: 'other'
  deadline:
    certainty: inferred_internal   # a guess
    edtf: 2021-07
    basis: The page says that an answer is wanted by the summer, which in Oslo begins with July, and it was March then.
  events:
  # nothing happened before
  - event_id: pe-22222
    happened: {certainty: explicit, edtf: '2021-03-04'}
    note: Asked.
    event: proposed
    actor_id: ac-rvss0   # maybe the ministry alone
    evidence: [st-bbbbb, st-aaaaa]
- proposal_id: pr-1111z
  title: "no"
  summary: |
    One.
  proposal_kind: other
  topic: health
  checked_through: 2021-06-01
# the end
"""
TIDY = """\
# yaml-language-server: $schema=../schema/json/proposals.schema.json

- proposal_id: pr-1111z
  title: "no"
  summary: One.
  proposal_kind: other
  topic: health
  checked_through: 2021-06-01

# Whoever reads this: begin at the end.
- proposal_id: pr-2222z
  # of old
  title: Resume the talks
  summary: Short.
  proposal_kind: other
  topic: bilateral_relations
  deadline:
    edtf: 2021-07
    # a guess
    certainty: inferred_internal
    basis: The page says that an answer is wanted by the summer, which in Oslo begins with July, and it was March then.
  checked_through: 2021-06-01
  # a word on the parties
  parties:
    # both
    - {role: proposer, actor_id: ac-rvss0}  # Russia
    - {role: addressee, actor_id: ac-vsa00}  # United States
  events:
    # nothing happened before
    - event_id: pe-22222
      event: proposed
      # maybe the ministry alone
      actor_id: ac-rvss0  # Russia
      happened: {edtf: 2021-03-04, certainty: explicit}
      note: Asked.
      evidence:
        - st-aaaaa  # What was asked
        - st-bbbbb
# the end
"""
LABELS = {"ac-rvss0": "Russia", "ac-vsa00": "United States", "st-aaaaa": "What was asked"}


def test_a_messy_file() -> None:
    """Order, styles, folding, comments above and behind, labels: one example of everything."""
    assert format_text(MESSY, PROPOSALS, LABELS) == TIDY
    assert format_text(TIDY, PROPOSALS, LABELS) == TIDY


def test_hints_are_dropped() -> None:
    """Comments that begin with #? go, wherever they stand; a text that has one stays, and so do other comments."""
    hinted = TIDY.replace("# yaml", "#? hint\n# yaml", 1).replace("summary: Short.", "#? say\n  summary: Short.  #? it")
    hinted = hinted.replace("note: Asked.", "note: >-  #? folded\n        Asked #? again.") + "#? x\n"
    assert format_text(hinted, PROPOSALS, LABELS) == TIDY.replace("note: Asked.", 'note: "Asked #? again."')


def test_labels_follow_their_rows() -> None:
    """A reworded label is renewed; so is one left behind by another id; a curator's own comment moves above."""
    text = "- actor_id: ac-0r10v\n  actor_kind: person\n  name: Orlov\n  state_id: ac-rvss0{}\n"
    labels = {"ac-rvss0": "Russian Federation", "ac-vsa00": "United States"}
    good = text.format("  # Russian Federation")
    for stale in ("", "  # Russian Federation (the)", "  # United States", "  # United St…", "  #"):
        assert format_text(text.format(stale), ACTORS, labels) == good
    own = format_text(text.format("  # he was born in Oslo"), ACTORS, labels)
    assert own == good.replace("  state_id", "  # he was born in Oslo\n  state_id")
    for said in (
        "not Russian Federation, see the imprint",
        "Russian Federation?",
        "the Federation is named only once…",
    ):
        kept = good.replace("  state_id", f"  # {said}\n  state_id")
        assert format_text(text.format(f"  # {said}"), ACTORS, labels) == kept
        assert format_text(kept, ACTORS, labels) == kept
    assert format_text(text.format("  # whoever"), ACTORS, {}) == text.format("  # whoever"), "label not known: kept"
    assert format_text(text.format("  # whoever"), ACTORS) == text.format("  # whoever"), "labels not asked for: kept"


def test_csv() -> None:
    """Columns as in the schema, rows by key with numbers as numbers, few quotation marks, LF."""
    spec = tables()["codings"]
    text = 'article_id,coder_id,char_end,char_start,value,field\nar-aaaaa,co-aaaaa,20,10,"a,b",x\nar-aaaaa,co-aaaaa,9,2,"c",x\n'
    tidy = 'coder_id,article_id,char_start,char_end,field,value\nco-aaaaa,ar-aaaaa,2,9,x,c\nco-aaaaa,ar-aaaaa,10,20,x,"a,b"\n'
    assert format_csv(text, spec) == tidy
    assert format_csv(tidy, spec) == tidy


def test_crlf_bom_and_outer_space_are_mended(tmp_path: Path) -> None:
    """What can be mended without a question is: line ends, byte order mark, white space around a text."""
    dataset = minimal.dataset(tmp_path)
    path = dataset / "claims.yml"
    path.write_bytes(
        b"\xef\xbb\xbf" + path.read_bytes().replace(b"claim_kind: act", b'claim_kind: " act "').replace(b"\n", b"\r\n")
    )
    done = tidy(dataset)
    assert done.problems == []
    assert done.changed == {path: minimal.FILES["claims.yml"]}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("coverage: full", "coverage: [full", "malformed-yaml"),
        ("coverage: full", "coverage: full\ncoverage: full", "duplicate-key"),
        ("coverage: full", "covrage: full", "unknown-field"),
    ],
)
def test_a_file_with_problems_is_left(tmp_path: Path, old: str, new: str, code: str) -> None:
    """It is reported and not touched, its neighbours are formatted, and the labels they show are not lost."""
    dataset = minimal.dataset(tmp_path)
    edit(dataset / "articles/wire.yml", old, new)
    edit(dataset / "claims.yml", "claim_kind: act", "claim_kind:   act")
    done = tidy(dataset)
    assert code in {p.code for p in done.problems}
    assert list(done.changed) == [dataset / "claims.yml"]


def test_only_the_files_named(tmp_path: Path) -> None:
    """Paths limit what is formatted; a path that is not there is an error."""
    dataset = minimal.dataset(tmp_path)
    for name in ("claims.yml", "articles/wire.yml"):
        path = dataset / name
        path.write_text("# hello\n" + path.read_text("utf-8"), "utf-8")
    edit(dataset / "claims.yml", "claim_kind: act", "claim_kind:   act")
    edit(dataset / "articles/wire.yml", "coverage: full", "coverage:   full")
    assert list(tidy(dataset, [dataset / "articles"]).changed) == [dataset / "articles/wire.yml"]
    with pytest.raises(CommuniqueError, match="no such file"):
        tidy(dataset, [dataset / "nothing.yml"])
    with pytest.raises(CommuniqueError, match="no record file"):
        tidy(dataset, [tmp_path / "texts"])


def handles(dataset: Path) -> None:
    """The small dataset with handles in place of three ids, one of them named inside a text and a comment."""
    for path in [*dataset.rglob("*.yml")]:
        text = path.read_text("utf-8")
        for old, handle in (("ac-rvss0", "@ac-russia"), ("ar-answr", "@ar-answer-1"), ("st-three", "@st-3")):
            text = text.replace(old, f'"{handle}"')
        path.write_text(text, "utf-8")
    edit(dataset / "claims.yml", "claim_kind: act", "claim_kind: act  # as in @ar-answer-1, @ar-answer-10")
    edit(dataset / "coders.yml", "Coded from the text", "Coded (see @ar-answer-1.) from the text")


def test_minting(tmp_path: Path) -> None:
    """Every handle becomes one id wherever it stands, of its table's prefix, and the records are as before."""
    dataset = minimal.dataset(tmp_path)
    handles(dataset)
    letters = itertools.cycle(ALPHABET)
    minted = mint_all(dataset, lambda _: next(letters))
    assert minted == {"@ac-russia": "ac-01234", "@ar-answer-1": "ar-56789", "@st-3": "st-abcde"}
    for name, text in minimal.FILES.items():
        expected = text.replace("ac-rvss0", "ac-01234").replace("ar-answr", "ar-56789").replace("st-three", "st-abcde")
        got = (dataset / name).read_text("utf-8")
        if name == "claims.yml":
            assert "# as in ar-56789, @ar-answer-10\n" in got
        elif name == "coders.yml":
            assert "Coded (see ar-56789.) from" in got
        else:
            assert sorted(got.split("\n")) == sorted(expected.split("\n"))
    assert read(dataset).problems == []
    assert tidy(dataset).changed == {}


def test_a_handle_with_outer_space(tmp_path: Path) -> None:
    """White space around a handle is none of it."""
    dataset = minimal.dataset(tmp_path)
    edit(dataset / "actors.yml", "ac-sm1th", '" @ac-smith"')
    edit(dataset / "articles/answer.yml", "ac-sm1th", '"@ac-smith "')
    assert list(mint_all(dataset)) == ["@ac-smith"]
    assert read(dataset).problems == []


def test_ids_never_collide() -> None:
    """An id in use, retired, or only mentioned is not minted again."""
    taken = {f"ac-{a}{b}000" for a in ALPHABET for b in ALPHABET} - {"ac-7z000"}
    letters = itertools.chain(*([a, b, "0", "0", "0"] for a in ALPHABET for b in ALPHABET))
    assert id_for("ac", taken, lambda _: next(letters)) == "ac-7z000"
    assert "ac-7z000" in taken


def test_retired_ids_are_taken(tmp_path: Path) -> None:
    """The list of retired ids counts among those in use."""
    dataset = minimal.dataset(tmp_path)
    digest = "0" * 64
    with (dataset / "retired_ids.csv").open("a") as stream:
        stream.write(f"ac-00000,actors,duplicate,,0.1.0,{digest},\n")
    edit(dataset / "actors.yml", "ac-sm1th", '"@ac-smith"')
    edit(dataset / "articles/answer.yml", "ac-sm1th", '"@ac-smith"')
    letters = itertools.chain("00000", "11111")
    assert mint_all(dataset, lambda _: next(letters)) == {"@ac-smith": "ac-11111"}


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("articles/answer.yml", "publisher_id: ac-dept0", 'publisher_id: "@ac-nobody"', "dangling-handle"),
        ("coders.yml", "Coded from", "Coded, as @ar-nothing says, from", "dangling-handle"),
        ("actors.yml", "- actor_id: ac-vsa00", '- actor_id: "@ac-new"', "duplicate-handle"),
        ("actors.yml", "actor_id: ac-m1n00", 'actor_id: "@ac--new"', "bad-handle"),
    ],
)
def test_handles_that_lead_nowhere(tmp_path: Path, file: str, old: str, new: str, code: str) -> None:
    """Then none is minted, every such place is told with file and line, and files with handles are left alone."""
    dataset = minimal.dataset(tmp_path)
    edit(dataset / "actors.yml", "actor_id: ac-sm1th", 'actor_id: "@ac-new"')
    edit(dataset / "articles/answer.yml", "actor_id: ac-sm1th", 'actor_id: "@ac-new"')
    line = edit(dataset / file, old, new)
    done = tidy(dataset)
    assert (f"dataset/{file}", line, code) in {(p.file, p.line, p.code) for p in done.problems}
    assert (done.ids, done.changed) == ({}, {})
    with pytest.raises(DatasetError):
        mint_all(dataset)


def test_filling(tmp_path: Path) -> None:
    """Absent values are filled in from the text; a wrong one is left for check, unless refilling."""
    dataset = minimal.dataset(tmp_path)
    path = dataset / "articles/wire.yml"
    kept = [
        line
        for line in minimal.WIRE.splitlines()
        if not line.strip().startswith(("span_", "word_count", "head", "tail"))
    ]
    path.write_text("\n".join(kept) + "\n", "utf-8")
    edit(path, f"text_chars: {len(minimal.TEXT)}\n", "")
    done = tidy(dataset, sources=tmp_path / "texts")
    assert done.changed == {path: minimal.WIRE}
    assert done.values == 11
    path.write_text(minimal.WIRE.replace("word_count: 16", "word_count: 17"), "utf-8")
    assert tidy(dataset, sources=tmp_path / "texts").changed == {}
    assert tidy(dataset, sources=tmp_path / "texts", refill=True).changed == {path: minimal.WIRE}


def test_filling_past_the_end(tmp_path: Path) -> None:
    """A span that is not in the text is a problem at its line, and the file is left."""
    dataset = minimal.dataset(tmp_path)
    end = minimal.place(minimal.SECOND)[1]
    line = edit(dataset / "articles/wire.yml", f"char_end: {end}\n", "char_end: 9999\n")
    done = tidy(dataset, sources=tmp_path / "texts")
    assert [(p.line, p.field, p.record) for p in done.problems] == [(line, "char_end", "st-tw000")]
    assert done.changed == {}


def test_writing_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When one of several files cannot be put in place, the others are put back."""
    one, two = tmp_path / "one.yml", tmp_path / "two.yml"
    one.write_text("1")
    two.write_text("2")
    replace = __import__("os").replace

    def fail(source: str, target: Path) -> None:
        if target == two:
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr("communique.records.folder.os.replace", fail)
    with pytest.raises(KeyboardInterrupt):
        write({one: "a", two: "b"})
    assert (one.read_text(), two.read_text()) == ("1", "2")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["one.yml", "two.yml"]
