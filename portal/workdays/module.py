"""工作日: working days, statutory holidays, and the deadlines reckoned with them."""

from flask import Flask

from portal.workdays import models  # noqa: F401  the table must be known


def init_app(app: Flask) -> None:
    """Nothing to mount: the module is used by others."""
