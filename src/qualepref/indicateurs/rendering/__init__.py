"""Readings turned into plain data, words, charts and spreadsheets."""
