"""Views of 群众反映. Importing them mounts them on the blueprint."""

from plugins.public_reports.views import labels, public, reports

__all__ = ["labels", "public", "reports"]
