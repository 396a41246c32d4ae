"""What a data-protection officer sees: accesses, samples, alerts, the public report."""
