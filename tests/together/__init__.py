"""Nodes together: bureaus with real keys, stores and mutual TLS, all in one process."""
