"""The audit log: verified, proved, cosigned, followed through its epochs."""
