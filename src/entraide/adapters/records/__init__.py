"""An agency's records from its files: rows and lines, columns, entities, marks."""
