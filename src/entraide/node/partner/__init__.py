"""Partners: pinned, followed as their keys change, how exchange with them goes, reviewed."""
