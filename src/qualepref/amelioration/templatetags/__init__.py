"""Small forms of words of the pages of the improvement work."""
