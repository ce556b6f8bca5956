"""Pages of the improvement work."""
