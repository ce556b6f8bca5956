"""The templates turned into words and files."""
