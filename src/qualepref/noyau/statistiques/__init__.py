"""Intervals that say how much a sampled figure can be trusted."""
