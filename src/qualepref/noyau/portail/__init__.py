"""What the public page of a site may take and show, read from YAML."""
