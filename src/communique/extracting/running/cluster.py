"""Workers of an existing Dask cluster (``--scheduler tcp://host:8786``): the same function, a future per shard.

Every worker needs this communique with its extra ``extract``, and the folders of input and output under the same paths as
here. Parts and done marks are written by the workers; over the wire go the task (some hundred bytes) and its counts. A
worker that dies loses its shards, and the scheduler gives them to others. No Dask dataframe is used.
"""

import logging
import queue
import time
import uuid
from collections.abc import Generator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from ...problems import CommuniqueError, PublishError
from .pool import TICK, Outcome, why
from .work import LostError, OtherCodeError, Task, counted, marked, perform
from .writing import OutputError

PATIENCE = 60.0
"""Seconds without any worker after which the cluster counts as gone."""
_CONNECT = 15
AGAIN = "and give the same command again; finished shards stay"
DIED = "worker after worker that read it died (killed, or out of memory)"
_AHEAD = 3
"""Shards handed out for each thread of the cluster: one at work, the others so that it need not wait for us."""


class MissingError(PublishError):
    """Dask is not installed."""


def schedule(tasks: Sequence[Task], address: str, patience: float = PATIENCE) -> Generator[Outcome | None]:
    """Perform tasks on the cluster at ``address``; yields an outcome each, in any order, and None when nothing happened.

    Raises :class:`LostError`, :class:`MissingError`, :class:`~.writing.OutputError` or :class:`~.work.OtherCodeError`.
    """
    client, run = _client(address), uuid.uuid4().hex
    waiting = iter(tasks)
    # Tried again at the end, each alone on the cluster: most of them only stood beside one that kills.
    suspects: list[Task] = []
    done: queue.SimpleQueue[Any] = queue.SimpleQueue()
    busy: dict[Any, tuple[Task, bool]] = {}
    seen = time.monotonic()

    def submit(task: Task, *, alone: bool) -> None:
        key = f"shard-{task.number}{'-alone' if alone else ''}-{run}"
        future = client.submit(perform, task, key=key, pure=False, retries=1)
        busy[future] = (task, alone)
        future.add_done_callback(done.put)

    try:
        while True:
            if threads := _threads(client):
                seen = time.monotonic()
            elif time.monotonic() - seen > patience:
                raise LostError(f"{address}: no worker for {patience:.0f} seconds; start some, {AGAIN}")
            while len(busy) < _AHEAD * threads and (task := next(waiting, None)) is not None:
                submit(task, alone=False)
            if not busy and threads:
                if not suspects:
                    return
                submit(suspects.pop(0), alone=True)
            try:
                future = done.get(timeout=TICK)
            except queue.Empty:
                yield None
                continue
            if future not in busy:  # it was lost and made again, and has been counted
                continue
            task, alone = busy.pop(future)
            outcome = _outcome(future, task, address)
            if outcome is not None or alone:
                yield outcome or Outcome(task, None, DIED)
            else:
                suspects.append(task)
    except (OSError, TimeoutError) as error:  # the road to the scheduler is broken
        if isinstance(error, CommuniqueError):
            raise
        raise LostError(f"{address}: {why(error)}; start the cluster, {AGAIN}") from error
    finally:
        _leave(client, list(busy))


def _client(address: str) -> Any:
    try:
        distributed = import_module("distributed")
    except ModuleNotFoundError as error:
        raise MissingError(
            f'--scheduler needs Dask ({error.name} is not there): pip install "communique[cluster]"'
        ) from None
    for name in ("distributed.client", "distributed.utils"):  # of a scheduler that is gone we tell in one line
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        # A client made with a wrong address would complain of itself once more, with a traceback, when it is thrown away.
        if not address.startswith("inproc:"):
            import_module("distributed.comm.addressing").get_address_host_port(address)
        return distributed.Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise LostError(
            f"{address}: no Dask scheduler answers there ({why(error)}); start one, or correct it"
        ) from None


def _threads(client: Any) -> int:
    """Threads of all workers now. Raises ``OSError`` where the scheduler is gone."""
    if client.status != "running":
        raise OSError(f"the connection to the scheduler is {client.status}")
    return sum(client.ncores().values())


def _outcome(future: Any, task: Task, address: str) -> Outcome | None:
    """What came of a task; None where worker after worker died that had it.

    Its mark is on the disk before the task is done, so nothing has to come from a worker that may be gone by now.
    """
    mark = marked(Path(task.out), task.number)
    if mark is not None and not mark["failed"]:
        return Outcome(task, counted(mark))
    if future.status in ("pending", "lost"):
        return None
    if future.status == "cancelled":
        raise LostError(f"{address}: the cluster gave up its work; start it, {AGAIN}")
    error = future.exception()
    if error is None:
        return Outcome(task, future.result())
    if isinstance(error, OutputError | OtherCodeError):
        raise error
    return None if type(error).__name__ == "KilledWorker" else Outcome(task, None, why(error))


def _leave(client: Any, busy: list[Any]) -> None:
    try:
        if busy and client.status == "running":
            client.cancel(busy, force=True)
        client.close(timeout=2)
    except Exception:  # noqa: S110 (the scheduler is gone; there is nothing to take leave of)
        pass
