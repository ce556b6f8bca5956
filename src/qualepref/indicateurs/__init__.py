"""Readings of the indicators, targets, verdicts and the dashboard."""
