"""Matching of persons across scripts, with an explanation for every score."""
