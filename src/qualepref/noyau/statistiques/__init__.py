"""How much figures drawn from a sample, or from two observers, can be trusted."""
