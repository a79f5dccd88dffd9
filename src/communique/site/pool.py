"""Connections of our pages' own: a costly query on one of Datasette's does not keep a page waiting."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from .guard import limit
from .served import Served

THREADS = 3
_OPEN = threading.local()


async def in_thread(one: Served, made: Callable[[sqlite3.Connection], Any]) -> Any:
    """``made`` of a read-only connection to the database of ``one``, in a thread that keeps it."""
    return await asyncio.get_running_loop().run_in_executor(_pool(), _run, one, made)


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="communique-page")


def _run(one: Served, made: Callable[[sqlite3.Connection], Any]) -> Any:
    db = _OPEN.__dict__.get(str(one.path))
    if db is None:
        db = sqlite3.connect(f"{one.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        limit(db)
        _OPEN.__dict__[str(one.path)] = db
    return made(db)
