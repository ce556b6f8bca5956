"""Archives as people send them: whole, damaged, locked, packed in ways unknown here."""
