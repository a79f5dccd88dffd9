"""Workers of this machine: processes of their own, each with one shard at a time.

A process that dies (killed, out of memory, a crash of compiled code) takes nothing with it but its own shard, which is
tried once more in a fresh process and then set aside whole. Processes are spawned, never forked: Arrow has threads.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from typing import NamedTuple

from ...problems import PublishError
from .work import Counts, OtherCodeError, Task, perform, settle
from .writing import OutputError

TICK = 0.5
"""Seconds after which whoever waits is told that nothing has happened."""
DIED = "the worker that read it died twice (killed, or out of memory)"


class Outcome(NamedTuple):
    """What became of a task: its counts, or why its shard failed."""

    task: Task
    counts: Counts | None
    failed: str = ""


class WorkersError(PublishError):
    """No worker can be started on this machine."""


def schedule(tasks: Sequence[Task], workers: int) -> Generator[Outcome | None]:
    """Perform tasks in so many processes; yields an outcome each, in any order, and None whenever half a second passed.

    When the iterator is closed, whatever is still at work is ended at once: its shards are not marked done.
    Raises :class:`~.writing.OutputError` where a worker cannot write, :class:`WorkersError` where none can be started.
    """
    pool, waiting = _Lanes(), iter(tasks)
    busy: dict[Future[Counts], tuple[ProcessPoolExecutor, Task, bool]] = {}
    try:
        for _ in range(min(workers, len(tasks))):
            lane, task = pool.another(), next(waiting)
            busy[lane.submit(perform, task)] = (lane, task, False)
        while busy:
            finished, _ = wait(busy, TICK, FIRST_COMPLETED)
            if not finished:
                yield None
            for future in sorted(finished, key=lambda f: busy[f][1].number):
                lane, task, again = busy.pop(future)
                outcome = _outcome(future, task)
                if outcome is None:  # its process died
                    lane = pool.instead_of(lane)
                    if not again:
                        busy[lane.submit(perform, task)] = (lane, task, True)
                        continue
                    outcome = Outcome(task, None, DIED)
                if (following := next(waiting, None)) is not None:
                    busy[lane.submit(perform, following)] = (lane, following, False)
                yield outcome
    finally:
        pool.end(now=bool(busy))


class _Lanes:
    """Pools of one process each, so that it is known which shard a process died of."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        # Only this process holds the end for writing: when it is closed, or this process is gone, the workers end.
        self._ends, self._held = self._context.Pipe(duplex=False)
        self._lanes: list[ProcessPoolExecutor] = []

    def another(self) -> ProcessPoolExecutor:
        """One more process; the first must have started."""
        lane = ProcessPoolExecutor(1, self._context, initializer=_begin, initargs=(self._ends,))
        self._lanes.append(lane)
        if len(self._lanes) == 1:
            try:
                lane.submit(os.getpid).result()
            except (BrokenProcessPool, OSError) as error:
                raise WorkersError(
                    'no worker process can be started; a script must call it below if __name__ == "__main__"'
                ) from error
        return lane

    def instead_of(self, lane: ProcessPoolExecutor) -> ProcessPoolExecutor:
        """A process in place of one that died."""
        self._lanes.remove(lane)
        lane.shutdown(wait=False)
        return self.another()

    def end(self, *, now: bool) -> None:
        """End the processes, ``now`` or when they are done. None leaves a shard by halves: it is whole or not there."""
        if now:
            self._held.close()
        for lane in self._lanes:
            lane.shutdown(wait=True, cancel_futures=True)
        self._held.close()
        self._ends.close()


def _outcome(future: Future[Counts], task: Task) -> Outcome | None:
    """What came of a task; None where its process died."""
    error = future.exception()
    if error is None:
        return Outcome(task, future.result())
    if isinstance(error, BrokenProcessPool):
        return None
    if isinstance(error, OutputError | OtherCodeError) or not isinstance(error, Exception):
        raise error
    return Outcome(task, None, why(error))


def why(error: BaseException) -> str:
    """An error as one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def _begin(ends: Connection) -> None:
    """In a new worker: Ctrl-C is for whoever started it; and it ends when that one lets go of the other end."""
    settle()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=lambda: (ends.poll(None), os._exit(1)), daemon=True).start()
