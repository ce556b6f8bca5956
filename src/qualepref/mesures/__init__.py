"""Performance measured side by side with the obvious alternatives: what `qualepref bench` runs."""
