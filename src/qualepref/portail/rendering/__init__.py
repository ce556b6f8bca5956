"""Words and files of the public page."""
