"""What stewards are and do: neighbourhoods with their rosters, notes of rounds."""

from plugins.stewards.models.neighbourhood import Neighbourhood, Steward
from plugins.stewards.models.round import Round, RoundEvent

__all__ = ["Neighbourhood", "Steward", "Round", "RoundEvent"]
