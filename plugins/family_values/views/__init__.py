"""Pages of 家风教育, one noun a file; importing them adds them to the blueprint."""

from plugins.family_values.views import (
    bookings,
    calendars,
    campaigns,
    courses,
    enrolments,
    exchanges,
    families,
    goods,
    halls,
    honours,
    points,
    public,
    public_courses,
    public_honours,
    public_points,
)

__all__ = [
    "bookings",
    "calendars",
    "campaigns",
    "courses",
    "enrolments",
    "exchanges",
    "families",
    "goods",
    "halls",
    "honours",
    "points",
    "public",
    "public_courses",
    "public_honours",
    "public_points",
]
