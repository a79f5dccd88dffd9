"""Tests of a release folder look at one of the real dataset, made once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from made import Made, make


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The real dataset as a release folder."""
    return make(tmp_path_factory.mktemp("release"))
