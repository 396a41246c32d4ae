"""The screens: each reads what the action table lets its person read, and says what it shows."""
