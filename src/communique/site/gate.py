"""A gate: so many at once, so many more in a short queue, the rest are told at once to come back."""

import asyncio
import time
from collections import deque
from types import TracebackType

REST = 1.0


class FullError(Exception):
    """There is no room, and none came free in time."""


class Gate:
    """``async with gate.place()``. Belongs to no event loop, so that one application can be asked from several in turn."""

    def __init__(self, at_once: int, waiting: int, seconds: float, rest: float = 0.0) -> None:
        """``at_once`` places; ``waiting`` may queue, each for up to ``seconds``.

        While others wait, a place rests after use ``rest`` times as long as it was used, up to :data:`REST` seconds.
        """
        self.free, self.waiting, self.seconds, self.rest = at_once, waiting, seconds, rest
        self.queue: deque[asyncio.Future[None]] = deque()

    def place(self) -> "Place":
        """A place to ask for, once."""
        return Place(self)

    async def enter(self) -> None:
        """Wait for a place. Raises :class:`FullError`."""
        if self.free:
            self.free -= 1
            return
        if len(self.queue) >= self.waiting:
            raise FullError
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.queue.append(turn)
        try:
            async with asyncio.timeout(self.seconds):
                await turn
        except BaseException as error:  # whoever gives up in whatever way, a place already his goes on to the next
            if turn in self.queue:
                self.queue.remove(turn)
            elif turn.done() and not turn.cancelled():
                self._hand_over()
            if isinstance(error, TimeoutError):
                raise FullError from None
            raise

    def leave(self, used: float) -> None:
        """Give a place back after ``used`` seconds."""
        if self.queue and self.rest:
            asyncio.get_running_loop().call_later(min(used * self.rest, REST), self._hand_over)
        else:
            self._hand_over()

    def _hand_over(self) -> None:
        while self.queue:
            turn = self.queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1


class Place:
    """One use of a gate."""

    def __init__(self, gate: Gate) -> None:
        self.gate, self.since = gate, 0.0

    async def __aenter__(self) -> None:
        await self.gate.enter()
        self.since = time.monotonic()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.gate.leave(time.monotonic() - self.since)
