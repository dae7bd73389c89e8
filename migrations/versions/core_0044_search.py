"""residents: the newest of a county and of a city are read along an index; who is registered by a department is found there

Revision ID: core_0044
Revises: core_0045
"""

from alembic import op

revision = "core_0044"
down_revision = "core_0045"
branch_labels = None
depends_on = None

RECENT = {"ix_people_person_recent_county": "county_id", "ix_people_person_recent_city": "city_id"}
FOUND = """
    INSERT INTO people_term (scope, term, person_id) SELECT p.unit_id, t.term, t.person_id
    FROM people_person p JOIN org_unit u ON u.id = p.unit_id AND u.kind = 'department'
    JOIN people_term t ON t.person_id = p.id AND t.scope = p.county_id WHERE p.township_id IS NULL
"""
NO_LONGER = "DELETE FROM people_term WHERE scope IN (SELECT id FROM org_unit WHERE kind = 'department')"


def upgrade() -> None:
    for name, level in RECENT.items():
        op.create_index(name, "people_person", [level, "created_at", "id"])
    op.execute(FOUND)


def downgrade() -> None:
    op.execute(NO_LONGER)
    for name in RECENT:
        op.drop_index(name, "people_person")
