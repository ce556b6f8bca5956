"""Results and forms turned into words, files and pictures."""
