"""The chapters of a memorandum: one dataclass for each, its fields the provisions."""
