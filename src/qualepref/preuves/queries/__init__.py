"""Reads of the evidence: pieces, living evidence, what an auditor would find missing."""
