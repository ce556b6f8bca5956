"""Reads for the pages of the committees."""
