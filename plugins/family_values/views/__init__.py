"""Pages of 家风教育, one noun a file; importing them adds them to the blueprint."""

from plugins.family_values.views import bookings, calendars, halls, printed_before, public

__all__ = ["bookings", "calendars", "halls", "printed_before", "public"]
