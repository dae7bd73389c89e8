"""With what the records of 家风教育 are begun, and each of their steps is taken once; one area a file."""

from plugins.family_values.samples.courses import COURSES, ENROLMENTS
from plugins.family_values.samples.families import FAMILIES
from plugins.family_values.samples.halls import BOOKINGS, HALLS
from plugins.family_values.samples.honours import CAMPAIGNS, HONOURS, OBJECTIONS
from plugins.family_values.samples.points import ACCOUNTS, CLAIMS, EXCHANGES, GOODS, RULES

SAMPLES = (
    HALLS,
    BOOKINGS,
    COURSES,
    ENROLMENTS,
    FAMILIES,
    RULES,
    CLAIMS,
    ACCOUNTS,
    GOODS,
    EXCHANGES,
    CAMPAIGNS,
    HONOURS,
    OBJECTIONS,
)
