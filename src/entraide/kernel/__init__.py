"""Formats, keys, envelopes, the Merkle log: bytes and values in, values out. No I/O, no clock."""
