"""Files given as they are: what each really is, told by its content, whatever its name says."""
