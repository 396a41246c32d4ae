"""The register on the disk: pages, vocabulary, readings, plug-ins."""
