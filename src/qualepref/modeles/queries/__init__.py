"""Reads for the pages of the templates."""
