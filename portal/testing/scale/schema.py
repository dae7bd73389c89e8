"""Rules about the tables of a plugin, read from its models and migrations."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import BigInteger, Column, Date, DateTime, Float, Numeric, String, inspect
from sqlalchemy.orm import RelationshipDirection

from portal.columns import FenInteger, UtcDateTime
from portal.extensions import db
from portal.migrating import alembic_config, histories
from portal.plugin.scale import BRONZE, GOLD, SILVER
from portal.testing.conformance.subject import Subject
from portal.testing.scale.declared import models, tree
from portal.testing.scale.rules import Moot, rule

SECRET = ("id_number", "id_card", "account", "bank_card", "passport", "phone", "mobile", "last4", "birthday")
BIRTH = ("birth", "born")  # how names of columns with a birthday begin
ROOTS = ("org_unit", "cases_case", "people_person", "accounts_user", "families_family")


@rule(
    "money", BRONZE, "金额都以分为单位，用大整数，不用小数。", "Money is whole 分 in big integers; nothing is a float."
)
def counts_in_fen(subject: Subject):
    for column in _columns(subject):
        if column.name.endswith("_fen") and not isinstance(column.type, (FenInteger, BigInteger)):
            yield f"{column} is {column.type!r}, not Fen"
        if isinstance(column.type, (Float, Numeric)):
            yield f"{column} is {column.type!r}: whole numbers of a small unit do not round"


@rule("moments", BRONZE, "时刻都带时区，按 UTC 保存。", "Moments are aware and stored in UTC.")
def stores_utc(subject: Subject):
    for column in _columns(subject):
        if isinstance(column.type, DateTime) and not isinstance(column.type, UtcDateTime):
            yield f"{column} is a plain DateTime"


@rule("text-lengths", SILVER, "文字列都定了长度，或者声明为长文本。", "Columns of text have a length, or are Text.")
def limits_text(subject: Subject):
    for column in _columns(subject):
        if type(column.type) is String and not column.type.length:
            yield f"{column} has no length"


@rule(
    "secrets-encrypted",
    BRONZE,
    "证件号、账号、电话、出生日期加密保存。",
    "ID numbers, accounts, telephones and birthdays are encrypted.",
)
def encrypts(subject: Subject):
    yield from in_the_open(_columns(subject))


def in_the_open(columns: Iterable[Column]) -> Iterator[str]:
    """Those that are named like a secret, can be read, and do not say why (`info={"in_the_open": "…"}`)."""
    for column in columns:
        kind = column.type
        told = column.name.endswith(SECRET) or (column.name.startswith(BIRTH) and isinstance(kind, Date))
        if told and isinstance(kind, (String, Date)) and not column.info.get("in_the_open"):
            yield f"{column} is not encrypted"


@rule(
    "belongs",
    BRONZE,
    "每一行数据都属于一个单位，或者挂在属于单位的记录上。",
    "Each row belongs to a unit, or hangs on one that does.",
)
def belongs_to_units(subject: Subject):
    for table in subject.tables:
        if not _reaches(table, set()):
            yield f"{table.name} leads to no unit"


def _reaches(table, seen: set) -> bool:
    if table.name in ROOTS:
        return True
    seen.add(table.name)
    led = {key.column.table for key in table.foreign_keys}
    return any(_reaches(each, seen) for each in led if each.name not in seen)


@rule("primary-keys", BRONZE, "每张表都有主键。", "Every table has a primary key.")
def has_primary_keys(subject: Subject):
    yield from (f"{table.name} has none" for table in subject.tables if not list(table.primary_key.columns))


@rule("lists-indexed", GOLD, "一条记录下面的各行，都按索引读。", "The rows below a record are read by an index.")
def reads_by_index(subject: Subject):
    for model in models(subject):
        for each in inspect(model).relationships:
            led = {column for column in each.remote_side if column.table.name.startswith(f"{subject.key}_")}
            if each.direction is RelationshipDirection.ONETOMANY and not any(map(_leads_an_index, led)):
                yield f"{model.__name__}.{each.key} reads {', '.join(sorted(map(str, led)))}, which has no index"


def _leads_an_index(column: Column) -> bool:
    first = [next(iter(each.columns)) for each in column.table.indexes if len(each.columns)]
    return column in [*first, *(next(iter(each.columns)) for each in column.table.constraints if _is_unique(each))]


def _is_unique(constraint) -> bool:
    return type(constraint).__name__ in ("UniqueConstraint", "PrimaryKeyConstraint") and len(constraint.columns) > 0


@rule(
    "migration-names",
    SILVER,
    "升级脚本用模块自己的名字，一条线。",
    "Revisions bear the plugin's name and stand in one line.",
)
def names_migrations(subject: Subject):
    script = _script(subject)
    for each in script.walk_revisions():
        if not each.revision.startswith(f"{subject.key}_"):
            yield f"revision {each.revision} does not begin with {subject.key}_"
    if len(script.get_heads()) > 1:
        yield f"there are several ends: {', '.join(script.get_heads())}"


@rule("migrations-back", SILVER, "每个升级脚本都能退回。", "Every migration can be taken back.")
def goes_back(subject: Subject):
    for each in _script(subject).walk_revisions():
        if not any(_goes_back(node) for node in tree(Path(each.path)).body):
            yield f"{each.revision} has no downgrade"


def _goes_back(node: ast.stmt) -> bool:
    """Whether it defines a `downgrade` that does something."""
    if isinstance(node, ast.Assign):
        return any(getattr(each, "id", "") == "downgrade" for each in node.targets)
    return isinstance(node, ast.FunctionDef) and node.name == "downgrade" and not all(map(_is_idle, node.body))


@rule("own-tables-only", BRONZE, "升级脚本不改核心和别的模块的表。", "Migrations create and drop no table of others.")
def migrates_own_tables(subject: Subject):
    others = {table.name for table in db.metadata.sorted_tables} - {table.name for table in subject.tables}
    for each in _script(subject).walk_revisions():
        for node in ast.walk(tree(Path(each.path))):
            name = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            if name in CHANGES and _first(node) in others:
                yield f"{each.revision} calls {name} on {_first(node)}"


CHANGES = {
    "create_table",
    "drop_table",
    "add_column",
    "drop_column",
    "alter_column",
    "batch_alter_table",
    "rename_table",
}


def _first(call: ast.Call) -> str:
    return str(call.args[0].value) if call.args and isinstance(call.args[0], ast.Constant) else ""


def _is_idle(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or isinstance(getattr(node, "value", None), ast.Constant)


def _columns(subject: Subject) -> list[Column]:
    return [column for table in subject.tables for column in table.columns]


def _script(subject: Subject) -> ScriptDirectory:
    if not subject.manifest.migrations:
        raise Moot("没有数据表。")
    return ScriptDirectory.from_config(alembic_config(next(each for each in histories() if each.key == subject.key)))
