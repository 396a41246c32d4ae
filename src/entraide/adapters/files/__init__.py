"""Files on the disk: a node's folder and what is written to and read from others."""
