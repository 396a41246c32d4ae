"""The duty room: the node's watch log, its shifts and their handover, screens on its wall."""
