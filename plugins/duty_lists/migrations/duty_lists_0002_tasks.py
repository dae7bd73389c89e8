"""Tasks that were handed down, the rows that cases are about, ratings of departments."""

import sqlalchemy as sa
from alembic import op

revision = "duty_lists_0002"
down_revision = "duty_lists_0001"
branch_labels = None
depends_on = None

LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")
TABLES = ("rating", "rating_event", "case", "task", "task_event")


def upgrade() -> None:
    op.create_table(
        "duty_lists_rating",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("unit_id", "year", "department", name=op.f("uq_duty_lists_rating_unit_id_year_department")),
        *_record("duty_lists_rating"),
    )
    _indexes("duty_lists_rating")

    op.create_table(
        "duty_lists_rating_event",
        sa.Column("rating_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rating_id"], ["duty_lists_rating.id"], name=op.f("fk_duty_lists_rating_event_rating_id")
        ),
        *_entry("duty_lists_rating_event"),
    )
    op.create_index("ix_duty_lists_rating_event_rating", "duty_lists_rating_event", ["rating_id", "id"])

    op.create_table(
        "duty_lists_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["accounts_user.id"], name=op.f("fk_duty_lists_case_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases_case.id"], name=op.f("fk_duty_lists_case_case_id")),
        sa.ForeignKeyConstraint(["item_id"], ["duty_lists_item.id"], name=op.f("fk_duty_lists_case_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_lists_case")),
        sa.UniqueConstraint("case_id", name=op.f("uq_duty_lists_case_case_id")),
    )
    op.create_index(op.f("ix_duty_lists_case_item_id"), "duty_lists_case", ["item_id"])

    op.create_table(
        "duty_lists_task",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sender", sa.String(length=60), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("plan_number", sa.String(length=60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("registered_by_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("admission_id", sa.Integer(), nullable=True),
        sa.Column("similar_id", sa.Integer(), nullable=True),
        sa.Column("boundary", sa.Text(), nullable=False),
        sa.Column("law", sa.String(length=270), nullable=False),
        sa.Column("letter_number", sa.String(length=60), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("proposed", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("forced_by", sa.String(length=60), nullable=False),
        sa.Column("person_times", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("urgent_reason", sa.Text(), nullable=False),
        sa.Column("approve_by", sa.DateTime(), nullable=True),
        sa.Column("urgent_until", sa.Date(), nullable=True),
        sa.Column("urgent_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["admission_id"], ["duty_lists_admission.id"], name=op.f("fk_duty_lists_task_admission_id"), use_alter=True
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["accounts_user.id"], name=op.f("fk_duty_lists_task_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["duty_lists_item.id"], name=op.f("fk_duty_lists_task_item_id")),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["accounts_user.id"], name=op.f("fk_duty_lists_task_registered_by_id")
        ),
        sa.ForeignKeyConstraint(["similar_id"], ["duty_lists_task.id"], name=op.f("fk_duty_lists_task_similar_id")),
        sa.ForeignKeyConstraint(["urgent_by_id"], ["accounts_user.id"], name=op.f("fk_duty_lists_task_urgent_by_id")),
        *_record("duty_lists_task"),
    )
    op.create_index(op.f("ix_duty_lists_task_admission_id"), "duty_lists_task", ["admission_id"])
    op.create_index(op.f("ix_duty_lists_task_item_id"), "duty_lists_task", ["item_id"])
    op.create_index(op.f("ix_duty_lists_task_similar_id"), "duty_lists_task", ["similar_id"])
    op.create_index("ix_duty_lists_task_waiting", "duty_lists_task", ["unit_id", "status", "id"])
    _indexes("duty_lists_task")

    op.create_table(
        "duty_lists_task_event",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["duty_lists_task.id"], name=op.f("fk_duty_lists_task_event_task_id")),
        *_entry("duty_lists_task_event"),
    )
    op.create_index("ix_duty_lists_task_event_task", "duty_lists_task_event", ["task_id", "id"])


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(f"duty_lists_{name}")


def _record(table: str) -> list:
    """What every record has: id, number, version, state, unit and ancestors."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f(f"fk_{table}_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _indexes(table: str) -> None:
    for level in ("county", "township"):
        op.create_index(f"ix_{table}_{level}", table, [f"{level}_id", "created_at", "id"])
    op.create_index(op.f(f"ix_{table}_unit_id"), table, ["unit_id"])


def _entry(table: str) -> list:
    """What every entry of a timeline has."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f(f"fk_{table}_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
