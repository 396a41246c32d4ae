"""Memoranda in a node: adopted, signed for, declared about, simulated, ended."""
