"""The pictures of the site in the documentation, made from the real site: the newest release published in ``dist``.

``python docs/screenshots.py`` takes them (Playwright and a Chromium are needed); ``--check`` says, without a browser, whether
a page or the style sheet has changed since they were taken.
"""

import asyncio
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from datasette.app import Datasette

from communique.reading.at_hand import newest
from communique.reading.release import Release
from communique.serving import write_folder

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
STATE = IMAGES / "made-from.json"
SHEET = ROOT / "src" / "communique" / "site" / "static" / "site.css"
PORT = 8099
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip


class Shot(NamedTuple):
    """One picture: its page below the release, the window, whether in dark colours."""

    name: str
    page: str
    width: int = 1280
    height: int = 1000
    dark: bool = False


SHOTS = (
    Shot("home", "home", height=1500),
    Shot("home-phone", "home", 390, 844),
    Shot("proposal", "proposals/pr-1vyp5", height=1450),
    Shot("proposal-phone", "proposals/pr-7zng3", 390, 844, dark=True),
    Shot("as-of", "home?day=2021-01-20&known=2021-01-20"),
    Shot("statement", "statements/st-5mn4b"),
    Shot("channel", "channels/ch-cj1dm"),
    Shot("treaty", "treaties/tr-sdqxm"),
    Shot("search", "search?q=Lawrow"),
)


def written(folder: Path) -> str:
    """Write the site's folder; the name of its database."""
    path = newest(ROOT / "dist")
    if path is None:
        sys.exit("dist/ holds no published release to take pictures of")
    return write_folder(folder, [Release(path)])[0].stem


async def pages(folder: Path, name: str) -> dict[str, str]:
    """Picture -> hash of its page's HTML and of the style sheet."""
    served = Datasette([], config_dir=folder)
    await served.invoke_startup()
    sheet, out = SHEET.read_bytes(), {}
    for shot in SHOTS:
        answer = await served.client.get(f"/{name}/{shot.page}")
        if answer.status_code != 200:
            sys.exit(f"{shot.page}: status {answer.status_code}; correct SHOTS")
        out[shot.name] = hashlib.sha256(answer.content + sheet).hexdigest()
    return out


def stale() -> list[str]:
    """Pictures whose page or style sheet has changed since they were taken."""
    with tempfile.TemporaryDirectory() as folder:
        now = asyncio.run(pages(Path(folder), written(Path(folder))))
    then = json.loads(STATE.read_text("utf-8")) if STATE.is_file() else {}
    return [name for name, hash_ in now.items() if then.get(name) != hash_ or not (IMAGES / f"{name}.png").is_file()]


def take(folder: Path, name: str) -> None:
    """Serve the folder as any server would, and take every picture."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (only to take them)

    served = subprocess.Popen(
        [Path(sys.executable).parent / "datasette", "serve", folder, "--port", str(PORT)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert served.stderr is not None  # noqa: S101
        next(line for line in served.stderr if "running on" in line)
        found = next(
            (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
        )
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=found, args=[*FLAGS])
            for shot in SHOTS:
                _one(browser, shot, f"http://127.0.0.1:{PORT}/{name}/{shot.page}")
            browser.close()
    finally:
        served.terminate()
        served.wait()


def _one(browser: Any, shot: Shot, address: str) -> None:
    colours = "dark" if shot.dark else "light"
    page = browser.new_page(viewport={"width": shot.width, "height": shot.height}, color_scheme=colours, locale="en-GB")
    page.goto(address)
    page.screenshot(path=IMAGES / f"{shot.name}.png")
    page.close()


def main(arguments: list[str]) -> int:
    """Exit code 1 when ``--check`` finds stale pictures, 2 for any other argument."""
    if arguments == ["--check"]:
        old = stale()
        sys.stdout.writelines(f"stale: docs/images/{name}.png\n" for name in old)
        return int(bool(old))
    if arguments:
        sys.stderr.write("usage: python docs/screenshots.py [--check]\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        name = written(Path(folder))
        take(Path(folder), name)
        state = asyncio.run(pages(Path(folder), name))
    for path in IMAGES.glob("*.png"):
        if path.stem not in state:
            path.unlink()
    STATE.write_text(json.dumps(state, indent=1, sort_keys=True) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
