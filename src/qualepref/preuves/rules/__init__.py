"""Pure rules of the evidence: what it is worth, what is drawn, how files are named."""
