"""枫桥·基层治理门户: a light core and plugins. This file is the table of contents."""

from flask import Flask

from portal import accounts, audit, cases, database, documents, files, home, org, people, plugin, web, workdays
from portal.accounts.permissions import CORE_PERMISSIONS, catalogue
from portal.config import Settings
from portal.migrating import migrate_cli, migration_cli
from portal.protection import keyring

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
    for room in (accounts, org, people, workdays, files, documents, cases, audit, home):
        room.init_app(app)
    plugin.init_app(app, core_rooms={"home": home.Room(), "cases": cases.Room(), "people": people.Room(),
                                     "plugins": plugin.Room(), "audit": audit.Room()})
    app.cli.add_command(migrate_cli)
    app.cli.add_command(migration_cli)
    return app
