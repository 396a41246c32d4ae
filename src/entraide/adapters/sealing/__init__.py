"""Secrets at rest: key files, passphrases, passkeys, bodies under keys that can be destroyed."""
