"""`flask plugins …`: what is installed and where it is in effect, checks, bisection, switches, settings, tables, new ones."""

from portal.plugin_admin.cli import bisecting, checking, inventory, scaffold, state, tables, trying
from portal.plugin_admin.cli.group import plugins_cli

__all__ = ["bisecting", "checking", "inventory", "plugins_cli", "scaffold", "state", "tables", "trying"]
