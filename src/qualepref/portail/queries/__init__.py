"""Reads for the public page and for the screens that prepare it."""
