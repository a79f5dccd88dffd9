"""What Datasette calls."""

import sqlite3
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from datasette import hookimpl
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from .charts.glyphs import KEY, bar, glyph
from .faults import answer, fault
from .guard import guarded, limit
from .routes import routes
from .served import Served, served
from .shell import shell
from .words import FILTERS, finalize

HTML = Path(__file__).parent / "html"


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Our pages, before Datasette's own for the same addresses."""
    return routes(served(datasette))


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:
    """Our templates before Datasette's, the filters they use."""
    if served(datasette):
        loader = FileSystemLoader(HTML)
        env.loader = ChoiceLoader([loader, env.loader]) if env.loader else loader
        env.filters.update(FILTERS)
        env.filters |= {"bar": bar, "glyph": glyph}
        env.globals |= {
            "bar_key": KEY,
            **shell(served(datasette), None, None),
        }  # Datasette's errors come without a frame
        env.finalize = finalize


@hookimpl
def extra_template_vars(datasette: Any, database: str | None, request: Any) -> dict[str, Any]:
    """What every page needs for its frame, stock pages too."""
    ours = served(datasette)
    return shell(ours, database, request) if ours else {}


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Limits on every connection to one of our databases."""
    if database in served(datasette):
        limit(conn)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Security headers, caching, and a gate before what is costly."""
    ours: dict[str, Served] = served(datasette)
    return lambda app: guarded(app, datasette, ours, [pattern for pattern, _ in routes(ours)]) if ours else app


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: BaseException) -> Generator[None, Any, None]:
    """Errors as our pages, in the place of Datasette's own answer."""
    outcome = yield
    ours = served(datasette)
    if ours and not datasette.pdb:
        name = request.path.lstrip("/").partition("/")[0]
        database = name if name in ours else next(iter(ours))
        outcome.force_result([lambda: answer(datasette, request, fault(exception), database)])
