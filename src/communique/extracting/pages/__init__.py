"""A document read as a page: language, day, which lines are headline, deck and body, and what is printed twice.

``read_page(document)`` gives a ``Page`` or a ``SetAside``; ``said_day(sentence, language, day)`` the day a sentence tells
of, read against the page's; ``read_dateline(body)`` the dateline. Words of the languages: ``lexicon/<language>/page.toml``.
"""

from .dateline import Dateline, read_dateline
from .language import language
from .layout import Layout, layout
from .page import read_page
from .said import Said, said_day

__all__ = ["Dateline", "Layout", "Said", "language", "layout", "read_dateline", "read_page", "said_day"]
