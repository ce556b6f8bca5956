"""Small forms of words of the pages of surveys."""
