"""文书: HTML to PDF, numbering, and checking a paper by its code."""
