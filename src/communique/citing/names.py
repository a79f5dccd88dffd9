"""An actor's name inside a sentence: as the table has it, with the article its kind takes in English."""

import re

from .plain import quoted

_ALWAYS = re.compile(r"(The|A|An) ")
_STATES = re.compile(
    r"(United|Union of|Soviet|Russian|Czech|Dominican|Central African) "
    r"|(Netherlands|Philippines|Bahamas|Gambia|Maldives|Seychelles|Comoros|Vatican|Holy See)\b"
    r"|.*\b(Federation|Republic|Union|Kingdom|States|Emirates|Islands)( of .*)?$"
)
_BODIES = re.compile(
    r".*\b(Agency|Army|Assembly|Association|Bureau|Cabinet|Centre|Center|Chancellery|Command|Commission|Committee|"
    r"Conference|Congressional|Council|Court|Delegation|Department|Directorate|Duma|Embassy|Executive|Federation|"
    r"Forces|Foundation|Government|Group|Holy|House|Institute|Kremlin|Library|Ministry|Mission|Nations|Office|"
    r"Organi[sz]ation|Parliament|Pentagon|Presidency|Secretariat|Senate|Service|Society|Staff|Treaty|Union)\b"
)
_MEDIA = re.compile(r"(Associated Press|.* (News Service|network))$")


def named(name: str, kind: str) -> str:
    """The name with "the" where English wants it: the United States, the Ministry of ..., but Russia, TASS, NATO.

    ``kind`` is the actor's kind; an unresolved mention stands in quotation marks.
    """
    if kind == "mention":
        return quoted(name)
    if kind == "person" or _ALWAYS.match(name):
        return name
    takes = {"state": _STATES, "institution": _BODIES, "organisation": _BODIES, "media": _MEDIA}
    pattern = takes.get(kind)
    return f"the {name}" if kind == "office" or (pattern and pattern.match(name)) else name
