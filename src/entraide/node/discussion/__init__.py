"""Threads of several parties."""
