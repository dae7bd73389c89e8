"""What a district decides for itself."""

from portal.settings import SettingsForm, number


class PotholeSettings(SettingsForm):
    """Dated, and inherited down the tree."""

    days = number("几天内修补", 7, 1, 90, "由本地规定。", unit="天")
