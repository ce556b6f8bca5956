"""Forms of the approach."""
