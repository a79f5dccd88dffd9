"""A release folder: everything in it, written from the tables and one source of metadata."""
