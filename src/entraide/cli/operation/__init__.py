"""Commands of operations, offices and the watch."""
