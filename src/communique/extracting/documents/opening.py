"""Files opened so that nothing hangs: a pipe or a device in a file's place is refused, not waited for."""

import os
import stat
from io import BufferedReader
from pathlib import Path

from .refusals import Refused, unreadable

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def open_regular(path: str | Path) -> BufferedReader:
    """A regular file, open for reading its bytes. Raises :class:`Refused` (unreadable, not-a-file)."""
    try:
        number = os.open(path, _FLAGS)
    except OSError as error:
        raise unreadable(error) from None
    try:
        regular = stat.S_ISREG(os.fstat(number).st_mode)
    except OSError as error:
        os.close(number)
        raise unreadable(error) from None
    if not regular:
        os.close(number)
        raise Refused("not-a-file", "is a pipe, a socket or a device")
    return os.fdopen(number, "rb")
