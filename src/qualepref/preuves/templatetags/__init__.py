"""Words of the evidence in templates."""
