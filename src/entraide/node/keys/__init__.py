"""The node's own keys and its public face, made, shown and followed by fresh ones."""
