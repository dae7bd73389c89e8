"""The pages of 高龄津贴: who gets it, and the settlements of the streets."""

from plugins.elder_care.great import pages, settlements

__all__ = ["pages", "settlements"]
