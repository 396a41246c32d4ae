"""The agency's own records: imported, indexed, protected, kept no longer than allowed, erased."""
