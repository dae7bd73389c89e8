"""Backup and restore, `python -m portal.backup`: knows the settings and nothing else of the portal, so that it works when that does not start."""
