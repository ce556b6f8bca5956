"""Documents read back as what they print, line by line, and compared with what they should."""
