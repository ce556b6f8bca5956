"""Rules of the templates, as pure functions."""
