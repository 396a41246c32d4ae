"""What programs use of the console: signed orders, reading, the document of all of it."""
