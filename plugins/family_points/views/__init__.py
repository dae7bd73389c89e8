"""Pages of 家庭积分, one noun a file; importing them adds them to the blueprint."""

from plugins.family_points.views import claims, exchanges, goods, public, rules

__all__ = ["claims", "exchanges", "goods", "public", "rules"]
