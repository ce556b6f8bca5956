"""The committees turned into words and files."""
