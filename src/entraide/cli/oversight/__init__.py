"""Commands of oversight: accesses, the log, persons concerned, retention."""
