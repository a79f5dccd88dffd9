"""Which tables an extraction's folder holds, and which of them are many. Imports nothing: what needs no build asks it too."""

MANIFEST = "EXTRACTION.json"
PAGES = ("articles", "article_ranges", "article_relays", "actors", "actor_aliases", "treaties", "treaty_aliases")
"""Tables that are held whole: they grow with the articles, and every statement leans on them."""
ROWS = ("statements", "anchors", "statement_actors", "statement_treaties", "statement_proposals", "extractions")
"""Tables that are gone over in ranges of statement ids; the first holds the statements themselves."""
TABLES = (*PAGES, *ROWS)
