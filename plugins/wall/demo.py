"""The demo of 大屏: one in the hall of 昭君街道, and one that was withdrawn when its link had gone round."""

from datetime import timedelta

from plugins.wall.samples import SCREENS
from portal.demo.world import World

KEY = "wall"


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; put up two screens."""
    world.switch_on(KEY, "旗综治中心启用大屏。")
    street = world.units.zhaojun
    stage = world.stage(street, world.now - timedelta(days=30))
    SCREENS.begin(stage)
    SCREENS.begin(stage).withdraw(by=world.staff[street.id]["director"])
