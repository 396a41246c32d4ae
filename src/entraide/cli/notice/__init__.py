"""Commands of notices: drafted, reviewed, published, ended; partners' at work."""
