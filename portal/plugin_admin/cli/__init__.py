"""`flask plugins …`: what is installed and where it is in effect, switches, settings, tables, new ones."""

from portal.plugin_admin.cli import inventory, scaffold, state, tables
from portal.plugin_admin.cli.group import plugins_cli

__all__ = ["inventory", "plugins_cli", "scaffold", "state", "tables"]
