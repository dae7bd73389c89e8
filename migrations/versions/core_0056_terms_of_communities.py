"""residents: found in their village or neighbourhood by terms of its own, and the newest read along its index, as in the township and the county

Revision ID: core_0056
Revises: core_0057
"""

from alembic import op

revision = "core_0056"
down_revision = "core_0057"
branch_labels = None
depends_on = None

RECENT = "ix_people_person_recent_community"
# who has no township is found by the own unit already, which may be that community
FOUND = """
    INSERT INTO people_term (scope, term, person_id) SELECT p.community_id, t.term, t.person_id
    FROM people_person p JOIN people_term t ON t.person_id = p.id AND t.scope = p.township_id
    WHERE p.community_id IS NOT NULL
"""
NO_LONGER = """
    DELETE FROM people_term WHERE EXISTS (
        SELECT 1 FROM people_person p
        WHERE p.id = people_term.person_id AND p.community_id = people_term.scope AND p.township_id IS NOT NULL
    )
"""


def upgrade() -> None:
    op.create_index(RECENT, "people_person", ["community_id", "created_at", "id"])
    op.execute(FOUND)


def downgrade() -> None:
    op.execute(NO_LONGER)
    op.drop_index(RECENT, "people_person")
