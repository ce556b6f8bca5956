"""What answers mean, as pure functions: counts, rates, draws, masks."""
