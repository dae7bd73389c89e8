"""Who ever had a part in a sponsorship. Filled with what is known of those that stand: leader and handler, former leaders, whoever met a party or
asked for something."""

import sqlalchemy as sa
from alembic import op

revision = "sponsored_0002"
down_revision = "sponsored_0001"
branch_labels = None
depends_on = None

KNOWN = """
INSERT INTO sponsored_part (sponsorship_id, user_id)
SELECT id, leader_id FROM sponsored_sponsorship
UNION SELECT id, handler_id FROM sponsored_sponsorship
UNION SELECT id, asked_by_id FROM sponsored_sponsorship WHERE asked_by_id IS NOT NULL
UNION SELECT id, applied_by_id FROM sponsored_sponsorship WHERE applied_by_id IS NOT NULL
UNION SELECT sponsorship_id, from_id FROM sponsored_handover
UNION SELECT sponsorship_id, to_id FROM sponsored_handover
UNION SELECT sponsorship_id, by_id FROM sponsored_contact WHERE kind = 'met'
UNION SELECT sponsorship_id, actor_id FROM sponsored_event
    WHERE actor_id IS NOT NULL AND verb IN ('contact', 'ask', 'apply')
"""


def upgrade() -> None:
    op.create_table(
        "sponsored_part",
        sa.Column("sponsorship_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sponsorship_id"], ["sponsored_sponsorship.id"], name=op.f("fk_sponsored_part_sponsorship_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["accounts_user.id"], name=op.f("fk_sponsored_part_user_id")),
        sa.PrimaryKeyConstraint("sponsorship_id", "user_id", name=op.f("pk_sponsored_part")),
    )
    with op.batch_alter_table("sponsored_part", schema=None) as batch_op:
        batch_op.create_index("ix_sponsored_part_user", ["user_id", "sponsorship_id"], unique=False)
    op.execute(KNOWN)


def downgrade() -> None:
    with op.batch_alter_table("sponsored_part", schema=None) as batch_op:
        batch_op.drop_index("ix_sponsored_part_user")
    op.drop_table("sponsored_part")
