"""Memoranda: what they say, who signed them, and what they permit."""
