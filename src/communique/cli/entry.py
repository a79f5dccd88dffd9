"""The command group and its guard: whatever goes wrong, the user reads one line, not a traceback."""

import contextlib
import importlib
import io
import json
import os
import sys
import traceback
from collections.abc import Sequence

import click

from ..pipeline import STEPS, Step
from ..problems import CommuniqueError, DatasetError, PublishError
from ..reading.errors import DamagedReleaseError, OtherContractError
from . import __doc__ as help_text
from .settings import Settings, SurroundingsError, colourless, shared

COMMANDS = ("check", "fmt", "extract", "build", "verify", "hydrate", "status", "why", "find", "cite", "diff", "serve",
            "release", "new")  # fmt: skip
BUILDERS = ("pandera", "yaml")
"""What a reader's installation does not have."""
DATA, USAGE, SURROUNDINGS, DEFECT, INTERRUPTED, UNHEARD = 1, 2, 3, 70, 130, 141


class _Lazy(click.Group):
    """A group that loads a command's module when the command is named: help and errors come at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (Click calls it so)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f".{cmd_name}", __package__).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, _SHORT[name]) for name in COMMANDS])


_SHORT = {
    "check": "Check every rule on the records; write nothing.",
    "fmt": "Bring record files into canonical form; mint ids.",
    "extract": "Extract statements from a collection of texts into tables.",
    "build": "Build the tables and the database in dist/current.",
    "verify": "Prove a release by its hashes, every anchor by your own copies.",
    "hydrate": "Make a local database with the quoted words filled in.",
    "status": "Where proposals stand, on any day, as known on any day.",
    "why": "Why a proposal stands where it stands.",
    "find": "Look ids up by words of names, titles and texts.",
    "cite": "Cite the release, or one row with its hash.",
    "diff": "What changed between two releases, and which step it takes.",
    "serve": "Serve the site: pages, tables, search, on this machine.",
    "release": "Publish a version in dist/, or say why it may not be.",
    "new": "Begin the record of a new article.",
}


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 (only asked for here)

        try:
            number = version("communique")
        except PackageNotFoundError:
            number = "(not installed)"
        click.echo(f"communique {number}")
        ctx.exit()


@click.group(cls=_Lazy, help=help_text, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version.")
@shared
def group() -> None:
    """The group itself does nothing; its options are kept by :func:`shared`."""


def main(args: Sequence[str] | None = None, steps: Sequence[Step] = STEPS) -> None:
    """Run the command line ``args`` (default: the process's own) and exit with the documented code.

    ``steps`` are those of a build.
    """
    _open_streams()
    settings, out, given = Settings(steps=steps), sys.stdout, list(sys.argv[1:] if args is None else args)
    colour = False if colourless() else None
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal of few letters is no reason to fail
    try:
        code = group.main(args=given, prog_name="communique", standalone_mode=False, obj=settings, color=colour)
    except BaseException as error:
        # Where the reader of the output went away (``| head``), Click makes an exit of it and muffles the streams.
        unheard = isinstance(error, BrokenPipeError) or sys.stdout is not out
        if "--json" in given[: given.index("--") if "--" in given else None]:
            settings.json = True  # also where wrong use was found before the option was
        with click.Context(group, color=colour):
            code = UNHEARD if unheard else _told(error, settings)
    _leave(code if isinstance(code, int) else 0)


def _open_streams() -> None:
    """Where standard output or error is closed, write into nothing."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (open as long as the process)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def _told(error: BaseException, settings: Settings) -> int:
    """The exit code of an error, told in a line; with --json also as an object on standard output."""
    try:
        code = _code(error, settings)
        silent = (SystemExit, click.exceptions.Exit, DatasetError)
        if settings.json and code in (USAGE, SURROUNDINGS, DEFECT) and not isinstance(error, silent):
            said = error.format_message() if isinstance(error, click.ClickException) else str(error)
            click.echo(json.dumps({"ok": False, "error": said, "exit_code": code}, ensure_ascii=False, indent=2))
    except BrokenPipeError:
        return UNHEARD
    except (OSError, ValueError):
        return SURROUNDINGS  # the line could not be written anywhere
    return code


def _code(error: BaseException, settings: Settings) -> int:
    """Say in one line what went wrong; the exit code it has."""
    if settings.debug and not isinstance(error, SystemExit | click.exceptions.Exit):
        traceback.print_exception(error)
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case SystemExit():
            return error.code if isinstance(error.code, int) else DEFECT
        case click.Abort() | KeyboardInterrupt():
            _say("interrupted; nothing was changed by halves")
            return INTERRUPTED
        case click.ClickException():
            error.show()
            return error.exit_code
        case DatasetError():
            from .out import problems  # noqa: PLC0415 (only needed here)

            problems(settings, error.problems)
            return DATA
        case PublishError() | SurroundingsError() | DamagedReleaseError() | OtherContractError():
            _say(str(error))
            return SURROUNDINGS
        case CommuniqueError():
            _say(str(error))
            return USAGE
        case ModuleNotFoundError() if error.name in BUILDERS:
            _say(f'this command builds or checks records, which needs {error.name}: pip install "communique[build]"')
            return SURROUNDINGS
        case OSError():
            _say(f"{error.filename or ''}: {error.strerror or error}".removeprefix(": "))
            return SURROUNDINGS
        case MemoryError():
            _say("not enough memory")
            return SURROUNDINGS
        case _:
            _say(f"a defect of communique: {type(error).__name__}: {error}".splitlines()[0])
            _say("please report it with the output of the same command with --debug")
            return DEFECT


def _say(line: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        click.echo(click.style("communique: ", bold=True) + line, err=True)


def _leave(code: int) -> None:
    """Exit; a reader that went away is no error worth a message."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError) as error:
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            code = UNHEARD if isinstance(error, BrokenPipeError) else code or SURROUNDINGS
    sys.exit(code)
