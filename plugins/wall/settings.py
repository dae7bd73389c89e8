"""What a unit shows on its screens: dated, inherited. There is no law about it."""

from portal.home.hall import hall_titles
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, listed, number, settings_of, text
from portal.web.forms import ValidationError

KEY = "wall"
LISTS = "已超期、即将到期、回到本单位、退回待裁定、到时间没有报到、吹哨待报到"


class WallSettings(SettingsForm):
    """大屏的本地规定."""

    lists = text(
        "屏上的清单",
        LISTS,
        "工作台上卡片的名称，用顿号分开，按这个顺序排。没有的、空的不占地方。由本地规定。",
        most=200,
    )
    seconds = number("多久刷新一次", 60, 30, 600, "由本地规定。", unit="秒")

    def validate_lists(self, field):
        if self.unit is None:
            return
        known = hall_titles(self.unit)
        if unknown := [each for each in listed(field.data or "") if each not in known]:
            raise ValidationError(f"工作台上没有叫“{unknown[0]}”的卡片，请照工作台上的名称写。")


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)
