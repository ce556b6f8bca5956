"""Every write of the templates."""
