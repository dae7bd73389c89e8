"""How tables are built: columns, indexes, constraints, triggers and views, to see whether somebody changed those of others."""

from sqlalchemy import Connection, text

Shapes = dict[str, list[str]]  # table → what is said of it, in order

ON_SQLITE = (
    "SELECT tbl_name, type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
)
ON_POSTGRESQL = """
SELECT c.relname, concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'v')
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relnamespace = current_schema()::regnamespace
UNION ALL SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = current_schema()
UNION ALL SELECT c.relname, concat_ws(' ', k.conname, pg_get_constraintdef(k.oid))
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid WHERE k.connamespace = current_schema()::regnamespace
UNION ALL SELECT c.relname, pg_get_triggerdef(t.oid)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"""


def shapes(connection: Connection, *, without: tuple[str, ...] = ()) -> Shapes:
    """Of all tables and views but those that begin with one of `without`."""
    statement = ON_SQLITE if connection.dialect.name == "sqlite" else ON_POSTGRESQL
    found: Shapes = {}
    for name, said in connection.execute(text(statement)):
        if not name.startswith(without):
            found.setdefault(name, []).append(said or "")
    return {name: sorted(each) for name, each in found.items()}


def reshaped(before: Shapes, after: Shapes) -> list[str]:
    """The tables that came, went or were changed."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
