"""What a publication says, gathered from readings."""
