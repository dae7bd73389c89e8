"""Records of the demo for the addresses of a plugin, found along the foreign keys: no list to keep by hand.

The argument `thing_id` is a row of the table `<key>_thing`, or of the one table of the plugin that ends in `_thing`.
"""

from collections.abc import Iterator
from functools import cached_property

from sqlalchemy import Table, select
from werkzeug.routing import Rule

from portal.accounts.models import User
from portal.extensions import db
from portal.testing.conformance.subject import Subject

CORE_TABLES = {
    "case_id": "cases_case",
    "unit_id": "org_unit",
    "person_id": "people_person",
    "file_id": "files_attachment",
    "attachment_id": "files_attachment",
    "assignment_id": "cases_assignment",
    "user_id": "accounts_user",
    "appointment_id": "accounts_appointment",
}
WORDS = {"form": ("xlsx", "csv"), "code": ("NOSUCHCODE22",)}  # arguments that name no record


def models() -> dict[str, type]:
    """Table → model, of the core and of the plugins taken in so far."""
    return {mapper.local_table.name: mapper.class_ for mapper in db.Model.registry.mappers}


class Records:
    """The rows of the demo, read once, and who may see them."""

    def __init__(self, subject: Subject):
        self.subject, self._models = subject, models()
        self._rows: dict[str, dict[int, dict]] = {}
        self._seen: dict[tuple[str, int], set[int]] = {}

    def addresses(self, rule: Rule, user: User) -> tuple[list[str], list[str]]:
        """Paths of `rule` to try as `user`: with up to two records the user sees, and with one that only others see."""
        fixed = {name: words[0] for name, words in WORDS.items() if name in rule.arguments}
        if "key" in rule.arguments:
            fixed["key"] = next(iter(self.subject.registry.manifests))
        arguments = [name for name in sorted(rule.arguments, key=rule.rule.index) if name not in fixed]
        if not arguments:
            return [self._built(rule, fixed)], []
        found = list(self._candidates(arguments, user, self.subject.guard(rule)))
        seen, unseen = ([values for values, visible in found if visible is wanted] for wanted in (True, False))
        chosen = [*seen[:1], *seen[1:][-1:]], unseen[:1]
        return tuple([self._built(rule, fixed | values) for values in each] for each in chosen)

    def _built(self, rule: Rule, values: dict) -> str:
        method = next(iter(rule.methods - {"HEAD", "OPTIONS"}))
        return self._map.build(rule.endpoint, values, method=method)

    @cached_property
    def _map(self):
        return self.subject.app.url_map.bind("localhost")

    def _candidates(self, arguments: list[str], user: User, permission: str) -> Iterator[tuple[dict, bool]]:
        """Values for `arguments` that belong together, and whether the user sees the record they are about."""
        tables = {name: self.table_of(name) for name in arguments}
        if None in tables.values():
            return
        leaf = tables[arguments[-1]]
        for ident in self.rows(leaf):
            chain = self._chain(leaf, ident)
            values = {name: chain.get(table) for name, table in tables.items()}
            if None not in values.values():
                yield values, self._is_seen(chain, user, permission)

    def table_of(self, argument: str) -> str | None:
        """The table whose rows the argument of an address names."""
        noun = argument.removesuffix("_id")
        own = [table.name for table in self.subject.tables]
        fits = [f"{self.subject.key}_{noun}", *(name for name in own if name.endswith(f"_{noun}"))]
        return next((name for name in fits if name in own), CORE_TABLES.get(argument))

    def rows(self, table: str) -> dict[int, dict]:
        """Id → row of `table`."""
        if table not in self._rows:
            columns: Table = db.metadata.tables[table]
            found = db.session.execute(select(columns).order_by(columns.c.id)).mappings()
            self._rows[table] = {row["id"]: dict(row) for row in found}
        return self._rows[table]

    def _chain(self, table: str, ident: int) -> dict[str, int]:
        """Table → id of the row and of all it hangs on, the nearest first."""
        found, waiting = {}, [(table, ident)]
        while waiting:
            table, ident = waiting.pop(0)
            if ident is None or table in found or "id" not in db.metadata.tables[table].c:
                continue
            found[table] = ident
            row = self.rows(table).get(ident, {})
            waiting += [
                (key.column.table.name, row.get(key.parent.name)) for key in db.metadata.tables[table].foreign_keys
            ]
        return found

    def _is_seen(self, chain: dict[str, int], user: User, permission: str) -> bool:
        """Whether the user sees the nearest record in `chain` that says who does; else, whether it allows `permission`."""
        rows = [(self._models[table], ident) for table, ident in chain.items() if table in self._models]
        for model, ident in rows:
            if hasattr(model, "visible_to"):
                return ident in self._visible(model, user)
        for model, ident in rows:
            if hasattr(model, "allows") and permission in self.subject.app.extensions["portal_permissions"]:
                return db.session.get(model, ident).allows(user, permission)
        return True

    def _visible(self, model: type, user: User) -> set[int]:
        key = model.__tablename__, user.id
        if key not in self._seen:
            found = model.visible_to(user).with_only_columns(model.id).order_by(None)
            self._seen[key] = set(db.session.scalars(found))
        return self._seen[key]
