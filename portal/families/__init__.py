"""家庭: households that several modules know by one telephone number: what they learn, earn and are honoured for counts together."""

from portal.families.data_rights import families_of
from portal.families.models import Family
from portal.families.repeated import repeated
from portal.plugin.contributions import NavItem

NAVIGATION = NavItem(
    "家庭档案", "/families", icon="users", permission="families.view", group="家风", order=74
)  # for `nav_items` of every plugin that has `family_panels`
"""The entry of the menu: every plugin that uses families gives it, and it is shown once."""

__all__ = ["NAVIGATION", "Family", "families_of", "repeated"]
