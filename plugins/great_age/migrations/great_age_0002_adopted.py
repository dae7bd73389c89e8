"""What was kept while the allowance was a part of 老年助餐 moves over: rows, numbers, papers, lists, decisions about the module, rights and settings.

Where that plugin was taken back to a version of then, its tables are there again, and going back gives it the rows.
"""

import json

import sqlalchemy as sa
from alembic import op

from portal.protection import keyring

revision = "great_age_0002"
down_revision = "great_age_0001"
branch_labels = None
depends_on = None

TABLES = {  # parents before children
    "elder_care_great_settlement": "great_age_settlement",
    "elder_care_great_age": "great_age_recipient",
    "elder_care_great_settlement_line": "great_age_settlement_line",
    "elder_care_great_settlement_payment": "great_age_settlement_payment",
    "elder_care_great_settlement_objection": "great_age_settlement_objection",
    "elder_care_great_settlement_event": "great_age_settlement_event",
    "elder_care_great_age_event": "great_age_recipient_event",
}
COLUMNS = {"great_age_id": "recipient_id"}
VERBS = {"stop_great": "stop"}
SERIES = {"elder_care_great_age": "great_age", "elder_care_great_settlement": "great_age_settlement"}
PAPERS = {f"great_{each}": f"settlement_{each}" for each in ("sheet", "publication", "payments")}
LATER_PAPERS = {f"great_{each}": each for each in PAPERS.values()}
LISTS = {"elder_care.great_age": "great_age.recipients", "elder_care.great_settlements": "great_age.settlements"}
RIGHTS = {"members": "view"} | {each: each for each in ("manage", "settle", "check", "review", "pay", "export")}
FIELDS = {
    **{f"great{tier}{what}": f"tier{tier}{what}" for tier in (1, 2, 3) for what in ("", "_age")},
    "great_from": "begins",
    "publication_days": "publication_days",
}
WHY = "高龄津贴从“老年助餐”中分出，沿用原来的决定："


def upgrade() -> None:
    if _there("elder_care_great_age"):
        _move(TABLES, COLUMNS, VERBS)
        for table in reversed(TABLES):
            op.drop_table(table)
    _rename(SERIES, PAPERS | LATER_PAPERS, LISTS, "elder_care_great_settlement", "great_age_settlement")
    _copy("plugin_activation", "plugin", {"elder_care": "great_age"})
    _copy("accounts_role_grant", "permission", {f"elder_care.{old}": f"great_age.{new}" for old, new in RIGHTS.items()})
    _copy_settings()


def downgrade() -> None:
    if not _there("elder_care_great_age"):
        return
    _move(*({new: old for old, new in each.items()} for each in (TABLES, COLUMNS, VERBS)))
    for table in reversed(TABLES.values()):
        op.execute(sa.table(table).delete())
    series, papers, lists = ({new: old for old, new in each.items()} for each in (SERIES, PAPERS, LISTS))
    _rename(series, papers, lists, "great_age_settlement", "elder_care_great_settlement")


def _there(table: str) -> bool:
    return sa.inspect(op.get_bind()).has_table(table)


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def _move(tables: dict[str, str], columns: dict[str, str], verbs: dict[str, str]) -> None:
    """Copy every row with its id. Accounts are encrypted for the column they lie in."""
    connection = op.get_bind()
    for old, new in tables.items():
        source, target = _table(old), _table(new)
        names = [columns.get(each.name, each.name) for each in source.columns]
        connection.execute(target.insert().from_select(names, sa.select(*source.columns)))
        if "verb" in target.c:
            for verb, now in verbs.items():
                connection.execute(target.update().where(target.c.verb == verb).values(verb=now))
        if "account" in target.c:
            for ident, stored in connection.execute(sa.select(target.c.id, target.c.account)).all():
                if stored:
                    plain = keyring.decrypt(stored, f"{old}.account")
                    anew = target.update().where(target.c.id == ident)
                    connection.execute(anew.values(account=keyring.encrypt(plain, f"{new}.account")))
        if connection.dialect.name == "postgresql":
            last = f"COALESCE((SELECT MAX(id) FROM {new}), 0) + 1"  # noqa: S608  names of our own
            connection.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{new}', 'id'), {last}, false)"))


def _rename(series: dict, papers: dict, lists: dict, subject: str, now: str) -> None:
    """What core tables say of the rows by the name of their table, their list, or their paper."""
    connection = op.get_bind()
    numbers, documents = _table("documents_number_series"), _table("documents_document")
    for old, new in series.items():
        connection.execute(numbers.update().where(numbers.c.series == old).values(series=new))
    mine = documents.c.subject_kind == subject
    for old, new in papers.items():
        connection.execute(documents.update().where(mine, documents.c.kind == old).values(kind=new))
    connection.execute(documents.update().where(mine).values(subject_kind=now))
    for table, column in (("records_view", "list"), ("records_import", "key")):
        kept = _table(table)
        for old, new in lists.items():
            connection.execute(kept.update().where(kept.c[column] == old).values({column: new}))


def _copy(name: str, column: str, renamed: dict[str, str]) -> None:
    """Decisions are never rewritten, so those that go on to hold here are made again; not where there are any already."""
    connection, table = op.get_bind(), _table(name)
    what = table.c[column]
    if connection.scalar(sa.select(sa.func.count()).where(what.in_(renamed.values()))):
        return
    for row in connection.execute(sa.select(table).where(what.in_(renamed)).order_by(table.c.id)).mappings().all():
        if row.get("role", "").startswith("elder_care."):
            continue  # its roles have no right here
        again = {key: value for key, value in row.items() if key != "id"}
        again |= {column: renamed[row[column]], "reason": f"{WHY}{row['reason']}"[:200]}
        connection.execute(table.insert().values(again))


def _copy_settings() -> None:
    connection, table = op.get_bind(), _table("settings_row")
    if connection.scalar(sa.select(sa.func.count()).where(table.c.section == "great_age")):
        return
    rows = sa.select(table).where(table.c.section == "elder_care").order_by(table.c.id)
    for row in connection.execute(rows).mappings().all():
        content = {FIELDS[name]: value for name, value in json.loads(row["content"]).items() if name in FIELDS}
        if not content:
            continue
        again = {key: value for key, value in row.items() if key != "id"}
        again |= {
            "section": "great_age",
            "content": json.dumps(content, ensure_ascii=False, sort_keys=True),
            "locked": " ".join(sorted(FIELDS[each] for each in row["locked"].split() if each in FIELDS)),
            "reason": f"{WHY}{row['reason']}"[:200],
        }
        connection.execute(table.insert().values(again))
