"""Offices that states hold together: liaison officers, joint committees, assistance."""
