"""The improvement work turned into words and files."""
