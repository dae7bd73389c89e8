"""Shared by every history: the caller (portal.migrating) hands over connection, history and metadata."""

from alembic import context
from sqlalchemy.types import TypeDecorator

from portal.migrating import compare_options

config = context.config
history = config.attributes["history"]


def _without_empty(context_, revision, directives):
    if directives and directives[0].upgrade_ops.is_empty():
        directives[:] = []


def _plainly(kind, thing, autogen_context):
    """Our own column types are written as what they are in the database."""
    return f"sa.{type(thing.impl).__name__}()" if kind == "type" and isinstance(thing, TypeDecorator) else False


context.configure(
    connection=config.attributes["connection"],
    target_metadata=config.attributes["metadata"],
    render_as_batch=config.attributes["connection"].dialect.name == "sqlite",
    process_revision_directives=_without_empty,
    render_item=_plainly,
    **compare_options(history),
)
with context.begin_transaction():
    context.run_migrations()
