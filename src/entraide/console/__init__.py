"""The console: pages for the people of a node, rendered here, over the action table."""
