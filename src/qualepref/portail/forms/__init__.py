"""Forms of the référent and of the public."""
