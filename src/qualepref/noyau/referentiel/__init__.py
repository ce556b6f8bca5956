"""A référentiel read from its YAML files into frozen objects, every fault reported at once."""
