"""Writes of declared values and of the targets of a site."""
