"""Documents typeset from plain data: fonts, printable text, the typesetter in its own process."""
