"""`flask plugins …`: what is installed and where it is in effect, switches, settings, tables, new ones."""

from portal.plugin.cli import inventory, scaffold, state, tables
from portal.plugin.cli.group import plugins_cli

__all__ = ["inventory", "plugins_cli", "scaffold", "state", "tables"]
