"""Charts described once, rendered as SVG for the web page and the PDF, and as a table."""
