"""Pages of the approach."""
