"""Papers: 签到表 of a course, 学习证书 of whoever came."""

from plugins.family_courses.blueprint import bp
from plugins.family_courses.models import Course, Enrolment
from portal.records.papers import Paper, mount_papers

EMPTY_LINES = 5  # for whoever comes without having enrolled


def _not_attended(enrolment: Enrolment) -> str:
    return "" if enrolment.status == "attended" else "到课以后才能打印证书。"


def learners(course: Course) -> dict:
    """签到表: whoever has a place, then some empty lines."""
    return {"listed": course.holding("enrolled", "attended"), "more": EMPTY_LINES}


course_papers = mount_papers(
    bp,
    Course,
    (Paper("attendance", "课程签到表", needs="family_courses.enrol", context=learners),),
    at="/courses/<int:course_id>",
    office=lambda course: course.unit.name,
)
enrolment_papers = mount_papers(
    bp,
    Enrolment,
    (
        Paper(
            "certificate", "学习证书", needs="family_courses.enrol", context=lambda enrolment: {}, unless=_not_attended
        ),
    ),
    at="/enrolments/<int:enrolment_id>",
    office=lambda enrolment: enrolment.unit.name,
)
