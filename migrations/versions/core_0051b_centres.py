"""org: 综治中心 and its windows are those of the plugin; tables of the core that hold rows are kept, and the upgrade says so

Revision ID: core_0051b
Revises: core_0050b
"""

import click
import sqlalchemy as sa
from alembic import op

revision = "core_0051b"
down_revision = "core_0050b"
branch_labels = None
depends_on = None

CENTRE, WINDOW = "org_centre", "org_window"
KEPT = (
    "原来的“综治中心”有 {} 行、“窗口”有 {} 行，都原样留在表 {}、{} 里，页面上不再使用。"
    "要用的，请在“综治中心”模块里登记；核对以后可以删去这两个表。"
)


def upgrade() -> None:
    held = [op.get_bind().scalar(sa.select(sa.func.count()).select_from(sa.table(name))) for name in (CENTRE, WINDOW)]
    if any(held):
        click.echo(KEPT.format(*held, CENTRE, WINDOW))
        return
    op.drop_table(WINDOW)
    op.drop_table(CENTRE)


def downgrade() -> None:
    if sa.inspect(op.get_bind()).has_table(CENTRE):
        return
    op.create_table(
        CENTRE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_org_centre_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_centre")),
        sa.UniqueConstraint("unit_id", name=op.f("uq_org_centre_unit_id")),
    )
    op.create_table(
        WINDOW,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("presence", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["org_centre.id"], name=op.f("fk_org_window_centre_id")),
        sa.ForeignKeyConstraint(["department_id"], ["org_unit.id"], name=op.f("fk_org_window_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_org_window")),
    )
    op.create_index(op.f("ix_org_window_centre_id"), WINDOW, ["centre_id"])
