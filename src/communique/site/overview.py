"""The tables and queries of a release. Datasette's own page asks its permissions for each of a hundred tables, hidden ones too,
and copies all metadata for each: half a second. Here the release is asked about once; the template is the same."""

from typing import Any

from datasette.utils.asgi import Response

from .described import described
from .served import Served, served


async def overview(request: Any, datasette: Any) -> Response:
    """``/RELEASE``. SQL of one's own, where it is allowed, is left to Datasette. Like all pages of ours it is open to all."""
    one = served(datasette)[request.url_vars["database"]]
    if request.args.get("sql"):
        from datasette.views.database import DatabaseView  # noqa: PLC0415 (it loads the plugins, us among them)

        request.scope["url_route"]["kwargs"]["format"] = None  # which its own route would have given it
        return await DatabaseView(datasette).dispatch_request(request)
    said = (described(datasette).get("databases") or {}).get(one.name, {})
    html = await datasette.render_template("database.html", {
        "database": one.name, "metadata": said, "allow_execute_sql": datasette.setting("default_allow_sql"),
        "queries": [{"name": name, **query} for name, query in (said.get("queries") or {}).items()],
        "allow_download": datasette.setting("allow_download"), "size": one.database.size if one.database else 0,
        "show_hidden": request.args.get("_show_hidden"), **await _listed(one, said),
    }, request=request, view_name="database")  # fmt: skip
    return Response.html(html)


async def _listed(one: Served, said: dict[str, Any]) -> dict[str, Any]:
    """``tables`` with the rows the release has of each, ``views``, and how many tables are hidden."""
    hidden = {name for name, table in (said.get("tables") or {}).items() if table.get("hidden")}
    names = [name for name in await one.database.table_names() if not name.startswith("sqlite_") and "_fts" not in name]
    tables = [{"name": name, "count": one.said.get(f"n_{name}") and one.count(name), "hidden": name in hidden}
              for name in sorted(names)]  # fmt: skip
    return {"tables": tables, "views": [{"name": name} for name in await one.database.view_names()],
            "hidden_count": sum(bool(table["hidden"]) for table in tables)}  # fmt: skip
