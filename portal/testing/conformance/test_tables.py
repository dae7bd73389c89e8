"""Its tables: migrated up, down and up again on a filled database; untouched by switching it off and on."""

import re

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import String, Text, func, inspect, select

from portal.extensions import db
from portal.migrating import VERSION_PREFIX, alembic_config, downgrade, drift, histories, upgrade_all
from portal.migrating.shapes import reshaped, shapes
from portal.plugin_admin.purging import BESIDE, CONTACTS
from portal.plugin_admin.switching import switch
from portal.testing.conformance import report
from portal.testing.conformance.contents import changed, contents
from portal.testing.conformance.office import Office, forget
from portal.testing.conformance.subject import Subject

REASON = re.compile(r"(^|_)(reason|remark|opinion)$")
SENTENCE, ANY = 60, 10_000  # characters: shorter columns hold codes


def test_up_no_drift_down_and_up_again(subject: Subject, office: Office):
    if not subject.tables:
        pytest.skip("has no tables")
    report([*_filled(subject), *_drifting(subject, "after the upgrade"), *_there_and_back(subject)])


def _there_and_back(subject: Subject):
    """Down and up again; a migration that the portal stops is a complaint, too, and the last one."""
    beside = _Beside(subject)
    try:
        yield from _to_the_first_and_back(subject)
        yield from _down(subject)
        yield from beside.complaints("its downgrade")
        yield from _up(subject)
        yield from beside.complaints("its downgrade and upgrade")
    except RuntimeError as error:
        yield f"its migrations cannot be taken back and run again: {error}"


class _Beside:
    """The tables of the core, and of plugins that do not build on it, as they were before. What a core table holds for a plugin goes with
    the rows of the plugin."""

    def __init__(self, subject: Subject):
        taken_back = (subject.key, *subject.needed_by, *subject.manifest.split_from)
        self._section = subject.key
        self._without = (VERSION_PREFIX, *(f"{key}_" for key in taken_back))
        self._shapes, self._contents = self._now()

    def complaints(self, what: str):
        built, held = self._now()
        for name in reshaped(self._shapes, built):
            yield f"{what} changes table {name}, which is not its own"
        for name in changed(self._contents, held):
            yield f"{what} changes what is in table {name}, which is not its own"

    def _now(self):
        with db.engine.connect() as connection:
            built = shapes(connection, without=self._without)
        return built, contents(without=(*self._without, *BESIDE, CONTACTS), section=self._section)


def _filled(subject: Subject):
    if not any(db.session.scalar(select(func.count()).select_from(table)) for table in subject.tables):
        yield "no table has a row: let the hook demo_data make some, so that the migrations are tried on a filled database"
    db.session.remove()


def test_reasons_are_kept_without_numbers_of_persons(subject: Subject):
    report(
        f"{table.name}.{column.key} takes what people write about others: make it RedactedText (or EncryptedText)"
        for table in subject.tables
        for column in table.columns
        if REASON.search(column.key) and type(column.type) in (String, Text) and (column.type.length or ANY) >= SENTENCE
    )


def _drifting(subject: Subject, when: str):
    for each in drift(_history(subject.key)):
        yield f"{when} the database differs from the models: {each}"


def _to_the_first_and_back(subject: Subject):
    """Down to the first revision and up again with the rows in their tables: what was there then may lose or gain none."""
    history = _history(subject.key)
    first = ScriptDirectory.from_config(alembic_config(history)).get_base()
    before = _counted(subject)
    downgrade(history, first)
    kept = set(inspect(db.engine).get_table_names())
    upgrade_all()
    for name, count in _counted(subject).items():
        if name in kept and count != before[name]:
            yield f"table {name} has {count} rows after its migrations were taken back and run again, not {before[name]}"


def _counted(subject: Subject) -> dict[str, int]:
    counts = {table.name: db.session.scalar(select(func.count()).select_from(table)) for table in subject.tables}
    db.session.remove()
    return counts


def _down(subject: Subject):
    for key in (*reversed(subject.needed_by), subject.key):
        if any(history.key == key for history in histories()):
            downgrade(_history(key))
    own = f"{subject.key}_"
    others = tuple(f"{each}_" for each in subject.registry.manifests if each.startswith(own))
    for name in inspect(db.engine).get_table_names():
        if name.startswith(own) and not name.startswith(others):
            yield f"the downgrade leaves table {name} behind"


def _up(subject: Subject):
    upgrade_all()
    yield from _drifting(subject, "after downgrade and upgrade")
    if f"{VERSION_PREFIX}{subject.key}" not in inspect(db.engine).get_table_names():
        yield f"it keeps no table {VERSION_PREFIX}{subject.key}"


def _history(key: str):
    return next(history for history in histories() if history.key == key)


def test_off_and_on_again_leaves_every_row_as_it_was(subject: Subject, office: Office):
    """Where it has something to do when it is switched (a publication ends, say), no row is lost at least."""
    if subject.manifest.always_on:
        pytest.skip("is always on")
    office.put(subject, "on")
    before = _rows(subject)
    for state in ("off", "read_only", "off", "on"):
        switch(subject.key, office.county, state, by=None, reason="测试")
        db.session.commit()
        forget(office.app)
        for role in ("clerk", "director", "district"):
            office.client(role).get("/")
    after = _rows(subject)
    acts = subject.implements("on_activated") or subject.implements("on_deactivated")
    report(
        f"table {name}: {len(before[name])} rows before, {len(after[name])} after, or changed"
        for name in before
        if (before[name].keys() - after[name].keys() if acts else before[name] != after[name])
    )


def _rows(subject: Subject) -> dict[str, dict]:
    """Table → key of a row → the row."""
    found = {}
    for table in subject.tables:
        keys = [table.columns.keys().index(each.key) for each in table.primary_key.columns or table.columns]
        rows = [tuple(row) for row in db.session.execute(select(table))]
        found[table.name] = {tuple(row[at] for at in keys): row for row in rows}
    db.session.rollback()
    return found
