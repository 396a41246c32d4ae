"""The store's tables, a module for each part of the work, and the schema that holds them all."""
