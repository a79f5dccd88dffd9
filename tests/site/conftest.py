"""Tests of the site look at the newest release, served as README says: one folder, one Datasette, one server for all."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import browser
from asking import Get, client, newest, serving, started


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``communique serve --out`` writes of the newest release."""
    from communique.reading.release import Release
    from communique.serving import write_folder

    folder = tmp_path_factory.mktemp("site")
    write_folder(folder, [Release(newest())])
    return folder


@pytest.fixture(scope="session")
def release(site_folder: Path) -> str:
    """The name of the served release in addresses, such as 0-1-0."""
    return next(site_folder.glob("*.db")).stem


@pytest.fixture(scope="session")
def datasette_app(site_folder: Path) -> Any:
    """A Datasette with the public settings."""
    return started(site_folder)


@pytest.fixture(scope="session")
def get(datasette_app: Any) -> Get:
    """Ask the public site in this process; see :func:`client`."""
    return client(datasette_app)


@pytest.fixture(scope="session")
def server(site_folder: Path) -> Iterator[str]:
    """Base URL of a server of the public site."""
    with serving(site_folder) as base:
        yield base


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say aloud that pages were looked at in no browser."""
    if browser.MISSING:
        terminalreporter.write_line(f"NOT TESTED in a browser: {browser.MISSING[0]}", yellow=True)
