"""What the forums keep, one area a file: forums, topics, meetings with their votes, resolutions."""

from plugins.consultation.models.ballot import Ballot, Tally
from plugins.consultation.models.forum import Forum
from plugins.consultation.models.item import Item, Option
from plugins.consultation.models.meeting import Attendance, Meeting, MeetingEvent
from plugins.consultation.models.resolution import Resolution, ResolutionEvent, Task
from plugins.consultation.models.topic import Topic, TopicEvent

__all__ = [
    "Forum",
    "Topic",
    "TopicEvent",
    "Meeting",
    "MeetingEvent",
    "Attendance",
    "Item",
    "Option",
    "Ballot",
    "Tally",
    "Resolution",
    "ResolutionEvent",
    "Task",
]
