"""The pictures in the documentation are of the site as it is."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_pictures_are_of_todays_pages() -> None:
    """Every page a picture was taken of, and the style sheet, are what they were then; else: make screenshots."""
    run = subprocess.run(
        [sys.executable, "docs/screenshots.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, ""), f"run make screenshots: {run.stdout}{run.stderr}"
