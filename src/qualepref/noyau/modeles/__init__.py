"""What templates start from and are checked against, read from YAML; variables in braces."""
