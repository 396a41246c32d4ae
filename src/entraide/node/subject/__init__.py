"""Requests of persons concerned: searched, decided, corrected, answered."""
