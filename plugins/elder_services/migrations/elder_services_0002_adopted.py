"""What was kept while services were a part of 老年助餐 moves over (portal.migrating.adoption). Who was visited every few days there, because
he eats at a canteen and lives alone, stands on a roster of its own here."""

import sqlalchemy as sa
from alembic import op

from portal import clock
from portal.migrating.adoption import Adoption
from portal.migrating.moving import reflected, stands

revision = "elder_services_0002"
down_revision = "elder_services_0001"
branch_labels = None
depends_on = None

ADOPTION = Adoption(
    source="elder_care",
    plugin="elder_services",
    after="elder_care_0013",
    why="居家养老服务从“老年助餐”中分出",
    tables={
        "elder_care_provider": "elder_services_provider",
        "elder_care_service": "elder_services_order",
        "elder_care_service_event": "elder_services_order_event",
    },
    series={"elder_care_service": "elder_services.orders"},
    lists={"elder_care.providers": "elder_services.providers", "elder_care.services": "elder_services.orders"},
    permissions={"members": "view", "services": "manage", "export": "export"},
    settings={"visit_days": "visit_days", "service_number": "order_number"},
)
MEMBER, CATEGORY = "elder_care_member", "elder_care_category"
PLACED = ("unit_id", "city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")


def upgrade() -> None:
    ADOPTION.upgrade()
    visited = reflected("elder_services_visited")
    if stands(MEMBER) and not op.get_bind().scalar(sa.select(sa.func.count()).select_from(visited)):
        _visit_those_alone(reflected(MEMBER), reflected(CATEGORY), visited)


downgrade = ADOPTION.downgrade  # the roster stays, and is not filled a second time


def _visit_those_alone(member: sa.Table, category: sa.Table, visited: sa.Table) -> None:
    """Each once: who is a member and has the category, from its first day."""
    who = [member.c.person_id, *(member.c[each] for each in PLACED)]
    since, until = category.c.valid_from, category.c.valid_until
    alone = (
        sa.select(*who, sa.literal("alone"), sa.func.min(since))
        .join(category, category.c.member_id == member.c.id)
        .where(member.c.status == "active", category.c.name == "alone")
        .where(since <= clock.today(), until.is_(None) | (until >= clock.today()))
        .group_by(*who)
    )
    op.execute(visited.insert().from_select(["person_id", *PLACED, "name", "valid_from"], alone))
