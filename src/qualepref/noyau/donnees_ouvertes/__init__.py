"""What the columns of open data are and mean, read from YAML."""
