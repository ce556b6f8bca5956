"""Rules of the improvement work, as pure functions."""
