"""Messages on their way: sealed, queued, delivered, received, reconciled, carried by file."""
