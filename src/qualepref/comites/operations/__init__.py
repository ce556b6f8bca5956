"""Every write of the committees."""
