"""质量等级: what a plugin was found to keep to when it was checked. The rules, and how they are tried, are in `portal.testing.scale`."""

from portal.plugin.scale.kept import keep, kept
from portal.plugin.scale.verdict import BRONZE, GOLD, NO_TIER, SILVER, TIERS, Outcome, Verdict

__all__ = ["BRONZE", "GOLD", "NO_TIER", "SILVER", "TIERS", "Outcome", "Verdict", "keep", "kept"]
