"""What 实有人口房屋 keeps: households with their members, grades and where they live; premises; kinds of people."""

from plugins.population.models.grading import Grading
from plugins.population.models.household import Household
from plugins.population.models.kind import KindHeld
from plugins.population.models.letting import Lease
from plugins.population.models.living import Residence
from plugins.population.models.member import HouseholdMember
from plugins.population.models.owning import PremisesOwner
from plugins.population.models.premises import AddressTerm, Premises

__all__ = [
    "AddressTerm",
    "Grading",
    "Household",
    "KindHeld",
    "Lease",
    "HouseholdMember",
    "PremisesOwner",
    "Premises",
    "Residence",
]
