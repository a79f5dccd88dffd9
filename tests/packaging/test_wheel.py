"""The wheel: the data inside, nothing else at top level, the same bytes twice, and enough by itself for a reader."""

import email
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest

import communique
from communique.reading.at_hand import newest, numbers
from communique.reading.release import Release

ROOT = Path(__file__).parents[2]
EPOCH = "1764028800"
BUNDLED = ("tables/", "joined/", "metadata/", "CONTENT.json", "SHA256SUMS", "CITATION.cff", "README.md", "RIGHTS.md",
           "CHANGES.md", "LICENSES/", "recompute.py")  # fmt: skip


def built(out: Path) -> Path:
    """The wheel of the working tree."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | {"SOURCE_DATE_EPOCH": EPOCH}, capture_output=True)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built once."""
    return built(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def published() -> Path:
    """The newest published folder."""
    folder = newest(ROOT / "dist")
    assert folder is not None
    return folder


def test_only_our_two_packages(wheel: Path) -> None:
    """Nothing at top level but the two import packages and the wheel's own metadata."""
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    info = {name for name in tops if name.endswith(".dist-info")}
    assert (tops - info, len(info)) == ({"communique", "communique_schema"}, 1)


def test_every_table_is_inside_as_published(wheel: Path, published: Path) -> None:
    """Each table of the contract and each file a reader needs, byte for byte those of the published folder."""
    with zipfile.ZipFile(wheel) as archive:
        inside = {name.removeprefix("communique/_release/"): archive.read(name)
                  for name in archive.namelist() if name.startswith("communique/_release/")}  # fmt: skip
    held = Release(published).content["tables"]
    assert {name for name in inside if name.startswith("tables/")} == {f"tables/{name}.parquet" for name in held}
    files = {
        path.relative_to(published).as_posix(): path.read_bytes() for path in published.rglob("*") if path.is_file()
    }
    assert inside == {name: data for name, data in files.items() if name.startswith(BUNDLED)}


def test_two_builds_are_one(wheel: Path, tmp_path: Path) -> None:
    """With SOURCE_DATE_EPOCH the wheel is the same bytes again."""
    again = built(tmp_path)
    assert again.name == wheel.name
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(wheel.read_bytes()).digest()


def test_a_reader_needs_pandas_and_pyarrow_only(wheel: Path) -> None:
    """What is installed with it, extras aside."""
    with zipfile.ZipFile(wheel) as archive:
        said = next(archive.read(name) for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    needs = email.message_from_bytes(said).get_all("Requires-Dist") or []
    assert sorted(re.match(r"[\w-]+", line)[0] for line in needs if "extra ==" not in line) == ["pandas", "pyarrow"]  # type: ignore[index]
    assert {"build", "cli", "site", "extract"} <= set(email.message_from_bytes(said).get_all("Provides-Extra") or [])


def test_package_and_release_have_one_version(published: Path) -> None:
    """The package is named after the release it bundles, and bundles the newest."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    version = str(said["project"]["version"])
    assert numbers(".".join(version.split(".")[:3])) == numbers(published.name)
    included = said["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert {source.split("/")[1] for source in included} == {published.name}
    assert Release(published).version == published.name


def test_a_wheel_reads_and_proves_itself_uninstalled(wheel: Path) -> None:
    """load() opens the wheel as it is; its sums and hashes hold."""
    ds = communique.load(wheel)
    assert list(ds) == list(ds.release.content["tables"])
    assert ds.verify()
    assert ds.diff(communique.load(version=ds.version)).bump == "none"


def test_the_wheel_alone_is_enough(wheel: Path, tmp_path: Path) -> None:
    """In an empty environment with nothing but what the wheel asks for, the reader's tests and the README come out."""
    python = lonely(tmp_path / "env", ("pandas", "pyarrow", "pytest"))
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    tests = ROOT / "tests/matrix/test_reader.py"
    command = [
        str(python),
        "-P",
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
        f"--rootdir={tests.parent}",
    ]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PYTEST", "COMMUNIQUE", "VIRTUAL"))}
    ran = subprocess.run([*command, str(tests)], cwd=tmp_path, env=kept, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def lonely(folder: Path, wanted: tuple[str, ...]) -> Path:
    """The Python of a new environment in which only these distributions, and what they ask for, can be imported.

    They are linked from the running environment: no package index is needed.
    """
    venv.create(folder, with_pip=False)
    site = next(folder.glob("lib/python*/site-packages"))
    for name in closure(wanted):
        found = distribution(name)
        for top in {file.parts[0] for file in found.files or [] if file.parts[0] != ".."}:
            source = Path(str(found.locate_file(top)))
            if source.exists() and not (site / top).exists():
                (site / top).symlink_to(source)
    shutil.rmtree(site / "__pycache__", ignore_errors=True)
    return folder / "bin" / "python"


def closure(wanted: tuple[str, ...]) -> set[str]:
    """The distributions and all they require, as installed here."""
    from packaging.requirements import Requirement

    found: set[str] = set()
    ahead = list(wanted)
    while ahead:
        name = ahead.pop()
        if name in found:
            continue
        found.add(name)
        here: Distribution = distribution(name)
        needs = (Requirement(line) for line in here.requires or [])
        ahead += [need.name for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    return found
