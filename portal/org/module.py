"""组织机构: the unit tree, its codes, departments and centres."""

from flask import Flask

from portal.org.cli import org


def init_app(app: Flask) -> None:
    """Add this module's commands."""
    app.cli.add_command(org)
