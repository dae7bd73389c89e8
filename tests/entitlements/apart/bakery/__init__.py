"""试验: 面包补贴 (many small records a month) and 取暖补贴 (an allowance a year), both invented."""

from portal.permissions import permission
from portal.plugin.manifest import Manifest
from portal.settings import SettingsForm, amount, number


class TrialSettings(SettingsForm):
    """What is paid, invented."""

    publication_days = number("公示天数", 7, 1, 30, "试验。", unit="日")
    heating = amount("取暖补贴", 300, "试验。")


class Trial:
    """The manifest."""

    manifest = Manifest(
        key="bakery",
        name="试验",
        summary="面包和取暖。",
        version="0.1.0",
        permissions=(
            permission("bakery.view", "查看", "clerk", "director", "district", "auditor"),
            permission("bakery.make", "编制", "clerk", "district"),
            permission("bakery.check", "初核", "director", "clerk"),
            permission("bakery.review", "复核", "district", "director"),
            permission("bakery.pay", "发放", "district", "clerk"),
        ),
        settings=TrialSettings,
    )


plugin = Trial()
