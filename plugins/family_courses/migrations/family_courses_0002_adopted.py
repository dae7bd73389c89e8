"""What was kept while courses were a part of 家风教育 moves over: rows, numbers, papers, lists, decisions about the module, rights and settings.
Whoever guided through a hall enrolled people for courses, too, and goes on to."""

from portal.migrating.adoption import Adoption

revision = "family_courses_0002"
down_revision = "family_courses_0001"
branch_labels = None
depends_on = None

TABLES = ("course", "course_event", "enrolment", "enrolment_event")  # parents before children

ADOPTION = Adoption(
    source="family_values",
    plugin="family_courses",
    after="family_values_0007",
    why="家庭教育讲座从“家风教育”中分出",
    tables={f"family_values_{each}": f"family_courses_{each}" for each in TABLES},
    series={f"family_values.{each}": f"family_courses.{each}" for each in ("course", "enrolment")},
    lists={
        f"family_values.{each}": f"family_courses.{each}" for each in ("courses", "enrolments", "families", "learners")
    },
    permissions={"book": "enrol"} | {each: each for each in ("view", "manage", "export")},
    shared_roles={"guide": "organiser"},
    settings={each: each for each in ("enrolments_most", "course_pattern", "enrolment_pattern")},
)

upgrade = ADOPTION.upgrade
downgrade = ADOPTION.downgrade
