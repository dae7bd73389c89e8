"""What the forums keep: forums with their stewards, and notes of rounds."""

from plugins.consultation.models.forum import Forum, Steward
from plugins.consultation.models.round import Round, RoundEvent

__all__ = ["Forum", "Steward", "Round", "RoundEvent"]
