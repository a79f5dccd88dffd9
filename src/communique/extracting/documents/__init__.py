"""From INPUT, a file or a folder, to documents: plain text, HTML, JSON lines (also gzipped) and Parquet.

``plan(input)`` cuts INPUT into pieces without reading more than it must; ``documents(piece)`` reads one piece as a stream,
in any process, in any order. A piece is small and can be pickled. The same INPUT gives the same pieces and documents
whatever the number of workers. What cannot be read comes out as a ``SetAside`` in its place and stops nothing.
"""

from .pieces import Part, Piece
from .planning import InputError, plan
from .reading import documents
from .refusals import WAYS_OUT

__all__ = ["WAYS_OUT", "InputError", "Part", "Piece", "documents", "plan"]
