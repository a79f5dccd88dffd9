"""What is known of a word, and its places in the tuple it is: the inner loops of the coding read it as such."""

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from .lexicon import Proposal
    from .patterns import Pattern

LOW: Final = 0
KEY: Final = 1
CUE: Final = 2
SAID: Final = 3
BITS: Final = 4
NAMES: Final = 5
TOPICS: Final = 8
LIVE: Final = 10


class Name(NamedTuple):
    """One alias: the keys of the words after its first, what it names (``actor`` or ``treaty``) and the id."""

    rest: tuple[str, ...]
    what: str
    id: str


class Names(NamedTuple):
    """The names a word may begin, the longest first; whether one is that word alone; what may be the second word."""

    listed: tuple[Name, ...]
    alone: bool
    seconds: frozenset[str]


class Word(NamedTuple):
    """All that is known of a word: small letters, key, the patterns it may begin in the clause that attributes (``cue``) and
    in what is said, what it may be in others (``bits``), the names it may begin, its classes, the state it points to."""

    low: str
    key: str
    cue: "tuple[Pattern, ...]"
    said: "tuple[Pattern, ...]"
    bits: int
    names: Names | None
    kinds: frozenset[str]
    state: str | None
    topics: "tuple[Proposal, ...]"
    """Proposals whose first line of words this one meets."""
    dated: bool
    """Whether a stretch with this word may name a day."""
    live: bool
    """Whether it begins anything in what is said: a pattern, a name or a proposal."""


Live = list[tuple[int, Word]]
"""The live words of what is said, each with its place among all of them."""
