"""Pages of 家庭荣誉, one noun a file; importing them adds them to the blueprint."""

from plugins.family_honours.views import campaigns, honours, objections, public

__all__ = ["campaigns", "honours", "objections", "public"]
