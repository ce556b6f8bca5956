"""Questionnaires read from YAML or XLSForm into frozen objects, and answers checked against them."""
