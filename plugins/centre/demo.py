"""The demo: the centre of 昭君街道 with its windows and departments, two weeks of duty, a call, an exchange, a self-check."""

from portal.demo.world import World


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区."""
    world.switch_on("centre", "全旗规范化综治中心。")
