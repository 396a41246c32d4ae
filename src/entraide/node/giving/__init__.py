"""What is given unasked or passed on: permissions, copies, and how it comes back."""
