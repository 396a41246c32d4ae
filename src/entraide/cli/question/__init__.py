"""Commands of questions: cases, asking, batches, checks, standing, the inbox."""
