"""Commands of what is asked for and given: requests, releases, information, files."""
