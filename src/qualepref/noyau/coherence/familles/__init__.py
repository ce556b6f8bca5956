"""The rules of the check, one module per family; each yields what is wrong and what is right."""
