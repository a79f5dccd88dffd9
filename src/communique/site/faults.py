"""An error as a page: one clear line, nothing of the machine.

Datasette's own answer prints the whole stack with all variables to the log, a third of a second in which nobody is
answered; a search engine that follows old links would keep everybody waiting.
"""

import sqlite3
import traceback
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

from .refusals import Refused

TOO_LONG = ("This took too long and was stopped. Ask for fewer facets or filters, sort by another column, or get the "
            "files of the release.")  # fmt: skip
NOTHING = "There is nothing at this address."


def fault(error: BaseException) -> Refused:
    """What to say of an error; one that is ours is written to the log."""
    cause = error.__cause__ or error.__context__
    if isinstance(error, QueryInterrupted) or isinstance(cause, QueryInterrupted):
        return Refused(400, TOO_LONG, "Too much at once")
    if isinstance(error, Base400) and error.status == 404:
        return Refused(404, NOTHING, "Not there")
    if isinstance(error, Base400):
        return Refused(error.status, str(error), "Not possible")
    if isinstance(error, DatasetteError):
        # Datasette gives 500 for a column that cannot be sorted by, which is the asker's mistake.
        return Refused(400 if error.status == 500 else error.status, str(error.message), error.title or "Not possible")
    if isinstance(error, OverflowError):
        return Refused(400, "A number in this address is too large.", "Not possible")
    if isinstance(error, sqlite3.ProgrammingError) and "binding" in str(error).lower():
        return Refused(404, NOTHING, "Not there")  # a key of fewer parts than the table's
    traceback.print_exception(error)
    return Refused(500, "Something went wrong on our side; it is noted.", "An error of ours")


async def answer(datasette: Any, request: Any, what: Refused, database: str) -> Response:
    """A refusal or an error in the form that was asked for: a page, JSON, or one line."""
    path = request.path.partition("?")[0]
    if path.endswith(".json"):
        body = {"ok": False, "error": what.error, "status": what.status, "title": what.title}
        return Response.json(body, status=what.status)
    if what.status in (405, 414, 503) or path.endswith((".csv", ".db", ".txt", ".bib", ".ris", ".csl")):
        return Response.text(f"{what.error}\n", status=what.status)
    context = {
        "database": database,
        "title": what.title,
        "error": what.error,
        "status": what.status,
        "way_out": what.way_out,
    }
    request.scope.setdefault("csrftoken", lambda: "")  # a request refused at the door has none
    return Response.html(await datasette.render_template("error.html", context, request=request), status=what.status)
