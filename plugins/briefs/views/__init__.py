"""Pages of 研判: the reports, their tasks, and what came up from below."""

from plugins.briefs.views import briefs, submitted, tasks

__all__ = ["briefs", "submitted", "tasks"]
