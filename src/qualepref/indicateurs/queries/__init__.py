"""Readings of a site: computed from cells, completed by what was declared."""
