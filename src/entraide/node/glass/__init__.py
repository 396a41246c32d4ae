"""The sealed account: set up by two officers, opened once by nobody's passkey, explained by two."""
