"""The demonstration: invented people, three bureaus, one story."""
