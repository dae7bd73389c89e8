"""The pages of 月结: list, page, steps, papers; what waits on the desk."""

from plugins.elder_care.settling import pages

__all__ = ["pages"]
