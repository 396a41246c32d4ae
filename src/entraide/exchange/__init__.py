"""Questions and answers between nodes: what may be asked, sent, believed and disclosed."""
