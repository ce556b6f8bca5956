"""Every write of the publications."""
