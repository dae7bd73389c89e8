"""积分规则, 积分登记, 积分账户, 积分超市."""

import sqlalchemy as sa
from alembic import op

revision = "family_points_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "family_points_good",
        sa.Column("measure", sa.String(length=8), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("township_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("subgrid_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("points > 0", name=op.f("ck_family_points_good_priced")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_family_points_good_there")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_family_points_good_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_points_good")),
    )
    with op.batch_alter_table("family_points_good", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_points_good_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "family_points_rule",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=8), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=8), nullable=False),
        sa.Column("proof", sa.String(length=100), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("township_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("subgrid_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("points > 0 AND most >= points", name=op.f("ck_family_points_rule_rewards")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_family_points_rule_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_points_rule")),
    )
    with op.batch_alter_table("family_points_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_points_rule_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "family_points_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("next_expiry", sa.Date(), nullable=True),
        sa.Column("cards", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("code_hash", sa.String(length=40), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("township_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("subgrid_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_family_points_account_covered")),
        sa.ForeignKeyConstraint(["family_id"], ["families_family.id"], name=op.f("fk_family_points_account_family_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_family_points_account_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_points_account")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_family_points_account_code_hash")),
        sa.UniqueConstraint("family_id", "unit_id", name=op.f("uq_family_points_account_family_id_unit_id")),
    )
    with op.batch_alter_table("family_points_account", schema=None) as batch_op:
        batch_op.create_index("ix_family_points_account_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_family_points_account_expiry", ["next_expiry"], unique=False)
        batch_op.create_index("ix_family_points_account_recent", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_points_account_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "family_points_claim",
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("proof", sa.String(length=300), nullable=False),
        sa.Column("two_people", sa.Boolean(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("claimant_id", sa.Integer(), nullable=True),
        sa.Column("code_hash", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("township_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("subgrid_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("points > 0 AND times > 0", name=op.f("ck_family_points_claim_rewards")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["accounts_user.id"], name=op.f("fk_family_points_claim_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["claimant_id"], ["records_contact.id"], name=op.f("fk_family_points_claim_claimant_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["accounts_user.id"], name=op.f("fk_family_points_claim_entered_by_id")
        ),
        sa.ForeignKeyConstraint(["family_id"], ["families_family.id"], name=op.f("fk_family_points_claim_family_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["family_points_rule.id"], name=op.f("fk_family_points_claim_rule_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_family_points_claim_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_points_claim")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_family_points_claim_code_hash")),
    )
    with op.batch_alter_table("family_points_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_points_claim_claimant_id"), ["claimant_id"], unique=False)
        batch_op.create_index("ix_family_points_claim_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_family_points_claim_family", ["family_id", "rule_id", "happened_on"], unique=False)
        batch_op.create_index("ix_family_points_claim_recent", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_points_claim_rule_id"), ["rule_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_points_claim_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "family_points_claim_event",
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_family_points_claim_event_actor_id")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["family_points_claim.id"], name=op.f("fk_family_points_claim_event_claim_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_points_claim_event")),
    )
    with op.batch_alter_table("family_points_claim_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_points_claim_event_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "family_points_exchange",
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("good_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("county_id", sa.Integer(), nullable=True),
        sa.Column("township_id", sa.Integer(), nullable=True),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("grid_id", sa.Integer(), nullable=True),
        sa.Column("subgrid_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["family_points_account.id"], name=op.f("fk_family_points_exchange_account_id")
        ),
        sa.ForeignKeyConstraint(["good_id"], ["family_points_good.id"], name=op.f("fk_family_points_exchange_good_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["org_unit.id"], name=op.f("fk_family_points_exchange_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_points_exchange")),
    )
    with op.batch_alter_table("family_points_exchange", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_points_exchange_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_family_points_exchange_county", ["county_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_points_exchange_good_id"), ["good_id"], unique=False)
        batch_op.create_index("ix_family_points_exchange_recent", ["township_id", "created_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_points_exchange_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "family_points_exchange_event",
        sa.Column("exchange_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("from_status", sa.String(length=16), nullable=False),
        sa.Column("to_status", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_user.id"], name=op.f("fk_family_points_exchange_event_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["family_points_exchange.id"], name=op.f("fk_family_points_exchange_event_exchange_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_points_exchange_event")),
    )
    with op.batch_alter_table("family_points_exchange_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_points_exchange_event_exchange_id"), ["exchange_id"], unique=False)

    op.create_table(
        "family_points_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("of_id", sa.Integer(), nullable=True),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("exchange_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('earned', 'returned') AND points > 0) OR (kind IN ('exchange', 'expiry', 'counter') AND points < 0)",
            name=op.f("ck_family_points_line_rewards"),
        ),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_family_points_line_covered")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["family_points_account.id"], name=op.f("fk_family_points_line_account_id")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_family_points_line_actor_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["family_points_claim.id"], name=op.f("fk_family_points_line_claim_id")),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["family_points_exchange.id"], name=op.f("fk_family_points_line_exchange_id")
        ),
        sa.ForeignKeyConstraint(["of_id"], ["family_points_line.id"], name=op.f("fk_family_points_line_of_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_points_line")),
        sa.UniqueConstraint("account_id", "sequence", name=op.f("uq_family_points_line_account_id_sequence")),
    )
    with op.batch_alter_table("family_points_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_points_line_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index("ix_family_points_line_day", ["booked_on", "account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_family_points_line_exchange_id"), ["exchange_id"], unique=False)

    op.create_table(
        "family_points_stock_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("good_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("exchange_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_family_points_stock_line_there")),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_user.id"], name=op.f("fk_family_points_stock_line_actor_id")),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["family_points_exchange.id"], name=op.f("fk_family_points_stock_line_exchange_id")
        ),
        sa.ForeignKeyConstraint(
            ["good_id"], ["family_points_good.id"], name=op.f("fk_family_points_stock_line_good_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_points_stock_line")),
        sa.UniqueConstraint("good_id", "sequence", name=op.f("uq_family_points_stock_line_good_id_sequence")),
    )
    with op.batch_alter_table("family_points_stock_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_points_stock_line_exchange_id"), ["exchange_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("family_points_stock_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_points_stock_line_exchange_id"))

    op.drop_table("family_points_stock_line")
    with op.batch_alter_table("family_points_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_points_line_exchange_id"))
        batch_op.drop_index("ix_family_points_line_day")
        batch_op.drop_index(batch_op.f("ix_family_points_line_claim_id"))

    op.drop_table("family_points_line")
    with op.batch_alter_table("family_points_exchange_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_points_exchange_event_exchange_id"))

    op.drop_table("family_points_exchange_event")
    with op.batch_alter_table("family_points_exchange", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_points_exchange_unit_id"))
        batch_op.drop_index("ix_family_points_exchange_recent")
        batch_op.drop_index(batch_op.f("ix_family_points_exchange_good_id"))
        batch_op.drop_index("ix_family_points_exchange_county")
        batch_op.drop_index(batch_op.f("ix_family_points_exchange_account_id"))

    op.drop_table("family_points_exchange")
    with op.batch_alter_table("family_points_claim_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_points_claim_event_claim_id"))

    op.drop_table("family_points_claim_event")
    with op.batch_alter_table("family_points_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_points_claim_unit_id"))
        batch_op.drop_index(batch_op.f("ix_family_points_claim_rule_id"))
        batch_op.drop_index("ix_family_points_claim_recent")
        batch_op.drop_index("ix_family_points_claim_family")
        batch_op.drop_index("ix_family_points_claim_county")
        batch_op.drop_index(batch_op.f("ix_family_points_claim_claimant_id"))

    op.drop_table("family_points_claim")
    with op.batch_alter_table("family_points_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_points_account_unit_id"))
        batch_op.drop_index("ix_family_points_account_recent")
        batch_op.drop_index("ix_family_points_account_expiry")
        batch_op.drop_index("ix_family_points_account_county")

    op.drop_table("family_points_account")
    with op.batch_alter_table("family_points_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_points_rule_unit_id"))

    op.drop_table("family_points_rule")
    with op.batch_alter_table("family_points_good", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_points_good_unit_id"))

    op.drop_table("family_points_good")
