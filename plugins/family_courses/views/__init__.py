"""Pages of 家庭教育讲座, one noun a file; importing them adds them to the blueprint."""

from plugins.family_courses.views import courses, enrolments, public

__all__ = ["courses", "enrolments", "public"]
