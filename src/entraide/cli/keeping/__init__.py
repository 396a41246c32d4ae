"""Commands that keep a node: made, run, its officers, keys, records, backups."""
