"""Surveys: campaigns, answers gathered by every mode, results, remarks, mystery tests."""
