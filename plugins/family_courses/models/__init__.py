"""家庭教育讲座: the tables, one noun a file."""

from plugins.family_courses.models.course import COURSE_STATES, Course, CourseEvent
from plugins.family_courses.models.enrolment import ENROLMENT_STATES, HOLDING, Enrolment, EnrolmentEvent

__all__ = [
    "COURSE_STATES",
    "ENROLMENT_STATES",
    "HOLDING",
    "Course",
    "CourseEvent",
    "Enrolment",
    "EnrolmentEvent",
]
