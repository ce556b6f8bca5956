"""Frozen objects as canonical JSON, whose digest names them, and read back as they were."""
