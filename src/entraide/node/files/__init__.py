"""Files that go with messages: offered, carried in chunks, verified, dropped."""
