"""文书: HTML to PDF, and checking a paper by its code."""
