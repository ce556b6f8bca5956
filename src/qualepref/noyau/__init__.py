"""The product's subject in plain Python: référentiel, calendars, indicators, statistics. No Django."""
