"""The register as a node keeps it and people work on it."""
