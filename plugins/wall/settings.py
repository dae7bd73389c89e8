"""What a unit shows on its screens: dated, inherited. There is no law about it."""

from portal.home.hall import hall_cards
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, number, settings_of, some

KEY = "wall"
LISTS = ("overdue", "soon", "back", "contested", "whistle-missing", "whistle-called")


class WallSettings(SettingsForm):
    """大屏的本地规定."""

    lists = some(
        "屏上的清单",
        hall_cards,
        LISTS,
        "勾选工作台上的卡片，按工作台的顺序排，红的在前。没有的、空的不占地方。由本地规定。",
    )
    seconds = number("多久刷新一次", 60, 30, 600, "由本地规定。", unit="秒")


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)
