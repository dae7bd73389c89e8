"""Registers the command of the demo."""

from flask import Flask

from portal.demo.cli import demo_cli


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(demo_cli)
