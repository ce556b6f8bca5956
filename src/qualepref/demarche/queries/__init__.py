"""Reads of the approach."""
