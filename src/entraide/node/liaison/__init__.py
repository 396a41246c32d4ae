"""Liaison officers at home: their contacts, their tasks, and results counted from their work."""
