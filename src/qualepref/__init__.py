"""From raw registers to publications that cannot be wrong: the quality loop of a prefecture."""
