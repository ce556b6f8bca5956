"""Every write of the improvement work."""
