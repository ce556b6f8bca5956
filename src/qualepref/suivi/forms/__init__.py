"""Forms of the registers: shape and messages."""
