"""见义勇为: the tables, one capability a file."""

from plugins.heroes.models.association import Association, AssociationMember, FundEntry
from plugins.heroes.models.award import HeroAward
from plugins.heroes.models.decision import Reconsideration
from plugins.heroes.models.deed import Deed
from plugins.heroes.models.hero import Hero
from plugins.heroes.models.history import DeedEvent, DeedTerm
from plugins.heroes.models.honour import Honour
from plugins.heroes.models.investigation import Evidence, Opinion, Statement
from plugins.heroes.models.panel import PanelReview, PanelVote
from plugins.heroes.models.publication import Objection
from plugins.heroes.models.roll import Roll, RollEvent, RollLine
from plugins.heroes.models.support import HeroSupport, HeroVisit

__all__ = [
    "Association",
    "HeroAward",
    "Deed",
    "DeedEvent",
    "Evidence",
    "FundEntry",
    "Hero",
    "Honour",
    "AssociationMember",
    "Objection",
    "Opinion",
    "Reconsideration",
    "PanelReview",
    "Roll",
    "RollEvent",
    "RollLine",
    "Statement",
    "HeroSupport",
    "DeedTerm",
    "HeroVisit",
    "PanelVote",
]
