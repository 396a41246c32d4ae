"""Searching the store beside its writer: statements, blocks of postings, processes."""
