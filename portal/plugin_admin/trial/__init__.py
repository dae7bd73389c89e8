"""A plugin apart from the portal that is running: its wheel unpacked into a folder of its own, and programs that see it there."""
