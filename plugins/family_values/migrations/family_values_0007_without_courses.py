"""家庭教育讲座 is a plugin of its own: its tables go. Those that have rows wait for family_courses_0002."""

from alembic import op

from plugins.family_values.migrations import family_values_0002_courses as courses
from portal.migrating.adoption import drop_empty
from portal.migrating.moving import stands

revision = "family_values_0007"
down_revision = "family_values_0006"
branch_labels = None
depends_on = None

COURSES = (  # parents before children
    "family_values_course",
    "family_values_course_event",
    "family_values_enrolment",
    "family_values_enrolment_event",
)
FAMILIES, KEY = "family_values_family", "fk_family_values_enrolment_family_id"


def upgrade() -> None:
    drop_empty(COURSES)


def downgrade() -> None:
    """Empty, of families of the core; going back, family_courses_0002 fills them."""
    if stands(COURSES[0]):
        return
    courses.upgrade()
    with op.batch_alter_table("family_values_enrolment", schema=None) as batch_op:
        batch_op.drop_constraint(KEY, type_="foreignkey")
        batch_op.create_foreign_key(KEY, "families_family", ["family_id"], ["id"])
    op.drop_table(FAMILIES)
