"""signing_in: passkeys, and the providers of identity through which people sign in

Revision ID: core_0054
Revises: core_0053
"""

import sqlalchemy as sa
from alembic import op

revision = "core_0054"
down_revision = "core_0053"
branch_labels = None
depends_on = None

KEYS, PROVIDERS = "signing_in_passkey", "signing_in_provider"
LEVELS = ("city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def upgrade() -> None:
    owner = sa.ForeignKey("accounts_user.id", name=op.f(f"fk_{KEYS}_user_id_accounts_user"))
    op.create_table(
        KEYS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), owner, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("credential", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.String(length=1400), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("last_asked", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{KEYS}")),
        sa.UniqueConstraint("credential", name=op.f(f"uq_{KEYS}_credential")),
    )
    op.create_index(op.f(f"ix_{KEYS}_user_id"), KEYS, ["user_id"])
    maker = sa.ForeignKey("accounts_user.id", name=op.f(f"fk_{PROVIDERS}_made_by_id_accounts_user"))
    place = sa.ForeignKey("org_unit.id", name=op.f(f"fk_{PROVIDERS}_unit_id_org_unit"))
    op.create_table(
        PROVIDERS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("issuer", sa.String(length=250), nullable=False),
        sa.Column("client_id", sa.String(length=200), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("scope", sa.String(length=120), nullable=False),
        sa.Column("claim", sa.String(length=60), nullable=False),
        sa.Column("twofold", sa.String(length=200), nullable=False),
        sa.Column("made_by_id", sa.Integer(), maker, nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("unit_id", sa.Integer(), place, nullable=False),
        *(sa.Column(level, sa.Integer(), nullable=True) for level in LEVELS),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{PROVIDERS}")),
    )
    op.create_index(op.f(f"ix_{PROVIDERS}_unit_id"), PROVIDERS, ["unit_id"])


def downgrade() -> None:
    """Everybody signs in by the password, and a code where the account has a telephone."""
    op.drop_table(PROVIDERS)
    op.drop_table(KEYS)
