"""Words of the public page."""
