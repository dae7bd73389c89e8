"""红管家 is a plugin of its own: its tables go. Those that have rows wait for it (stewards_0002). A topic that came out of a note of a
round keeps where from, as from a record of any plugin; who may propose one has a right of its own name."""

import sqlalchemy as sa
from alembic import op

from portal.migrating.adoption import drop_empty
from portal.migrating.decisions import copy_decisions
from portal.migrating.moving import stands

revision = "consultation_0013"
down_revision = "consultation_0012"
branch_labels = None
depends_on = None

TABLES = ("consultation_round", "consultation_round_event", "consultation_steward")
NOTE = "stewards_round"
LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")
topic = sa.table("consultation_topic", *(sa.column(name) for name in ("origin_kind", "origin_id", "round_id")))


def upgrade() -> None:
    with op.batch_alter_table("consultation_topic") as batch:
        batch.add_column(sa.Column("origin_kind", sa.String(length=40), nullable=False, server_default=""))
        batch.add_column(sa.Column("origin_id", sa.Integer(), nullable=True))
    op.get_bind().execute(
        topic.update().where(topic.c.round_id.is_not(None)).values(origin_kind=NOTE, origin_id=topic.c.round_id)
    )
    with op.batch_alter_table("consultation_topic") as batch:
        batch.alter_column("origin_kind", existing_type=sa.String(length=40), server_default=None)
        batch.drop_column("round_id")
    drop_empty(TABLES)
    renamed = {"consultation.round": "consultation.propose"}
    copy_decisions("accounts_role_grant", "permission", renamed, "“记巡访、提议题”分为两项权限")


def downgrade() -> None:
    """The tables are empty; going back, stewards_0002 fills them. Until then the notes that topics came out of are not there, so that
    the column cannot be bound to them."""
    with op.batch_alter_table("consultation_topic") as batch:
        batch.add_column(sa.Column("round_id", sa.Integer(), nullable=True))
    op.get_bind().execute(topic.update().where(topic.c.origin_kind == NOTE).values(round_id=topic.c.origin_id))
    with op.batch_alter_table("consultation_topic") as batch:
        batch.drop_column("origin_id")
        batch.drop_column("origin_kind")
    if not stands(TABLES[0]):
        _rounds()
        _stewards()


def _rounds() -> None:
    op.create_table(
        "consultation_round",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("location", sa.String(length=60), nullable=False),
        sa.Column("matter", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("recorder_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_consultation_round_case_id")),
        sa.ForeignKeyConstraint(["forum_id"], ["consultation_forum.id"], name=op.f("fk_consultation_round_forum_id")),
        sa.ForeignKeyConstraint(["recorder_id"], ["accounts_user.id"], name=op.f("fk_consultation_round_recorder_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_consultation_round_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_round")),
    )
    for name in ("case_id", "forum_id", "unit_id"):
        op.create_index(op.f(f"ix_consultation_round_{name}"), "consultation_round", [name])
    for level in ("county", "township"):
        op.create_index(f"ix_consultation_round_{level}", "consultation_round", [f"{level}_id", "noted_at", "id"])
    op.create_index("ix_consultation_round_waiting", "consultation_round", ["unit_id", "status", "id"])
    op.create_table(
        "consultation_round_event",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_consultation_round_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["consultation_round.id"], name=op.f("fk_consultation_round_event_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_round_event")),
    )
    op.create_index("ix_consultation_round_event_round", "consultation_round_event", ["round_id", "id"])


def _stewards() -> None:
    op.create_table(
        "consultation_steward",
        sa.Column("forum_id", sa.Integer(), nullable=False),
        sa.Column("post", sa.String(length=10), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["forum_id"], ["consultation_forum.id"], name=op.f("fk_consultation_steward_forum_id")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["records_contact.id"], name=op.f("fk_consultation_steward_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_steward")),
    )
    for name in ("forum_id", "contact_id"):
        op.create_index(op.f(f"ix_consultation_steward_{name}"), "consultation_steward", [name])
