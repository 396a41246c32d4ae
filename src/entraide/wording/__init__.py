"""What the command line and the console both say: words for codes, clocks and times."""
