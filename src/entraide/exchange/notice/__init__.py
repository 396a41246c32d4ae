"""Notices and diffusions: what they are, their checks, their review, their life, and pursuit."""
