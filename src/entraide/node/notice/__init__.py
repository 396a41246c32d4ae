"""Notices in a node: drafted, reviewed, published, received, screened, ended; and pursuit."""
