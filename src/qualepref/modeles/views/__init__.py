"""Pages of the templates."""
