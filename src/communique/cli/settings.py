"""What every command shares: folders, the form of the output, and where they come from."""

import functools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ..dataset import Dataset, load
from ..pipeline import STEPS, Step
from ..problems import CommuniqueError, PublishError
from ..reading.at_hand import bundled, newest
from ..reading.errors import ReleaseError


def colourless() -> bool:
    """Whether the user wants no colours, nor bold or dim letters: NO_COLOR is set, and not empty."""
    return bool(os.environ.get("NO_COLOR"))


class SurroundingsError(CommuniqueError):
    """Something around the data is not as a command needs it; exit code 3."""


@dataclass
class Settings:
    """The shared options as given, before or after the command's name."""

    dataset_given: Path | None = None
    dist_given: Path | None = None
    release_given: str | None = None
    steps: Sequence[Step] = STEPS
    json: bool = False
    debug: bool = False

    @property
    def dataset(self) -> Path:
        """The dataset folder: as given, else ``dataset`` here or in the nearest above. Raises CommuniqueError."""
        if self.dataset_given is not None:
            if not self.dataset_given.is_dir():
                raise CommuniqueError(f"{self.dataset_given}: no such folder; name the dataset's with --dataset DIR")
            return self.dataset_given.resolve()
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / "dataset").is_dir():
                return folder / "dataset"
            if folder.name == "dataset" and any(folder.glob("*.yml")):
                return folder
        raise CommuniqueError("no folder named dataset here or above; go to the project's folder or use --dataset DIR")

    @property
    def dist(self) -> Path:
        """The folder builds are in: as given, else ``dist`` beside the dataset folder."""
        if self.dist_given is not None:
            return self.dist_given.resolve()
        try:
            return self.dataset.parent / "dist"
        except CommuniqueError:
            if Path("dist").is_dir():
                return Path("dist").resolve()
            raise

    def build(self) -> Dataset:
        """The tables a question is put to: those named with --release, else the working build, else the bundled release.

        Raises :class:`SurroundingsError` where a project has no build yet.
        """
        if self.release_given is not None:
            return load(self.release_given)
        try:
            dist = self.dist
        except CommuniqueError:
            if bundled() is None or self.dataset_given is not None:
                raise
            return load()
        folder = dist / "current"
        try:
            if not folder.is_dir():  # there is none, or a build was killed in the instant of taking its place
                from ..publish.swap import current  # noqa: PLC0415 (needs what builds; a reader may not have it)

                folder = current(dist)
            return load(folder)
        except PublishError as error:
            raise SurroundingsError(str(error)) from None
        except ReleaseError as error:
            raise SurroundingsError(f"{error}; or run communique build") from None

    def published(self) -> Dataset | None:
        """The release named with --release, else the newest published here, outside any project the bundled one; else None."""
        if self.release_given is not None:
            return load(self.release_given)
        try:
            published = newest(self.dist)
        except CommuniqueError:  # no project here
            return load()
        return load(published) if published is not None else None

    def release(self) -> Dataset:
        """What can be cited: the release named with --release, else the newest published here, else the bundled one.

        A project that has published nothing gives its working build.
        """
        published = self.published()
        return published if published is not None else self.build()


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
        settings = ctx.ensure_object(Settings)
        if value:
            setattr(settings, name, value)

    return callback


def shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options every command takes; they are kept in :class:`Settings`, not passed on."""
    folder = click.Path(path_type=Path)
    for option in (
        click.option("--debug", is_flag=True, expose_value=False, is_eager=True, callback=_keep("debug"),
                     help="Show the traceback of an error."),
        click.option("--json", is_flag=True, expose_value=False, is_eager=True, callback=_keep("json"),
                     help="Print JSON for machines."),
        click.option("--dist", type=folder, metavar="DIR", expose_value=False, callback=_keep("dist_given"),
                     help="Folder of builds (default: dist beside the dataset)."),
        click.option("--dataset", type=folder, metavar="DIR", expose_value=False, callback=_keep("dataset_given"),
                     help="Folder of records (default: the nearest one named dataset)."),
    ):  # fmt: skip
        command = option(command)
    return command


def of_release(default: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option ``--release``, kept in :class:`Settings`; ``default`` says what is taken without it."""
    return click.option("--release", metavar="WHAT", expose_value=False, callback=_keep("release_given"),
                        help=f"A version at hand, a release folder or a wheel (default: {default}).")  # fmt: skip


WORKING = "the build here, else the bundled release"
PUBLISHED = "the newest release published here, else the bundled one"


def sources(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option ``--sources``: the folder of texts, also from COMMUNIQUE_SOURCES."""
    option = click.option("--sources", type=click.Path(path_type=Path), metavar="DIR", envvar="COMMUNIQUE_SOURCES",
                          show_envvar=True, help="Your own copies of the texts, under any names.")  # fmt: skip
    return option(command)


def existing(folder: Path | None) -> Path | None:
    """The folder of texts, if one was named. Raises :class:`CommuniqueError` where there is none of that name."""
    if folder is not None and not folder.is_dir():
        raise CommuniqueError(f"{folder}: no such folder of texts; correct --sources or COMMUNIQUE_SOURCES")
    return folder


def command(name: str, doc: str | None) -> Callable[[Callable[..., Any]], click.Command]:
    """A command whose help is its module's docstring, with the shared options; settings are its first argument."""

    def made(function: Callable[..., Any]) -> click.Command:
        @functools.wraps(function)
        @click.pass_obj
        def call(settings: Settings, *args: Any, **kwargs: Any) -> Any:
            return function(settings, *args, **kwargs)

        # The shared options come last in the help, so they must be put on first.
        own: list[click.Parameter] = getattr(call, "__click_params__", [])
        call.__click_params__ = common = list[click.Parameter]()  # type: ignore[attr-defined]
        shared(call)
        common += own
        kept = {"help_option_names": ["-h", "--help"]}
        return click.command(name, help=doc, context_settings=kept)(call)

    return made
