"""Forms of the templates."""
