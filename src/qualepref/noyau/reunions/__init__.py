"""What meetings start from, read from YAML: how often, and the points of an agenda."""
