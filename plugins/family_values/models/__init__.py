"""家风教育: the tables, one capability a file."""

from plugins.family_values.models.booking import AHEAD, CAME, STATES, Booking, BookingEvent, taken
from plugins.family_values.models.course import COURSE_STATES, Course, CourseEvent
from plugins.family_values.models.enrolment import ENROLMENT_STATES, HOLDING, Enrolment, EnrolmentEvent
from plugins.family_values.models.guide import Guide
from plugins.family_values.models.hall import Hall
from plugins.family_values.models.opening import Closure, Slot

__all__ = [
    "AHEAD",
    "CAME",
    "COURSE_STATES",
    "ENROLMENT_STATES",
    "HOLDING",
    "STATES",
    "Booking",
    "BookingEvent",
    "Closure",
    "Course",
    "CourseEvent",
    "Enrolment",
    "EnrolmentEvent",
    "Guide",
    "Hall",
    "Slot",
    "taken",
]
