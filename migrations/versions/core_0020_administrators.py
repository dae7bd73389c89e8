"""accounts: who administers is a role of its own; nobody who had the old one gains sight of residents by that.

Revision ID: core_0020
Revises: core_0023

`district` keeps the business of the county and gives up accounts, rights and plugins. Nobody is made an administrator: whoever operates
the server appoints one (`flask accounts check` tells where there is none). What had been granted to the role in vain, because it
administered, stays in vain.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "core_0020"
down_revision = "core_0023"
branch_labels = None
depends_on = None

ROLE = "district"
REASON = "升级：系统管理员从旗县区主管中分出；这项权限给予时没有起作用，升级后也不起作用，需要的请重新给予。"
# what the role had by declaration until here: granted again after it was taken, it was in effect
HAD = {
    "cases.view", "records.share_view", "families.view", "families.export",
    "consultation.view", "consultation.manage", "consultation.export",
    "elder_care.view", "elder_care.members", "elder_care.canteens", "elder_care.review", "elder_care.pay", "elder_care.export",
    "elder_services.view", "elder_services.export",
    "family_courses.view", "family_courses.manage", "family_courses.export",
    "family_honours.view", "family_honours.decide", "family_honours.export",
    "family_points.view", "family_points.confirm", "family_points.manage", "family_points.export",
    "family_values.view", "family_values.manage", "family_values.export",
    "great_age.view", "great_age.review", "great_age.pay", "great_age.export",
    "heroes.view", "heroes.export", "heroes.nominate", "heroes.review", "heroes.manage", "heroes.fund", "heroes.ledger",
    "mediation.view", "mediation.manage", "mediation.export",
    "owners_vote.view", "owners_vote.export",
    "stewards.view", "stewards.manage", "stewards.export",
    "village_affairs.view", "village_affairs.export",
}  # fmt: skip

grants = sa.table(
    "accounts_role_grant",
    sa.column("id", sa.Integer),
    sa.column("unit_id", sa.Integer),
    sa.column("role", sa.String),
    sa.column("permission", sa.String),
    sa.column("granted", sa.Boolean),
    sa.column("reason", sa.String),
    sa.column("at", sa.DateTime),
)


def upgrade() -> None:
    theirs = sa.select(grants).where(grants.c.role == ROLE).order_by(grants.c.id)
    latest = {(row.unit_id, row.permission): row.granted for row in op.get_bind().execute(theirs)}
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = [
        {"unit_id": unit, "role": ROLE, "permission": key, "granted": False, "reason": REASON, "at": now}
        for (unit, key), given in latest.items()
        if given and key not in HAD
    ]
    if rows:
        op.get_bind().execute(grants.insert(), rows)


def downgrade() -> None:
    op.get_bind().execute(grants.delete().where(grants.c.role == ROLE, grants.c.reason == REASON))
