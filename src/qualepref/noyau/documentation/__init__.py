"""The référentiel told to its readers: formulas in words, worked examples, one page of Markdown."""
