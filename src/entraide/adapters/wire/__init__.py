"""Connections: the partner listener and its turnstile, the client, TLS, the control socket."""
