"""Extractions in a build: the tables of ``communique extract`` beside the curated records, gone over a range at a time.

What is few (pages, names of actors and treaties) joins the curated tables and goes the way these go. What is many
(statements and what hangs on them) is cut into ranges of statement ids; each range is derived, checked and written by
itself, so that memory is bounded by the range and not by the extraction.
"""
