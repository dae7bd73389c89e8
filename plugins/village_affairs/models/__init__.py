"""What a village keeps: matters with their sheets, editions of its rules, councils."""

from plugins.village_affairs.models.council import Activity, Council, CouncilMember
from plugins.village_affairs.models.covenant import Covenant, CovenantEvent
from plugins.village_affairs.models.matter import VillageEvent, VillageMatter
from plugins.village_affairs.models.sheet import VillageObjection, VillageSheet

__all__ = [
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
