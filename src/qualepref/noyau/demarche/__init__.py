"""What a quality approach starts from, read from YAML: its steps, its bodies, the life of a label."""
