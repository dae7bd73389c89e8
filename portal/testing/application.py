"""The application as tests use it: on a database of their own, with passwords that are quick to hash."""

from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask

from portal import create_app
from portal.accounts import models as accounts
from portal.config import Settings
from portal.testing.client import PortalClient


def built(instance: Path, database_url: str, **settings) -> Flask:
    """An application whose clients inspect every page they get."""
    accounts.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    app = create_app(
        Settings(env="testing", instance=instance, database_url=database_url, public_url="http://localhost", **settings)
    )
    app.test_client_class = PortalClient
    return app
