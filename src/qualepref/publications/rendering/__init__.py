"""Rendering of frozen publications, without Django: the PDF of the annual report."""
