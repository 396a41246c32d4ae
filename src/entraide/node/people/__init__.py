"""Who acts, and what they sign: officers, their keys and passkeys, approvals, warrants."""
