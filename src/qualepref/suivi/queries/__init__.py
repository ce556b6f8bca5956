"""Reads for the pages, the files and the commands of the registers."""
