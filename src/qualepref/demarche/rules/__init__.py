"""Rules of the approach, as pure functions."""
