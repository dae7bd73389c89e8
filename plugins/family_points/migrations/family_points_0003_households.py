"""Two accounts of a household that was entered twice: what is left on the one moves to the other."""

import sqlalchemy as sa
from alembic import op

from portal.protection import keyring

revision = "family_points_0003"
down_revision = "family_points_0002"
branch_labels = None
depends_on = None

ACCOUNT, LINE = "family_points_account", "family_points_line"
INTO, OF = f"fk_{ACCOUNT}_merged_into_id", "uq_family_points_account_of"
ALONE = sa.text("merged_into_id IS NULL")
REWARDS = "(kind IN ({}) AND points > 0) OR (kind IN ({}) AND points < 0)"
BEFORE = REWARDS.format("'earned', 'returned'", "'exchange', 'expiry', 'counter'")
NOW = REWARDS.format("'earned', 'returned', 'joined'", "'exchange', 'expiry', 'counter', 'moved'")
NOBODY = "已合并"


def upgrade() -> None:
    with op.batch_alter_table(ACCOUNT, schema=None) as batch_op:
        batch_op.drop_constraint(op.f(f"uq_{ACCOUNT}_family_id_unit_id"), type_="unique")
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f(INTO), ACCOUNT, ["merged_into_id"], ["id"])
        batch_op.create_index(op.f(f"ix_{ACCOUNT}_merged_into_id"), ["merged_into_id"])
    op.create_index(OF, ACCOUNT, ["family_id", "unit_id"], unique=True, sqlite_where=ALONE, postgresql_where=ALONE)
    _rewards(NOW)


def downgrade() -> None:
    """Accounts that were merged are of families of nobody: the older version has one a family and street. Their lines add up as before."""
    _part()
    lines = sa.table(LINE, sa.column("kind"), sa.column("claim_id"))
    op.execute(lines.update().where(lines.c.kind == "joined").values(claim_id=None))
    op.drop_index(OF, ACCOUNT)
    with op.batch_alter_table(ACCOUNT, schema=None) as batch_op:
        batch_op.drop_index(op.f(f"ix_{ACCOUNT}_merged_into_id"))
        batch_op.drop_constraint(op.f(INTO), type_="foreignkey")
        batch_op.drop_column("merged_into_id")
        batch_op.create_unique_constraint(op.f(f"uq_{ACCOUNT}_family_id_unit_id"), ["family_id", "unit_id"])
    _rewards(BEFORE, {"moved": "counter", "joined": "earned"})


def _rewards(rule: str, renamed: dict[str, str] | None = None) -> None:
    """Let lines be of these kinds; those `renamed` (old → new) change between the two rules."""
    name = op.f(f"ck_{LINE}_rewards")
    with op.batch_alter_table(LINE, schema=None) as batch_op:
        batch_op.drop_constraint(name, type_="check")
    kind = sa.table(LINE, sa.column("kind"))
    for old, new in (renamed or {}).items():
        op.execute(kind.update().where(kind.c.kind == old).values(kind=new))
    with op.batch_alter_table(LINE, schema=None) as batch_op:
        batch_op.create_check_constraint(name, rule)


def _part() -> None:
    """A family for each account that was merged."""
    bind, metadata = op.get_bind(), sa.MetaData()
    accounts, families, contacts = (
        sa.Table(name, metadata, autoload_with=bind, resolve_fks=False)
        for name in (ACCOUNT, "families_family", "records_contact")
    )
    merged = sa.select(accounts.c.id, families).join(families, families.c.id == accounts.c.family_id)
    for row in bind.execute(merged.where(accounts.c.merged_into_id.is_not(None))).mappings().all():
        known = {"name": keyring.encrypt(NOBODY, "records_contact.name"), "gender": ""}
        contact = bind.execute(contacts.insert().values(known)).inserted_primary_key[0]
        same = {
            each.name: row[each] for each in families.columns if each.name not in ("id", "phone_hash", "contact_id")
        }
        same |= {each: None for each in ("second_id", "second_hash") if each in families.c}
        family = bind.execute(families.insert().values(same | {"phone_hash": "", "contact_id": contact}))
        [made] = family.inserted_primary_key
        bind.execute(accounts.update().where(accounts.c.id == row[accounts.c.id]).values(family_id=made))
