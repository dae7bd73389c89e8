"""Database migrations: the histories of the core and of each plugin; `adoption` moves rows to a plugin that was split off another."""

from portal.migrating.histories import (
    VERSION_PREFIX,
    History,
    alembic_config,
    behind,
    compare_options,
    downgrade,
    drift,
    histories,
    migrate_cli,
    migration_cli,
    rebuilding,
    report_upgrade,
    upgrade_all,
    withdraw_those_behind,
)
from portal.migrating.own_key import commands_ask_first, keep_fingerprint, wrong_key

__all__ = [
    "VERSION_PREFIX",
    "History",
    "alembic_config",
    "behind",
    "commands_ask_first",
    "compare_options",
    "downgrade",
    "drift",
    "histories",
    "keep_fingerprint",
    "migrate_cli",
    "migration_cli",
    "rebuilding",
    "report_upgrade",
    "upgrade_all",
    "withdraw_those_behind",
    "wrong_key",
]
