"""Writes of the approach."""
