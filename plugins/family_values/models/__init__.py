"""家风教育: the tables, one capability a file."""

from plugins.family_values.models.booking import AHEAD, CAME, STATES, Booking, BookingEvent, taken
from plugins.family_values.models.campaign import CAMPAIGN_STATES, DECIDE, NOMINATE, Campaign, CampaignEvent
from plugins.family_values.models.course import COURSE_STATES, Course, CourseEvent
from plugins.family_values.models.enrolment import ENROLMENT_STATES, HOLDING, Enrolment, EnrolmentEvent
from plugins.family_values.models.family import Family
from plugins.family_values.models.goods import EXCHANGE_STATES, Exchange, ExchangeEvent, Good, StockLine
from plugins.family_values.models.guide import Guide
from plugins.family_values.models.hall import Hall
from plugins.family_values.models.honour import FamilyHonour, HonourEvent
from plugins.family_values.models.honour_objection import OBJECTION_STATES, HonourObjection, HonourObjectionEvent
from plugins.family_values.models.honour_states import HONOUR_STATES
from plugins.family_values.models.opening import Closure, Slot
from plugins.family_values.models.point_account import PointAccount, PointLine
from plugins.family_values.models.point_claim import CLAIM_STATES, PointClaim, PointClaimEvent
from plugins.family_values.models.point_rule import PointRule
from plugins.family_values.models.vetting import HonourCheck, HonourReview, StoodAside

__all__ = [
    "StockLine",
    "PointRule",
    "PointLine",
    "PointClaimEvent",
    "PointClaim",
    "PointAccount",
    "Good",
    "ExchangeEvent",
    "Exchange",
    "EXCHANGE_STATES",
    "CLAIM_STATES",
    "AHEAD",
    "CAME",
    "CAMPAIGN_STATES",
    "COURSE_STATES",
    "DECIDE",
    "ENROLMENT_STATES",
    "HOLDING",
    "HONOUR_STATES",
    "NOMINATE",
    "OBJECTION_STATES",
    "STATES",
    "Booking",
    "BookingEvent",
    "Campaign",
    "CampaignEvent",
    "Closure",
    "Course",
    "CourseEvent",
    "Enrolment",
    "EnrolmentEvent",
    "Family",
    "Guide",
    "Hall",
    "FamilyHonour",
    "HonourCheck",
    "HonourEvent",
    "HonourObjection",
    "HonourObjectionEvent",
    "HonourReview",
    "Slot",
    "StoodAside",
    "taken",
]
