"""Reads for the pages of the improvement work."""
