"""月结: everything about it is mounted by the kit."""

from plugins.elder_care.blueprint import bp
from plugins.elder_care.models import MealSettlement
from portal.entitlements.pages import mount_settlement

settlements = mount_settlement(bp, MealSettlement, at="/settlements", export="elder_care.export", order=63)
