"""Tests of the data look at the real dataset, read and derived once; those of words need the texts at hand."""

import os
from pathlib import Path

import pytest

from communique.check import check, without_broken_keys
from communique.derive import derive
from communique.problems import Problem
from communique.records import Records, read
from communique.tables import Tables

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def records() -> Records:
    """The dataset as read."""
    return read(ROOT / "dataset")


@pytest.fixture(scope="session")
def tables(records: Records) -> Tables:
    """The dataset derived."""
    return derive(without_broken_keys(records.tables))


@pytest.fixture(scope="session")
def problems(records: Records, tables: Tables) -> list[Problem]:
    """Everything wrong with the dataset that needs no text."""
    return records.problems + check(records.tables, tables, records.places, records.problems)


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of the five source texts."""
    named = os.environ.get("COMMUNIQUE_SOURCES")
    if not named or not Path(named).is_dir():
        pytest.skip("no source texts at hand: set COMMUNIQUE_SOURCES to their folder")
    return Path(named)
