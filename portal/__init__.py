"""枫桥·基层治理门户: a light core and plugins. This file is the table of contents."""

from flask import Flask

from portal import database, web
from portal.accounts import room as accounts
from portal.accounts.permissions import CORE_PERMISSIONS, catalogue
from portal.audit import room as audit
from portal.cases import room as cases
from portal.config import Settings
from portal.demo import room as demo
from portal.documents import room as documents
from portal.files import room as files
from portal.home import room as home
from portal.jobs import room as jobs
from portal.migrating import migrate_cli, migration_cli
from portal.org import room as org
from portal.people import room as people
from portal.plugin import room as plugin
from portal.protection import keyring
from portal.workdays import room as workdays

__all__ = ["create_app"]


def create_app(settings: Settings | None = None) -> Flask:
    """The portal as a WSGI application. Raises ConfigError when production is not safe to start."""
    settings = (settings or Settings()).prepare()
    app = Flask(__name__, instance_path=str(settings.instance))
    app.config.from_mapping(settings.flask())
    app.extensions["portal_settings"] = settings
    keyring.load(settings.data_key)

    database.init_app(app)
    catalogue(app, CORE_PERMISSIONS)
    web.init_app(app)
    for room in (accounts, org, people, workdays, files, documents, cases, audit, home, jobs, demo):
        room.init_app(app)
    plugin.init_app(
        app,
        core_rooms={
            "accounts": accounts.Room(),
            "home": home.Room(),
            "cases": cases.Room(),
            "people": people.Room(),
            "audit": audit.Room(),
            "jobs": jobs.Room(),
            "plugins": plugin.Room(),
        },
    )
    app.cli.add_command(migrate_cli)
    app.cli.add_command(migration_cli)
    return app
