"""Writes of the evidence: pieces and their files, constats kept, folders made for auditors."""
