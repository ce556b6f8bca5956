"""Reads, checks and writes users' spreadsheets (XLSX, ODS, XLS, CSV); knows nothing of registers."""
