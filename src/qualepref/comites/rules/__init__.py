"""Rules of the committees, as pure functions."""
