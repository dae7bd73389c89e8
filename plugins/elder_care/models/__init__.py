"""The tables of 老年助餐: canteens (licences, set meals, menus), members (categories, cards, agents), meals, late entries."""

from plugins.elder_care.models.canteen import Canteen, Dishes, Licence, SetMeal
from plugins.elder_care.models.card import Agent, Card
from plugins.elder_care.models.category import Category
from plugins.elder_care.models.finding import Finding
from plugins.elder_care.models.late import LateEvent, LateLine, LateSheet
from plugins.elder_care.models.meal import Meal
from plugins.elder_care.models.member import Member, MemberEvent
from plugins.elder_care.models.settlement import MealSettlement

__all__ = [
    "Agent",
    "Canteen",
    "Card",
    "Category",
    "Dishes",
    "Finding",
    "LateEvent",
    "LateLine",
    "LateSheet",
    "Licence",
    "Meal",
    "MealSettlement",
    "Member",
    "MemberEvent",
    "SetMeal",
]
