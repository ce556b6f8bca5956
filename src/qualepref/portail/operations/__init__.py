"""Writes of the public page: opened and written by the référent, messages of the public."""
