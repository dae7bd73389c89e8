"""The office that is measured: a street with its people and cases, in a database of its own, thrown away afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from portal import create_app
from portal.config import Settings
from portal.extensions import db
from portal.migrating import upgrade_all
from portal.testing import factories
from portal.testing.cast import PASSWORD, Cast, assemble
from portal.testing.client import PortalClient
from portal.testing.postgres import URL

CASES = 200


@dataclass(frozen=True)
class Office:
    """The application with its context entered, the cast, and where its files lie."""

    app: Flask
    cast: Cast
    folder: Path

    def browser(self, username: str):
        """A client signed in as a member of the cast."""
        client = self.app.test_client()
        token = hidden(client.get("/login").get_data(as_text=True), "csrf_token")
        form = {"username": username, "password": PASSWORD, "csrf_token": token}
        assert client.post("/login", data=form).status_code == 303
        return client


@contextmanager
def office() -> Iterator[Office]:
    """Migrated, with the cast of the tests and two hundred cases of one street. Rate limits are off."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        place = Path(folder)
        app = create_app(
            Settings(
                env="testing",
                instance=place,
                database_url=os.environ.get(URL) or f"sqlite:///{place / 'portal.db'}",
                rate_limits=False,
                public_url="http://localhost",
            )
        )
        app.test_client_class = PortalClient
        with app.app_context():
            upgrade_all()
            cast = assemble(tuple(app.extensions["portal_plugins"].manifests))
            for _ in range(CASES):
                factories.case(cast.taixing, by=cast.clerk).triage(kind="0201", level="minor", by=cast.clerk)
            db.session.commit()
            yield Office(app, cast, place)
            db.session.remove()
            db.engine.dispose()
        if renderer := app.extensions.get("portal_renderer"):
            renderer.close()


def hidden(html: str, name: str) -> str:
    """The value of a hidden field."""
    return html.partition(f'name="{name}" value="')[2].partition('"')[0]


def form_of(html: str) -> dict[str, str]:
    """The two hidden values every form carries."""
    return {"csrf_token": hidden(html, "csrf_token"), "_form": hidden(html, "_form")}
