"""Texts at hand: find them, check and locate anchors in them, fill in what only they can tell.

``sources`` finds a user's own copies by hash · ``spans`` says what is wrong with one anchor · ``locate`` finds spans by
their words in any copy · ``verify`` proves every anchor · ``fill`` computes what a record stores of a span ·
``texts_check`` holds tables against texts · ``coverage`` lists what no anchor covers · ``hydrate`` makes a local
database with the quoted words · ``skeleton`` starts the record of a new article. No text leaves this room by itself:
every function gets its texts as arguments. Offsets are code points of the decoded text, end exclusive.
"""
