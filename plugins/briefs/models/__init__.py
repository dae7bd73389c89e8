"""研判, who came to its meeting, the risks it foretold, and the tasks it set."""

from plugins.briefs.models.brief import STATES, Attendee, Brief, BriefEvent, Risk
from plugins.briefs.models.task import TASK_STATES, BriefTask, BriefTaskEvent

__all__ = ["STATES", "TASK_STATES", "Attendee", "Brief", "BriefEvent", "BriefTask", "BriefTaskEvent", "Risk"]
