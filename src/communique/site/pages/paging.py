"""Parts of long lists whose length is known without counting."""

from dataclasses import dataclass

from ..page import Ask
from ..rows import Row


@dataclass(frozen=True)
class Paging:
    """Part ``page`` of ``of`` parts of a list of ``n`` rows, ``size`` in each."""

    page: int
    of: int
    n: int
    size: int

    @classmethod
    def asked(cls, ask: Ask, n: int, size: int) -> "Paging":
        """The part asked for by ``page``; the last where there are fewer."""
        parts = max(1, -(-n // size))
        return cls(min(ask.number("page"), parts), parts, n, size)

    @property
    def window(self) -> tuple[int, int]:
        """Limit and offset."""
        return self.size, (self.page - 1) * self.size

    @property
    def kept(self) -> dict[str, str]:
        """The argument that leads to this part again; none for the first."""
        return {"page": str(self.page)} if self.page > 1 else {}

    @property
    def said(self) -> Row:
        """As pages say it."""
        return {"page": self.page, "of": self.of, "n": self.n}
