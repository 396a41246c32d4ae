"""Entraide: mutual assistance between the police agencies of sovereign states."""

__all__ = ["__version__"]

__version__ = "0.1.0"
