"""A draft record: what rules propose becomes a record that the formatter fills in and the checks accept."""

import re
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parents[1] / "code"))

import minimal

from communique.anchors.draft import draft
from communique.cli import main
from communique.dataset import load
from communique.extracting.authority import Authority, needed
from communique.problems import CommuniqueError
from communique_schema.terms import vocabularies

TEXT = """Smith and Orlov speak of ice again

OSLO, March 5, 2021 (Northern Wire) - Foreign Minister of Russia Ivan Orlov proposed on Thursday that both sides meet in May.

"We expect an answer from the United States on the Ice Treaty," the minister told reporters. "There is no reason to wait."

Karl Nobody, an expert, said the plan was unlikely to survive the summer.
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small dataset, built, and a text that no record has yet."""
    root = tmp_path_factory.mktemp("project")
    minimal.dataset(root)
    (root / "texts" / "More ice.txt").write_text(TEXT, "utf-8")
    with pytest.raises(SystemExit) as left:
        main(["build", "--dataset", str(root / "dataset"), "--sources", str(root / "texts")])
    assert left.value.code == 0
    return root


def known(project: Path) -> Authority:
    return Authority.of(needed(load(project / "dist" / "current").release))


def test_a_draft_proposes_statements(project: Path) -> None:
    text = draft(project / "texts" / "More ice.txt", known(project), vocabularies())
    record = yaml.safe_load(text)
    assert record["article_id"] == "@ar-more-ice"
    assert record["published"]["edtf"] == "2021-03-05"
    first, *_, last = record["statements"]
    assert first["act"] == "propose"
    assert first["said"] == {"edtf": "2021-03-04", "certainty": "resolved_relative", "weekday": "thursday"} | {
        "basis": first["said"]["basis"]
    }
    assert first["actors"][0] == {"role": "speaker", "actor_id": "ac-0r10v", "mention": first["actors"][0]["mention"],
                                  "resolution": "named"}  # fmt: skip
    assert last["actors"][0]["actor_id"] == "TODO"
    assert 'actor_id: TODO  #? printed: "Karl Nobody"' in text
    for statement in record["statements"]:
        assert statement["paraphrase"] == "TODO"
        for anchor in statement["anchors"]:
            assert TEXT[anchor["char_start"] : anchor["char_end"]].strip()
    # Of the text's words only title and mentions, at most seven words in a row.
    said = re.findall(r"\w+", TEXT.lower())
    shown = " ".join(re.findall(r"\w+", text.lower().replace(record["title"].lower(), "")))
    assert not any(" ".join(said[n : n + 8]) in shown for n in range(len(said) - 8))


def test_a_draft_filled_in_passes_the_checks(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    record = project / "dataset" / "articles" / "more.yml"
    with pytest.raises(SystemExit) as left:
        main(["new", "article", "texts/More ice.txt", "--draft", "--out", str(record)])
    assert left.value.code == 0
    text = record.read_text("utf-8")
    filled = {"publisher_id": "ac-ag3nc", "article_kind": "news", "source_tier": "agency", "coverage": "full",
              "rights_holder": "Northern Wire", "paraphrase": "Somebody says something of one's own.",
              "coder_id": "co-hand0", "actor_id": "ac-sm1th"}  # fmt: skip
    for name, value in filled.items():
        text = re.sub(rf"^( *{name}): TODO", rf"\1: {value}", text, flags=re.M)
    record.write_text(text, "utf-8")
    with pytest.raises(SystemExit) as left:
        main(["fmt", "--sources", "texts"])
    assert left.value.code == 0
    formatted = record.read_text("utf-8")
    assert "#?" not in formatted
    assert "TODO" not in formatted
    assert formatted.count("span_sha256") == formatted.count("anchor_role")
    with pytest.raises(SystemExit) as left:
        main(["check", "--sources", "texts"])
    assert left.value.code == 0


@pytest.mark.parametrize(
    ("text", "message"), [(None, "no such file"), ("xyzzy", "language"), ("“ ” « »", "holds no word")]
)
def test_a_text_that_cannot_be_drafted(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "x.txt").write_text(text, "utf-8")
    with pytest.raises(CommuniqueError, match=message):
        draft(tmp_path / "x.txt", Authority.of({}), vocabularies())


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("wire.jsonl", "is a collection"),
        ("wire.jsonl.gz", "is a collection"),
        ("wire.parquet", "is a collection"),
        ("page.HTML", "is a web page"),
    ],
)
def test_a_file_that_is_no_text(tmp_path: Path, name: str, message: str) -> None:
    """Its markup is not drafted as prose."""
    (tmp_path / name).write_text(TEXT, "utf-8")
    with pytest.raises(CommuniqueError, match=f"{name}: {message}.*save .* as .txt"):
        draft(tmp_path / name, Authority.of({}), vocabularies())


def test_names_of_a_build(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An extraction takes its names from the build that is named, else from the release at hand, which knows no Orlov."""
    monkeypatch.chdir(project)
    speakers = {}
    for out, more in (("named", ["--release", "dist/current"]), ("at-hand", ["--dist", "none"])):
        with pytest.raises(SystemExit) as left:
            main(["extract", "texts/More ice.txt", "--out", out, "--workers", "1", *more])
        assert left.value.code == 0
        told = pq.read_table(project / out / "statement_actors" / "part-00000.parquet").to_pylist()
        speakers[out] = {row["actor_id"] for row in told if row["role"] == "speaker"}
    assert "ac-0r10v" in speakers["named"]
    assert "ac-0r10v" not in speakers["at-hand"]
