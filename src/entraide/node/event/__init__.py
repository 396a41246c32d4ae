"""Cells of major events at a node: accreditation lists, their screening, and dissolution."""
