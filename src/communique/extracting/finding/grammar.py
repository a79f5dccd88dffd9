"""The small word lists a grammar of one language needs, read from ``lexicon/<language>/grammar.toml``."""

from collections.abc import Mapping
from functools import cache
from tomllib import load

from communique.extracting.lexicon import HERE


@cache
def words(language: str) -> Mapping[str, frozenset[str]]:
    """Every list of ``grammar.toml`` by its name, lower-case forms as a set; cached for the process."""
    with (HERE / language / "grammar.toml").open("rb") as file:
        return {name: frozenset(forms) for name, forms in load(file)["words"].items()}
