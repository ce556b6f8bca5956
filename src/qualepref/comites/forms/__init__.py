"""Forms of the committees."""
