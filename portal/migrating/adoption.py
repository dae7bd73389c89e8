"""For migrations of a plugin that was split off another: its rows move over, with all that core tables say of them.

ADOPTION = Adoption(source="first", plugin="second", after="first_0012", tables={…}, …)
ADOPTION.upgrade()      # in upgrade() of a migration of its own, after the one that makes the tables
ADOPTION.downgrade()

The plugin they come from drops its tables by `drop_empty` in the migration `after`: those with rows wait to be adopted. The manifest
of the new one names it in `split_from`, so that it is migrated first. Why so: docs/adr/0028.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from alembic import op

from portal.migrating.decisions import copy_decisions, copy_offices, copy_settings
from portal.migrating.moving import Names, Twin, opposite, stands
from portal.migrating.rows import trusted

__all__ = ["Adoption", "drop_empty"]


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """What `plugin` takes over from `source`, each as old name → new name.

    `tables` are parents before children; `columns` and `verbs` (of timelines) are those that changed their names in any of them.
    `sealed` are encrypted columns as `<new table>.<new column>`: they are bound to their place. `series` are of numbers, `papers`
    kinds of documents of these rows, `lists` keys of registers and of imports. `permissions`, `roles` and `settings` (fields) are
    without the prefix of the plugin: who was given or decided one, has so here. Of two old names that become one, the first counts
    when going back. Of `shared_roles` (old → new) the holders keep the old one and get the new one beside it. `twins` are
    tables that stay on both sides, to which moved rows point. `why` stands before the reason of
    each decision made again. With `plugin` "" the rows go to the core, and no
    decision is copied. The audit trail is sealed, and goes on to name the tables of then.
    """

    source: str
    plugin: str
    after: str
    tables: Mapping[str, str]
    why: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    sealed: tuple[str, ...] = ()
    verbs: Mapping[str, str] = field(default_factory=dict)
    series: Mapping[str, str] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    permissions: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    shared_roles: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    twins: tuple[Twin, ...] = ()

    @trusted()
    def upgrade(self) -> None:
        """Take the rows where there are any. Raises RuntimeError while `source` has not come to `after`: its tables may differ."""
        there = [old for old in self.tables if stands(old)]
        if there and self._reached() < self.after:
            raise RuntimeError(f"{self.source} must be migrated to {self.after} before its rows can be adopted")
        names = self._names()
        names.move(there)
        for table in reversed(there):
            op.drop_table(table)
        names.rename()
        if self.plugin:
            self._copy()

    @trusted()
    def downgrade(self) -> None:
        """Give the rows back where `source` was taken back before, and has its tables again; otherwise they stay."""
        there = [new for old, new in self.tables.items() if stands(old)]
        if not there:
            return
        names = self._names().back()
        names.move(there)
        for table in reversed(there):
            op.execute(sa.table(table).delete())
        names.rename()

    def _names(self) -> Names:
        return Names(
            tables=self.tables,
            columns=self.columns,
            places=self._places(),
            verbs=self.verbs,
            series=self.series,
            papers=self.papers,
            lists=self.lists,
            roles=self._prefixed(self.roles),
            twins=self.twins,
        )

    def _places(self) -> dict[str, str]:
        """Where each encrypted value lay → where it will lie."""
        table_before, column_before = opposite(self.tables), opposite(self.columns)
        split = [(place, *place.split(".")) for place in self.sealed]
        return {f"{table_before[table]}.{column_before.get(column, column)}": place for place, table, column in split}

    def _prefixed(self, names: Mapping[str, str]) -> dict[str, str]:
        return {f"{self.source}.{old}": f"{self.plugin}.{new}" for old, new in names.items()}

    def _copy(self) -> None:
        copy_decisions("plugin_activation", "plugin", {self.source: self.plugin}, self.why)
        rights, shared = self._prefixed(self.permissions), self._prefixed(self.shared_roles)
        copy_decisions("accounts_role_grant", "permission", rights, self.why, not_of=self.source, but=shared)
        copy_offices(shared, self.source, self.why)
        copy_settings(self.source, self.plugin, self.settings, self.why)

    def _reached(self) -> str:
        """The revision of `source`; revisions of a plugin are numbered."""
        version = f"alembic_version_{self.source}"
        found = op.get_bind().scalar(sa.select(sa.column("version_num")).select_from(sa.table(version)))
        return found or ""


def drop_empty(tables: Iterable[str]) -> None:
    """Drop `tables`, parents before children, unless one has a row: then all wait for the plugin that adopts them."""
    there = [each for each in tables if stands(each)]
    counts = (op.get_bind().scalar(sa.select(sa.func.count()).select_from(sa.table(each))) for each in there)
    if not any(counts):
        for table in reversed(there):
            op.drop_table(table)
