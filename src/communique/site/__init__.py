"""The site: a Datasette plugin that answers with pages, and keeps the tables, CSV and JSON under them.

It acts on databases made by :mod:`communique.serving` alone; a Datasette without one is left as it is.
"""

from .hooks import (
    asgi_wrapper,
    extra_template_vars,
    handle_exception,
    prepare_connection,
    prepare_jinja2_environment,
    register_routes,
)

__all__ = [
    "asgi_wrapper",
    "extra_template_vars",
    "handle_exception",
    "prepare_connection",
    "prepare_jinja2_environment",
    "register_routes",
]
