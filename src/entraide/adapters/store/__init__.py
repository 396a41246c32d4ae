"""The store: opened safely on either engine, written by one writer, read in consistent views."""
