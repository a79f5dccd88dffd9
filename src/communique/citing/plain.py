"""Text safe to print in one line: what every value passes through on its way into a citation."""

import re
import unicodedata
from collections.abc import Iterable

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_APART = {"Cc", "Zs", "Zl", "Zp"}
_INNER = re.compile('[“„”‟"]')
LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip
"""BCP 47 language -> its English name; the tag itself is printed of any other."""


def plain(text: str) -> str:
    """The text in one line: no control character, no sign that turns the direction of what follows, single spaces."""
    shown = "".join(" " if unicodedata.category(c) in _APART else c for c in _DIRECTION.sub("", text))
    return " ".join("".join(c for c in shown if unicodedata.category(c) != "Cs").split())


def quoted(text: str) -> str:
    """The text in double quotation marks; those within it become single ones."""

    def single(mark: re.Match[str]) -> str:
        opens = mark[0] in "“„" or (mark[0] == '"' and (mark.start() == 0 or text[mark.start() - 1] in " (["))
        return "‘" if opens else "’"

    return f"“{_INNER.sub(single, text)}”"


def listed(names: Iterable[str], last: str = "and") -> str:
    """A, B and C."""
    parts = list(names)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""


def stopped(text: str) -> str:
    """The text as a sentence: its first letter large, one full stop at its end where it has no end mark."""
    core = text.rstrip(" .") if text.rstrip().endswith(".") else text.rstrip()
    ended = core if core.endswith(("!", "?", "…")) else f"{core}."
    return ended[:1].upper() + ended[1:]


def small(text: str) -> str:
    """A definition as part of a sentence: no full stop, its first letter small."""
    return text[:1].lower() + text[1:].rstrip(".")


def language(tag: str) -> str:
    """The English name of a BCP 47 tag's language, with the rest of the tag where it has more."""
    code, _, rest = tag.partition("-")
    name = LANGUAGES.get(code)
    if name is None:
        return f"the language with the tag {tag}"
    named = {"Hant": f"traditional {name}", "Hans": f"simplified {name}"}
    return named.get(rest, f"{name} ({rest})") if rest else name
