"""The command line, as a curator and as a machine meet it."""

import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import minimal
import pyarrow.parquet as pq
import pytest
from minimal import edit

from communique import pipeline
from communique.cli import main
from communique.cli.built import standing
from communique.cli.entry import COMMANDS

Run = Any
DEFAULT = [sys.executable, "-c", "from communique.cli import main; main()"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small dataset, its text, and a build."""
    root = tmp_path_factory.mktemp("project")
    minimal.dataset(root)
    with pytest.raises(SystemExit) as left:
        main(["build", "--dataset", str(root / "dataset"), "--sources", str(root / "texts")])
    assert left.value.code == 0
    return root


@pytest.fixture
def run(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the project's folder: (exit code, standard output, standard error)."""
    monkeypatch.chdir(project)
    monkeypatch.delenv("COMMUNIQUE_SOURCES", raising=False)

    def call(*args: str) -> tuple[int | str | None, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(args)
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return call


@pytest.mark.parametrize("command", [*([name] for name in COMMANDS), ["new", "article"]])
def test_help_teaches(run: Run, command: list[str]) -> None:
    """Each command's help has an example, and its exit codes."""
    code, out, _ = run(*command, "--help")
    assert code == 0
    assert f"communique {' '.join(command)}" in out
    assert "Exit codes" in out or command == ["new"]
    assert "--json" in out
    assert max(map(len, out.splitlines())) <= 80
    assert "\\b" not in out


def test_help_of_the_group(run: Run) -> None:
    """The group's help documents the exit codes and lists every command."""
    code, out, _ = run("--help")
    assert code == 0
    assert all(f"\n  {name} " in out for name in COMMANDS)
    assert all(f"\n    {number} " in out for number in (0, 1, 2, 3, 70, 130))


def test_version(run: Run) -> None:
    """The version is told."""
    assert run("--version")[0] == 0


def test_help_is_quick() -> None:
    """Help loads none of the large libraries."""
    code = "import sys\nfrom communique.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n" \
           "assert not {'pandas', 'pyarrow', 'pandera', 'yaml'} & set(sys.modules), sys.modules.keys()"  # fmt: skip
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize("args", [["chek"], ["check", "--nope"], ["why"], ["verify", "--partial"], ["fmt", "--refill"],
                                  ["status", "--as-of", "yesterday"], ["check", "--sources", "nowhere"],
                                  ["check", "--dataset", "nowhere"]])  # fmt: skip
def test_wrong_use(run: Run, args: list[str]) -> None:
    """Wrong use ends with 2 and a word on standard error, nothing on standard output."""
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err
    assert "yesterday" not in args or "write it as 2021-02-06" in err


def test_check(run: Run) -> None:
    """Warnings are listed and do not fail; without texts it says what it could not check."""
    code, out, _ = run("check")
    assert code == 0
    assert "[speaks-out-of-office]" in out
    assert "no errors; 1 warning in 1 file" in out
    assert "Not checked for 1 of 1 anchored article, for want of texts: " in out
    assert "those of ar-w1r3a: " in out
    assert ": warning: " in out
    code, out, _ = run("check", "--sources", "texts")
    assert code == 0
    assert "Not checked" not in out


def test_check_for_machines(run: Run) -> None:
    """--json before or after the command gives the same document."""
    said = [json.loads(run(*args)[1]) for args in (("--json", "check"), ("check", "--json"))]
    assert said[0] == said[1]
    assert said[0]["ok"]
    assert said[0]["skipped"] == list(pipeline.NEEDS_TEXTS)


def test_sources_from_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """COMMUNIQUE_SOURCES serves where --sources is not given; empty, it names nothing."""
    monkeypatch.setenv("COMMUNIQUE_SOURCES", "texts")
    assert json.loads(run("check", "--json")[1])["texts"] == 1
    monkeypatch.setenv("COMMUNIQUE_SOURCES", "")
    assert json.loads(run("check", "--json")[1])["texts"] == 0


def test_the_dataset_is_found_from_below(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder below the project, or in the dataset itself, the nearest dataset above is meant."""
    for folder in ("texts", "dataset", "dataset/articles"):
        monkeypatch.chdir(project / folder)
        assert run("status", "--json")[0] == 0


def test_build_again(run: Run, project: Path) -> None:
    """With nothing changed, nothing is done, and no large library is loaded; a changed record or a lost file builds."""
    code, out, _ = run("build", "--sources", "texts")
    assert code == 0
    assert "nothing changed" in out
    code = "import sys\nfrom communique.cli import main\n" \
           "try: main(['build', '--sources', 'texts'])\nexcept SystemExit: pass\n" \
           "assert not {'pandas', 'pyarrow', 'pandera'} & set(sys.modules)"  # fmt: skip
    subprocess.run([sys.executable, "-c", code], check=True, cwd=project, stdout=subprocess.DEVNULL)
    (project / "dist/current/tables/claims.parquet").unlink()
    code, out, _ = run("build", "--sources", "texts", "--json")
    said = json.loads(out)
    assert (code, said["unchanged"], said["rows"]["claims"]) == (0, False, 1)
    assert (project / "dist/current/tables/claims.parquet").exists()


def test_build_notices(tmp_path: Path) -> None:
    """A changed record, a changed text, and texts that come or go are changes; a file that is none is not."""
    dataset = minimal.dataset(tmp_path)
    texts, prints = tmp_path / "texts", []
    prints.append(pipeline.fingerprint(dataset, texts))
    (dataset / "README.md").write_text("read me")
    assert pipeline.fingerprint(dataset, texts) == prints[0]
    prints.append(pipeline.fingerprint(dataset, None))
    edit(dataset / "claims.yml", "take the ice talks up", "take up the ice talks")
    prints.append(pipeline.fingerprint(dataset, texts))
    (texts / "anything.txt").write_text("other")
    prints.append(pipeline.fingerprint(dataset, texts))
    assert len(set(prints)) == 4


def test_build_py(project: Path) -> None:
    """``python build.py`` is the build command."""
    script = Path(__file__).parents[2] / "build.py"
    done = subprocess.run([sys.executable, str(script), "--json", "--sources", "texts"], cwd=project, check=True,
                          capture_output=True)  # fmt: skip
    assert json.loads(done.stdout)["version"] == "0.1.0"


def test_no_build_yet(run: Run, tmp_path: Path) -> None:
    """Without a build, status ends with 3 and the way out."""
    code, _, err = run("status", "--dist", str(tmp_path))
    assert code == 3
    assert "run communique build" in err


def test_status(run: Run) -> None:
    """Label, since, both sides' own, evidence, checked through."""
    _, out, _ = run("status")
    row = out.splitlines()[1].split("  ")
    assert [cell.strip() for cell in row if cell.strip()] == [
        "pr-1ce00", "Resume the ice talks", "Under study", "2021-03-10", "Proposed", "Under study", "Both sides", "2021-06-01",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "known", "status", "sides"),
    [
        ("2021-03-03", "2021-06-30", None, "none"),
        ("2021-03-04", "2021-06-30", "proposed", "ru"),
        ("2021-03-10", "2021-06-30", "acknowledged", "both"),
        ("2021-03-10", "2021-03-09", "proposed", "ru"),
        ("2021-06-30", "2021-03-03", None, "none"),
    ],
)
def test_status_as_of(run: Run, day: str, known: str, status: str | None, sides: str) -> None:
    """Both clocks are asked for by day."""
    code, out, _ = run("status", "ice", "--as-of", day, "--known-by", known, "--json")
    row = json.loads(out)["proposals"][0]
    assert (code, row["status"], row["evidence_sides"]) == (0, status, sides)


def test_status_that_one_side_tells_of() -> None:
    """Without a headline status it is said whether a side tells of one."""
    row = {"status": None, "one_sided": None, "status_per_ru": None, "status_per_us": None}
    assert standing({}, row) == "Not yet known"
    assert standing({}, row | {"status_per_us": "proposed"}) == "Only one side tells"
    assert standing({"agreed": "Agreed"}, row | {"status": "agreed", "one_sided": True}) == "Agreed (one-sided)"


@pytest.mark.parametrize("option", ["--as-of", "--known-by"])
def test_status_before_all_evidence(run: Run, option: str) -> None:
    """Before all evidence nothing is known, and that is an answer."""
    code, out, _ = run("status", option, "1950-01-01")
    assert (code, "Not yet known" in out) == (0, True)


@pytest.mark.parametrize("option", ["--as-of", "--known-by"])
def test_status_after_the_data(run: Run, option: str) -> None:
    """A day the data do not reach is an error with the way out."""
    code, _, err = run("status", option, "2021-07-01")
    assert code == 2
    assert "after the last day of the data, 2021-06-30" in err


def test_which_proposal(run: Run) -> None:
    """By id, by a word of the title in any case; for none, the nearest."""
    for asked in ("pr-1ce00", "ICE", "talks resume"):
        assert run("why", asked)[0] == 0
    code, _, err = run("why", "rice")
    assert code == 2
    assert "the nearest:\n  pr-1ce00  Resume the ice talks" in err


def test_the_id_of_another_thing(run: Run) -> None:
    """It is said what it is, and which proposals have to do with it."""
    for asked, what in (("st-three", "statements (The dep"), ("ac-rvss0", "actors (Russia)"), ("pe-sec0n", "proposal_ev"),
                        ("cl-1ce00", "claims (Russia asks"), ("cf-1ce00", "conflicts"), ("en-br1ef", "encounters (Or"),
                        ("ar-answr", "articles (Answer"), ("tr-1ce00", "treaties (Ice")):  # fmt: skip
        code, _, err = run("why", asked)
        assert code == 2
        assert f"{asked} is a row of {what}" in err
        assert "\n  pr-1ce00  Resume the ice talks" in err
    assert "no record of the build has the id st-99999" in run("why", "st-99999")[2]
    assert "no proposal has to do with it" in run("why", "te-s1gn0")[2]


def test_find(run: Run) -> None:
    """By any words of names, aliases and texts, whatever their capitals and accents; by table; by id."""
    code, out, _ = run("find", "ÓRLOV")
    assert code == 0
    assert "ac-0r10v" in out
    found = json.loads(run("find", "orlov", "--table", "actors", "--json")[1])
    assert found == [{"table": "actors", "id": "ac-0r10v", "label": "Ivan Orlov", "field": "", "text": ""}]
    found = json.loads(run("find", "Treaty", "on", "--table", "treaties", "--json")[1])
    assert [(row["id"], row["label"], row["field"]) for row in found] == [("tr-1ce00", "Ice Treaty", "title")]
    assert [row["id"] for row in json.loads(run("find", "st-tw000", "--json")[1])] == ["st-tw000"]
    code, out, err = run("find", "zeppelin")
    assert (code, out) == (1, "")
    assert "zeppelin" in err
    assert "did you mean 'actors'" in run("find", "orlov", "--table", "actor")[2]


def test_find_without_records(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where there are no records, or a folder of builds is named, the last build is searched."""
    built = ("find", "orlov", "--dist", str(project / "dist"))
    monkeypatch.chdir(tmp_path)
    assert "ac-0r10v" in run(*built)[1]
    minimal.edit(minimal.dataset(tmp_path) / "actors.yml", "name: Ivan Orlov", "name: Ivan Petrov")
    assert "Orlov" not in run("find", "ac-0r10v", "--json")[1]
    assert "ac-0r10v" in run(*built)[1]
    assert "Orlov" not in run("find", "ac-0r10v", "--dataset", "dataset")[1]


def test_several_proposals(project: Path, tmp_path: Path, run: Run) -> None:
    """Words that fit several titles give the candidates."""
    dataset = minimal.dataset(tmp_path)
    text = minimal.FILES["proposals.yml"]
    second = text.replace("pr-1ce00", "pr-1ce01").replace("pe-f1rst", "pe-f1rs2").replace("pe-sec0n", "pe-sec02")
    (dataset / "proposals.yml").write_text(text + second.replace("Resume the ice", "Deepen the ice"), "utf-8")
    for path in dataset.glob("articles/*.yml"):
        one = "      - {proposal_id: pr-1ce00, relation: "
        lines = [f"{line}\n{line.replace('pr-1ce00', 'pr-1ce01')}" if line.startswith(one) else line
                 for line in path.read_text("utf-8").split("\n")]  # fmt: skip
        path.write_text("\n".join(lines), "utf-8")
    assert run("build", "--dataset", str(dataset))[0] == 0
    code, _, err = run("status", "ice", "--dataset", str(dataset))
    assert code == 2
    assert "pr-1ce00  Resume the ice talks" in err
    assert "pr-1ce01  Deepen the ice talks" in err
    assert run("status", "deepen", "--dataset", str(dataset))[0] == 0


def test_why(run: Run) -> None:
    """Each step with its day, whose act, and the statements behind it; then where accounts part."""
    code, out, _ = run("why", "ice")
    assert code == 0
    for words in ("2021-03-04  Proposed · Russia", "Ivan Orlov, own account: Orlov suggests", "“regular talks on ice”",
                  "Northern Wire, Ministers speak about the ice talks · published 2021-03-04",
                  "Ann Smith, by the account of Department of State", "Modality: The wire has a firm ask"):  # fmt: skip
        assert words in out
    said = json.loads(run("why", "ice", "--json")[1])
    assert [step["event"] for step in said["events"]] == ["proposed", "acknowledged"]
    assert said["events"][1]["evidence"][0]["accounts"] == ["Department of State"]
    assert [conflict["conflict_id"] for conflict in said["conflicts"]] == ["cf-1ce00"]


def test_verify(run: Run, project: Path, tmp_path: Path) -> None:
    """Every anchor held: 0. A byte changed: 1, and which. Reflowed: 0, by words. Another folder: 1."""
    code, out, _ = run("verify", "--sources", "texts")
    assert code == 0
    assert "2 held" in out
    assert ": verified" in out
    copy = tmp_path / "copy.txt"
    copy.write_text(minimal.TEXT.replace("Thursday", "Thirsday"), "utf-8")
    code, out, _ = run("verify", "--sources", str(tmp_path))
    assert code == 1
    assert "st-0ne00" in out
    copy.write_text(minimal.TEXT.replace(" ", "\n").replace("“", '"').replace("”", '"'), "utf-8")
    code, out, _ = run("verify", "--sources", str(tmp_path), "--json")
    assert (code, json.loads(out)["counts"]["reprinted"]) == (0, 2)
    copy.unlink()
    code, out, _ = run("verify", "--sources", str(tmp_path), "--partial")
    assert (code, "put a copy of https://wire.example/ice into" in out) == (1, True), "nothing at all was verified"
    assert run("verify", "--sources", "texts", "--article", "ar-w1r3a")[0] == 0
    assert "has no anchors" in run("verify", "--sources", "texts", "--article", "ar-answr")[2]


def test_hydrate(run: Run, tmp_path: Path) -> None:
    """The words of every span in a database of one's own; refused where the project publishes, or over a file."""
    out = str(tmp_path / "mine.db")
    code, said, _ = run("hydrate", "--sources", "texts", "--out", out)
    assert code == 0
    assert "the words of 2 spans" in said
    assert run("hydrate", "--sources", "texts", "--out", out)[0] == 2
    assert run("hydrate", "--sources", "texts", "--out", out, "--force")[0] == 0
    for folder in ("dataset", "dist", "dist/current"):
        assert run("hydrate", "--sources", "texts", "--out", f"{folder}/mine.db")[0] == 2


def test_new_article(run: Run, tmp_path: Path) -> None:
    """A skeleton with the text's hash, on standard output or in a new file, never over an old one."""
    code, out, _ = run("new", "article", "texts/anything.txt")
    assert code == 0
    assert minimal.DIGEST in out
    record = tmp_path / "record.yml"
    assert run("new", "article", "texts/anything.txt", "--out", str(record))[0] == 0
    assert record.read_text("utf-8") == out
    assert run("new", "article", "texts/anything.txt", "--out", str(record))[0] == 2
    assert run("new", "article", "texts/nothing.txt")[:2] == (2, "")


def test_new_article_leaves_no_litter(run: Run, tmp_path: Path) -> None:
    """Filled in and formatted, nothing is left of the hints; the handles of two texts differ."""
    dataset = minimal.dataset(tmp_path)
    record = dataset / "articles" / "new.yml"
    (tmp_path / "texts" / "Second text.txt").write_text(minimal.TEXT + "x", "utf-8")
    assert run("new", "article", str(tmp_path / "texts/Second text.txt"), "--out", str(record))[0] == 0
    text = record.read_text("utf-8")
    filled_in = {"publisher_id: TODO": "publisher_id: ac-ag3nc", "edtf: TODO": "edtf: 2021-03-04",
                 "certainty: TODO": "certainty: explicit", "#? url: TODO": "url: https://wire.example/2"}  # fmt: skip
    for old, new in filled_in.items():
        text = text.replace(old, new, 1)
    text = re.sub(r"^(article_kind|source_tier|coverage|rights_holder): TODO", r"\1: x", text, flags=re.M)
    record.write_text(text, "utf-8")
    code, out, _ = run("fmt", "--dataset", str(dataset), "--json")
    assert (code, list(json.loads(out)["minted"])) == (0, ["@ar-second-text"])
    formatted = record.read_text("utf-8")
    assert [line for line in formatted.splitlines() if "#" in line] == ["publisher_id: ac-ag3nc  # Northern Wire"]


def test_fmt(run: Run, tmp_path: Path) -> None:
    """--check changes nothing and fails; fmt changes and tells; then both are content, the second look at once."""
    dataset = minimal.dataset(tmp_path)
    (tmp_path / "dist").mkdir()
    edit(dataset / "claims.yml", "claim_kind: act", "claim_kind:   'act'")
    before = (dataset / "claims.yml").read_bytes()
    code, out, _ = run("fmt", "--check", "--dataset", str(dataset))
    assert code == 1
    assert "would change: dataset/claims.yml" in out
    assert (dataset / "claims.yml").read_bytes() == before
    code, out, _ = run("fmt", "--dataset", str(dataset))
    assert code == 0
    assert "formatted: dataset/claims.yml" in out
    assert (dataset / "claims.yml").read_text("utf-8") == minimal.FILES["claims.yml"]
    code, out, _ = run("fmt", "--check", "--dataset", str(dataset))
    assert (code, "nothing has changed" in out) == (0, True)
    edit(dataset / "claims.yml", "claim_kind: act", "claim_kind: [act")
    out = run("fmt", "--dataset", str(dataset))[1]
    assert out.splitlines()[-1] == "nothing written: mend 1 error in 1 file first"
    code, out, _ = run("fmt", "--json", "--dataset", str(dataset))
    assert (code, json.loads(out)["problems"][0]["code"]) == (1, "malformed-yaml")


def test_fmt_mints(run: Run, tmp_path: Path) -> None:
    """A new record's handle is minted; --check only says that it would be."""
    dataset = minimal.dataset(tmp_path)
    edit(dataset / "actors.yml", "ac-sm1th", '"@ac-smith"')
    edit(dataset / "articles/answer.yml", "ac-sm1th", '"@ac-smith"')
    assert run("check", "--dataset", str(dataset))[0] == 1
    code, out, _ = run("fmt", "--check", "--dataset", str(dataset))
    assert code == 1
    assert "1 id to mint" in out
    code, out, _ = run("fmt", "--json", "--dataset", str(dataset))
    minted = json.loads(out)["minted"]
    assert (code, list(minted)) == (0, ["@ac-smith"])
    assert minted["@ac-smith"] in (dataset / "articles/answer.yml").read_text("utf-8")
    assert run("check", "--dataset", str(dataset))[0] == 0


def test_a_pipe_gets_plain_lines(project: Path) -> None:
    """Without a terminal: no colours, no boxes, a row a line; a reader that goes away is no error message."""
    done = subprocess.run([*DEFAULT, "status"], cwd=project, capture_output=True, text=True, check=True)
    assert "\x1b" not in done.stdout
    assert "─" not in done.stdout
    assert done.stderr == ""
    assert [line for line in done.stdout.splitlines() if line != line.rstrip()] == []
    shell = f"{sys.executable} -c 'from communique.cli import main; main()' why ice | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], cwd=project, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("141\n", "")


@pytest.mark.parametrize(
    ("columns", "commands"),
    [(80, (["status"], ["why", "ice"], ["check"])), (160, (["status"], ["verify", "--sources", "texts"]))],
)
def test_a_terminal_gets_colour_and_its_width(project: Path, columns: int, commands: tuple[list[str], ...]) -> None:
    """On a terminal: colours, and no line wider than it."""
    for command in commands:
        shown = on_terminal([*DEFAULT, *command], project, columns)
        assert "\x1b[" in shown
        plain = [_bare(line) for line in shown.splitlines()]
        long = [line for line in plain if len(line) > columns and not line.startswith("dataset/")]
        assert long == []


def _bare(line: str) -> str:
    return re.sub(
        r"\x1b\[[0-9;?]*[a-zA-Z]", "", line.rpartition("\r")[2] if "\r" in line.rstrip("\r") else line
    ).rstrip()


def on_terminal(command: list[str], folder: Path, columns: int) -> str:
    """What a command shows on a pseudo-terminal so many columns wide."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "LINES": "40", "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(
        command, cwd=folder, stdout=follower, stderr=follower, stdin=follower, env=environment
    ) as process:
        os.close(follower)
        shown, end = b"", time.monotonic() + 60
        while time.monotonic() < end:
            if not select.select([leader], [], [], 1)[0]:
                continue
            try:
                part = os.read(leader, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        process.wait()
    os.close(leader)
    return shown.decode()


@pytest.mark.parametrize(
    ("args", "code"), [(["check", "--nope"], 2), (["why", "rice"], 2), (["status", "--dist", "."], 3)]
)
def test_errors_for_machines(run: Run, args: list[str], code: int) -> None:
    """With --json an error is an object on standard output, whatever was wrong."""
    left, out, err = run(*args, "--json")
    said = json.loads(out)
    assert (left, said["ok"], said["exit_code"]) == (code, False, code)
    assert said["error"].splitlines()[0] in err


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams(project: Path, closed: str) -> None:
    """Closed standard streams are no defect."""
    shell = f"{sys.executable} -c 'from communique.cli import main; main()' status {closed}; echo $? >code"
    done = subprocess.run(["bash", "-c", shell], cwd=project, capture_output=True, text=True, check=True)
    assert ((project / "code").read_text(), done.stderr) == ("0\n", "")


def test_no_colour(project: Path) -> None:
    """NO_COLOR takes colours from a terminal, in tables, paragraphs and errors alike."""
    for command in (["status"], ["why", "ice"], ["check"], ["why", "rice"], ["check", "--dataset", "nowhere"]):
        shown = on_terminal(["env", "NO_COLOR=1", *DEFAULT, *command], project, 160)
        assert not re.search(r"\x1b\[[0-9;]*m", shown)


def test_a_build_of_another_version(run: Run, project: Path, tmp_path: Path) -> None:
    """Other columns, or files that say nothing of themselves, are a build to be made again."""
    for name, change in (
        ("releases", lambda t: t.replace_schema_metadata(None)),
        ("proposals", lambda t: t.drop_columns(["title"])),
    ):
        dist = tmp_path / name
        shutil.copytree(project / "dist", dist)
        path = dist / "current/tables" / f"{name}.parquet"
        pq.write_table(change(pq.read_table(path)), path)
        code, _, err = run("status", "--dist", str(dist))
        assert (code, len(err.splitlines()), "run communique build" in err) == (3, 1, True)
