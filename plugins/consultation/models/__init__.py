"""What the forums keep, one area a file: forums and stewards, rounds, topics, meetings with their votes, resolutions; matters of a village, its rules and councils."""

from plugins.consultation.models.ballot import Ballot, Tally
from plugins.consultation.models.council import Activity, Council, CouncilMember
from plugins.consultation.models.covenant import Covenant, CovenantEvent
from plugins.consultation.models.forum import Forum, Steward
from plugins.consultation.models.item import Item, Option
from plugins.consultation.models.meeting import Attendance, Meeting, MeetingEvent
from plugins.consultation.models.resolution import Resolution, ResolutionEvent, Task
from plugins.consultation.models.round import Round, RoundEvent
from plugins.consultation.models.topic import Topic, TopicEvent
from plugins.consultation.models.village import VillageEvent, VillageMatter, VillageObjection, VillageSheet

__all__ = [
    "Forum",
    "Steward",
    "Round",
    "RoundEvent",
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
    "VillageMatter",
    "VillageEvent",
    "VillageSheet",
    "VillageObjection",
    "Covenant",
    "CovenantEvent",
    "Council",
    "CouncilMember",
    "Activity",
]
