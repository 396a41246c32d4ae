"""Safeguards, pure: who looked at what and why, unusual asking, subject requests, figures."""
