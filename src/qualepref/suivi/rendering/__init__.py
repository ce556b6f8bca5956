"""Registers turned into files and plain data."""
