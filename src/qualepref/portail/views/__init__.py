"""The pages of the public, and those of the référent."""
