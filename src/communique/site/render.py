"""Our templates filled in the thread that read the rows: Datasette's own way, one template for all threads to wait in the
thread that answers everybody, takes half as long again."""

from typing import Any

from jinja2 import Environment

from .served import served
from .shell import shell

_KEPT = "_communique_templates"


def render(datasette: Any, request: Any, template: str, context: dict[str, Any]) -> str:
    """A page of ours as HTML, in the frame that every page has."""
    frame = shell(served(datasette), context["database"], request)
    return _templates(datasette).get_template(template).render({**frame, "request": request, "zip": zip, **context})


def _templates(datasette: Any) -> Environment:
    """Datasette's templates and ours, without the awaiting of everything."""
    kept: Environment | None = getattr(datasette, _KEPT, None)
    if kept is None:
        kept = datasette.jinja_env.overlay(enable_async=False)
        setattr(datasette, _KEPT, kept)
    return kept
