"""YAML files read strictly: exact numbers, keys written once, every fault with file and key."""
