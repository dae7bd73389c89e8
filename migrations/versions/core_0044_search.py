"""residents: the newest of a county and of a city are read along an index; who is registered by a department is found there

Revision ID: core_0044
Revises: core_0037
"""

from alembic import op

revision = "core_0044"
down_revision = "core_0037"
branch_labels = None
depends_on = None

RECENT = {"ix_people_person_recent_county": "county_id", "ix_people_person_recent_city": "city_id"}
OF_DEPARTMENTS = "FROM people_person p JOIN org_unit u ON u.id = p.unit_id AND u.kind = 'department' WHERE p.township_id IS NULL"


def upgrade() -> None:
    for name, level in RECENT.items():
        op.create_index(name, "people_person", [level, "created_at", "id"])
    op.execute(
        "INSERT INTO people_term (scope, term, person_id) SELECT p.unit_id, t.term, t.person_id"
        f" {OF_DEPARTMENTS.replace('WHERE', 'JOIN people_term t ON t.person_id = p.id AND t.scope = p.county_id WHERE')}"
    )


def downgrade() -> None:
    op.execute(
        f"DELETE FROM people_term WHERE scope IN (SELECT p.unit_id {OF_DEPARTMENTS})"
    )
    for name in RECENT:
        op.drop_index(name, "people_person")
