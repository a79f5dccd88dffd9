"""The wheel in fresh environments, over the versions of pandas and pyarrow it promises to work with.

    python tests/matrix/run.py [NAME ...]

Builds the wheel, makes an environment per row below, installs the wheel there with just these versions, and runs
``test_reader.py`` in it. It needs a package index, so it is a target of its own (``make matrix``), not part of
``make test``. Environments are kept in ``.venv-matrix`` and made anew when a row or the wheel's needs change.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOME = ROOT / ".venv-matrix"
PINNED = {name: version(name) for name in ("pandas", "pyarrow", "duckdb", "polars", "pytest", "click", "rich")}
ROWS = {
    "pandas-2.2": ["pandas==2.2.3", "pyarrow==17.0.0"],
    "pandas-2.3": ["pandas==2.3.3", "pyarrow==21.0.0"],
    "pandas-3": [f"{name}=={PINNED[name]}" for name in ("pandas", "pyarrow", "duckdb", "polars", "click", "rich")],
}
"""Environment -> what is installed beside the wheel. The last row is the lock's, with the other readers of Parquet."""


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """A command that must succeed; its environment knows nothing of the project's own."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV", "COMMUNIQUE_RELEASES")}
    subprocess.run([str(part) for part in command], check=True, cwd=cwd, env=kept)


def wheel() -> Path:
    """The wheel of the working tree, built with the environment's hatchling."""
    out = HOME / "wheel"
    shutil.rmtree(out, ignore_errors=True)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out)
    return next(out.glob("*.whl"))


def environment(name: str, wanted: list[str]) -> Path:
    """The Python of an environment that has ``wanted`` and pytest, and nothing of ours yet."""
    folder, stamp = HOME / name, HOME / f"{name}.json"
    key = hashlib.sha256(json.dumps([wanted, sys.version]).encode()).hexdigest()
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (stamp.is_file() and stamp.read_text() == key and python.exists()):
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        run(
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            *wanted,
            f"pytest=={PINNED['pytest']}",
        )
        stamp.write_text(key)
    return python


def main(names: list[str]) -> int:
    """Run every row, or those named; exit 1 when one fails."""
    HOME.mkdir(exist_ok=True)
    built, failed = wheel(), []
    for name in names or ROWS:
        print(f"== {name}: {' '.join(ROWS[name])}", flush=True)
        try:
            python = environment(name, ROWS[name])
            install = ("install", "--quiet", "--disable-pip-version-check", "--force-reinstall", "--no-deps", built)
            run(python, "-m", "pip", *install)
            run(python, "-m", "pip", "check")
            empty = HOME / "elsewhere"
            empty.mkdir(exist_ok=True)
            tests = ("-q", "-p", "no:cacheprovider", f"--rootdir={ROOT / 'tests/matrix'}", "-c", os.devnull)
            run(python, "-P", "-m", "pytest", *tests, ROOT / "tests/matrix/test_reader.py", cwd=empty)
        except subprocess.CalledProcessError as error:
            failed.append(name)
            print(f"{name} failed: {error}", flush=True)
    print(
        f"{len(names or ROWS) - len(failed)} of {len(names or ROWS)} environments on Python {sysconfig.get_python_version()}"
    )
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
