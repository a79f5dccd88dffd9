"""The public face has the types its documentation says."""

from pathlib import Path

from mypy import api

ROOT = Path(__file__).parents[2]


def test_a_reader_sees_precise_types() -> None:
    """By the project's own settings; ``make test`` has filled the cache, so that one file is left to check."""
    given = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(ROOT / ".mypy_cache")]
    said, failed, code = api.run([*given, str(Path(__file__).with_name("typed_reader.py"))])
    assert (code, failed) == (0, ""), said
