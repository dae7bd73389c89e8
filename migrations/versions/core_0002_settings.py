"""settings: one table for what plugins and cases let a unit decide

Deadlines and number patterns of cases, until now in tables of their own, become settings like any other.

Revision ID: core_0002
Revises: core_0001
"""

import json
import re
import unicodedata
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "core_0002"
down_revision = "core_0001"
branch_labels = None
depends_on = None

REASON = "沿用系统升级前的规定"
WORDS = {"workday": "个工作日", "calendar": "日", "hour": "小时"}
LEVELS = ("micro", "minor", "major", "hard")


def upgrade() -> None:
    op.create_table(
        "settings_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=31), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("locked", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_settings_row_actor_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_settings_row_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settings_row")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("settings_row", schema=None) as batch_op:
        batch_op.create_index("ix_settings_row_unit", ["section", "unit_id", "id"], unique=False)
    rows = [*_of_plugins(), *_deadlines(), *_patterns()]
    if rows:
        op.bulk_insert(_table("settings_row"), rows)
    _count_for_whole_counties()
    for name in ("plugin_setting", "cases_deadline_policy", "cases_number_pattern"):
        op.drop_table(name)


def downgrade() -> None:
    _create_former_tables()
    rows = _without_given_back(_all("settings_row"))
    plugins = [
        {key: row[key] for key in ("unit_id", "content", "valid_from", "actor_id", "reason", "at")}
        | {"plugin": row["section"]}
        for row in rows
        if row["section"] != "cases"
    ]
    deadlines, patterns = [], []
    for row in rows:
        if row["section"] == "cases":
            common = {"unit_id": row["unit_id"], "valid_from": row["valid_from"]}
            content = json.loads(row["content"])
            deadlines += [common | each for name, typed in content.items() if (each := _policy(name, typed[0]))]
            patterns += [common | {"pattern": typed[0]} for name, typed in content.items() if name == "number_pattern"]
    for name, found in (
        ("plugin_setting", plugins),
        ("cases_deadline_policy", deadlines),
        ("cases_number_pattern", patterns),
    ):
        if found:
            op.bulk_insert(_table(name), found)
    op.drop_table("settings_row")


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def _all(name: str) -> list[dict]:
    table = _table(name)
    return [dict(row) for row in op.get_bind().execute(sa.select(table).order_by(table.c.id)).mappings()]


def _of_plugins() -> list[dict]:
    return [
        {key: row[key] for key in ("unit_id", "content", "valid_from", "actor_id", "reason", "at")}
        | {"section": row["plugin"], "locked": ""}
        for row in _all("plugin_setting")
    ]


def _deadlines() -> list[dict]:
    return [
        _row(
            row,
            f"{row['level']}_period{'-' if row['kind'] else ''}{row['kind']}",
            f"{row['amount']} {WORDS[row['day_kind']]}",
        )
        for row in _all("cases_deadline_policy")
    ]


def _patterns() -> list[dict]:
    return [_row(row, "number_pattern", row["pattern"]) for row in _all("cases_number_pattern")]


def _row(row: dict, name: str, typed: str) -> dict:
    return {
        "section": "cases",
        "unit_id": row["unit_id"],
        "content": json.dumps({name: [typed]}, ensure_ascii=False),
        "locked": "",
        "valid_from": row["valid_from"],
        "actor_id": None,
        "reason": REASON,
        "at": datetime.now(UTC).replace(tzinfo=None),
    }


def _count_for_whole_counties() -> None:
    """A pattern that does not name the unit is counted by the county from now on: its series goes on after the highest
    number that one of its units has given out."""
    series, units = _table("documents_number_series"), _table("org_unit")
    connection = op.get_bind()
    paths = [
        connection.scalar(sa.select(units.c.path).where(units.c.id == row["unit_id"]))
        for row in _all("cases_number_pattern")
        if "{unit}" not in row["pattern"]
    ]
    for path in paths:
        within = units.c.path.startswith(path)
        counties = sa.select(units.c.county_id).where(within, units.c.county_id.is_not(None)).distinct()
        for county in connection.scalars(counties).all():
            _raise(connection, series, units, county)


def _raise(connection, series: sa.Table, units: sa.Table, county: int) -> None:
    below = sa.select(units.c.id).where(units.c.county_id == county)
    highest = (
        sa.select(series.c.year, sa.func.max(series.c.last))
        .where(series.c.series == "case", series.c.unit_id.in_(below))
        .group_by(series.c.year)
    )
    for year, last in connection.execute(highest).all():
        own = (series.c.unit_id == county) & (series.c.series == "case") & (series.c.year == year)
        connection.execute(sa.delete(series).where(own))
        connection.execute(sa.insert(series).values(unit_id=county, series="case", year=year, last=last))


def _without_given_back(rows: list[dict]) -> list[dict]:
    """The rows without what a unit gave back later: the former tables cannot say so. Exact as of the last day."""
    kept: list[dict] = []
    for row in sorted(rows, key=lambda row: (row["valid_from"], row["id"])):
        content = json.loads(row["content"])
        given_back = {name for name, typed in content.items() if typed is None}
        for earlier in kept:
            if (earlier["section"], earlier["unit_id"]) == (row["section"], row["unit_id"]):
                earlier["content"] = {
                    name: typed for name, typed in earlier["content"].items() if name not in given_back
                }
        kept.append(row | {"content": {name: typed for name, typed in content.items() if typed is not None}})
    kept.sort(key=lambda row: row["id"])
    return [row | {"content": json.dumps(row["content"], ensure_ascii=False)} for row in kept if row["content"]]


def _policy(name: str, typed: str) -> dict | None:
    field, _, kind = name.partition("-")
    level = field.removesuffix("_period")
    if level not in LEVELS:
        return None
    return {"level": level, "kind": kind, **_parsed(typed)}


def _parsed(typed: str) -> dict:
    found = re.match(r"(\d+)个?(.*)", unicodedata.normalize("NFKC", re.sub(r"\s+", "", typed)))
    unit = {"工作日": "workday", "小时": "hour"}.get(found[2], "calendar")
    return {"amount": int(found[1]), "day_kind": unit}


def _create_former_tables() -> None:
    op.create_table(
        "plugin_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("plugin", sa.String(length=31), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_plugin_setting_actor_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_plugin_setting_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plugin_setting")),
    )
    op.create_table(
        "cases_deadline_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("day_kind", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_cases_deadline_policy_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases_deadline_policy")),
    )
    op.create_table(
        "cases_number_pattern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("pattern", sa.String(length=60), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_cases_number_pattern_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases_number_pattern")),
    )
    for table, index, columns in (
        ("plugin_setting", "ix_plugin_setting_latest", ["plugin", "unit_id", "id"]),
        ("cases_deadline_policy", "ix_cases_deadline_policy_unit", ["unit_id", "level"]),
        ("cases_number_pattern", op.f("ix_cases_number_pattern_unit_id"), ["unit_id"]),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(index, columns, unique=False)
