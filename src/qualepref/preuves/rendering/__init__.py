"""The auditor's folder, and evidence as data."""
