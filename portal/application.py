"""The application, put together: this file is the table of contents."""

from flask import Flask

from portal import database
from portal.access import module as access
from portal.accounts import module as accounts
from portal.audit import module as audit
from portal.cases import module as cases
from portal.config import ConfigError, Settings
from portal.demo import module as demo
from portal.documents import module as documents
from portal.entitlements import module as entitlements
from portal.families import module as families
from portal.files import module as files
from portal.home import module as home
from portal.jobs import module as jobs
from portal.migrating import commands_ask_first, migrate_cli, migration_cli
from portal.notices import module as notices
from portal.org import module as org
from portal.oversight import module as oversight
from portal.people import module as people
from portal.permissions import CORE_PERMISSIONS, catalogue
from portal.plugin import module as plugin
from portal.plugin_admin import module as plugin_admin
from portal.privacy import module as privacy
from portal.protection import keyring
from portal.records import module as records
from portal.redaction import logs
from portal.rekeying import rotate_key_cli
from portal.retention import module as retention
from portal.settings import module as local_settings
from portal.signing_in import module as signing_in
from portal.units import module as units
from portal.web import module as web
from portal.workdays import module as workdays

KEY_FORM = (
    "PORTAL_DATA_KEY 不是密钥：应当是 32 字节的 base64，多个用英文逗号隔开（参见 deploy/portal.env.example）。"
    "PORTAL_DATA_KEY must be 32 bytes in base64."
)


def create_app(settings: Settings | None = None) -> Flask:
    """The portal as a WSGI application. Raises ConfigError when production is not safe to start."""
    logs.init()
    settings = (settings or Settings()).prepare()
    app = Flask("portal", instance_path=str(settings.instance))
    app.config.from_mapping(settings.flask())
    app.extensions["portal_settings"] = settings
    try:
        keyring.load(settings.data_key)
    except ValueError as error:
        raise ConfigError(KEY_FORM) from error

    database.init_app(app)
    catalogue(app, CORE_PERMISSIONS)
    web.init_app(app)
    for module in (
        accounts,
        org,
        people,
        workdays,
        files,
        documents,
        local_settings,
        signing_in,
        notices,
        records,
        entitlements,
        families,
        cases,
        units,
        oversight,
        access,
        privacy,
        retention,
        audit,
        home,
        jobs,
        plugin_admin,
        demo,
    ):
        module.init_app(app)
    plugin.init_app(
        app,
        core_modules={
            "accounts": accounts.Module(),
            "home": home.Module(),
            "cases": cases.Module(),
            "people": people.Module(),
            "audit": audit.Module(),
            "jobs": jobs.Module(),
            "notices": notices.Module(),
            "signing_in": signing_in.Module(),
            "records": records.Module(),
            "entitlements": entitlements.Module(),
            "families": families.Module(),
            "units": units.Module(),
            "oversight": oversight.Module(),
            "privacy": privacy.Module(),
            "retention": retention.Module(),
            "access": access.Module(),
            "plugins": plugin_admin.Module(),
        },
    )
    app.cli.add_command(migrate_cli)
    app.cli.add_command(migration_cli)
    app.cli.add_command(rotate_key_cli)
    commands_ask_first(app)
    return app
