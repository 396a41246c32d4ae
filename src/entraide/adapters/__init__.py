"""All input and output: database, files, sockets, clock, randomness."""
