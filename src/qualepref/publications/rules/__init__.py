"""What publications decide, as pure functions."""
