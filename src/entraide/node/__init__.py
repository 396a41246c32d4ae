"""One agency's node: settings, composition root, actions, workers."""
