"""Whose a table is."""

from flask import current_app


def module_of(table: str) -> str:
    """Name of the plugin to which `table` belongs; 系统 for one of the core."""
    manifests = current_app.extensions["portal_plugins"].manifests.items()
    return next((each.name for key, each in manifests if table.startswith(f"{key}_")), "系统")
