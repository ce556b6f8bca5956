"""The public face of a site: its quality page, what it publishes, the form for a suggestion or a complaint."""
