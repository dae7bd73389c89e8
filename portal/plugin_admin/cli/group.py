"""The group of commands."""

from flask.cli import AppGroup

plugins_cli = AppGroup("plugins", help="功能模块。")
