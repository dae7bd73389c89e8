"""With what the records of 家风教育 are begun, and each of their steps is taken once; one area a file."""

from plugins.family_values.samples.courses import COURSES, ENROLMENTS
from plugins.family_values.samples.halls import BOOKINGS, HALLS

SAMPLES = (HALLS, BOOKINGS, COURSES, ENROLMENTS)
