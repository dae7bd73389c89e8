"""Families are of the core, for other plugins know them, too: the rows move to families_family (core_0008), and what refers to them follows."""

import sqlalchemy as sa
from alembic import op

from portal.migrating.decisions import copy_decisions
from portal.migrating.moving import Names, reflected, stands

revision = "family_values_0006"
down_revision = "family_values_0005"
branch_labels = None
depends_on = None

OLD, NEW = "family_values_family", "families_family"
REFERRING = ("enrolment", "account", "claim", "honour")  # points and honours where they still wait to be adopted
RIGHTS = {"family_values.view": "families.view", "family_values.export": "families.export"}
CHANGES = ("phone_hash", "contact_id")  # when a family is forgotten


def upgrade() -> None:
    _let_go()
    _of_both()
    _names(OLD, NEW).move([OLD])
    op.drop_table(OLD)
    _refer(NEW)
    copy_decisions("accounts_role_grant", "permission", RIGHTS, "家庭档案归平台管理", not_of="family_values")


def downgrade() -> None:
    """The core keeps them, for whoever else refers to them."""
    _make()
    _let_go()
    _names(NEW, OLD).move([NEW])
    _refer(OLD)


def _make() -> None:
    """The table as family_values_0002 makes it."""
    levels = ("city", "county", "township", "community", "grid", "subgrid")
    op.create_table(
        OLD,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phone_hash", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(f"{each}_id", sa.Integer(), nullable=True) for each in levels),
        sa.ForeignKeyConstraint(["contact_id"], ["records_contact.id"], name=f"fk_{OLD}_contact_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=f"fk_{OLD}_unit_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{OLD}"),
    )
    with op.batch_alter_table(OLD, schema=None) as batch_op:
        batch_op.create_index(f"ix_{OLD}_phone", ["county_id", "phone_hash"], unique=False)
        for name in ("contact_id", "unit_id"):
            batch_op.create_index(f"ix_{OLD}_{name}", [name], unique=False)


def _names(old: str, new: str) -> Names:
    return Names(tables={old: new}, columns={}, places={}, verbs={}, series={}, papers={}, lists={}, roles={})


def _of_both() -> None:
    """Those that the core kept while this plugin was taken back: as the older version left them."""
    old, new = reflected(OLD), reflected(NEW)
    both = old.c.id.in_(sa.select(new.c.id))
    for name in CHANGES:
        op.execute(sa.update(new).where(new.c.id == old.c.id).values({name: old.c[name]}))
    op.execute(sa.delete(old).where(both))


def _let_go() -> None:
    for table in _referring():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(f"fk_{table}_family_id", type_="foreignkey")


def _refer(to: str) -> None:
    for table in _referring():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_foreign_key(f"fk_{table}_family_id", to, ["family_id"], ["id"])


def _referring() -> list[str]:
    return [table for each in REFERRING if stands(table := f"family_values_{each}")]
