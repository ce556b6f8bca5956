"""Forms of the improvement work."""
