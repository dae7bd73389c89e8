"""包案 of a case: its sponsorship, whom was met, how it was handed over, what was said of those who came again."""

from plugins.sponsored.models.contacting import SponsoredContact
from plugins.sponsored.models.following import SponsorRelapse
from plugins.sponsored.models.handing import SponsorHandover, SponsorPart
from plugins.sponsored.models.sponsorship import SponsoredPartner, Sponsorship, SponsorshipEvent
from plugins.sponsored.models.states import BEFORE_STRUCK, IN_HAND, MET_IN, STATES

__all__ = [
    "BEFORE_STRUCK",
    "IN_HAND",
    "MET_IN",
    "STATES",
    "SponsorHandover",
    "SponsorPart",
    "SponsorRelapse",
    "SponsoredContact",
    "SponsoredPartner",
    "Sponsorship",
    "SponsorshipEvent",
]
