"""家庭荣誉: the tables, one capability a file."""

from plugins.family_honours.models.campaign import CAMPAIGN_STATES, DECIDE, NOMINATE, Campaign, CampaignEvent
from plugins.family_honours.models.honour import FamilyHonour, HonourEvent
from plugins.family_honours.models.objection import OBJECTION_STATES, HonourObjection, HonourObjectionEvent
from plugins.family_honours.models.states import HONOUR_STATES
from plugins.family_honours.models.vetting import HonourCheck, HonourReview, StoodAside

__all__ = [
    "CAMPAIGN_STATES",
    "DECIDE",
    "HONOUR_STATES",
    "NOMINATE",
    "OBJECTION_STATES",
    "Campaign",
    "CampaignEvent",
    "FamilyHonour",
    "HonourCheck",
    "HonourEvent",
    "HonourObjection",
    "HonourObjectionEvent",
    "HonourReview",
    "StoodAside",
]
