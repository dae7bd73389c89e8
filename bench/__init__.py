"""Repeatable measurements: each file is one subject, `python -m bench [SUBJECT …]` prints JSON lines."""
