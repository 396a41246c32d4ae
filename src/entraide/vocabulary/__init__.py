"""Codes of the field (purposes, offences, handling) and every sentence that people read."""
