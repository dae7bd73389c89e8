"""见义勇为: the tables, one capability a file."""

from plugins.heroes.models.association import Association, AssociationMember, FundEntry
from plugins.heroes.models.decision import PanelReview, PanelVote, Reconsideration
from plugins.heroes.models.deed import Deed, DeedEvent, DeedTerm
from plugins.heroes.models.hero import Hero, HeroSupport, HeroVisit
from plugins.heroes.models.honour import HeroAward, Honour
from plugins.heroes.models.investigation import Evidence, Opinion, Statement
from plugins.heroes.models.publication import Objection
from plugins.heroes.models.roll import Roll, RollEvent, RollLine

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
