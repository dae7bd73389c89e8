"""The demo of 家风教育."""

from plugins.family_values.demo import courses, halls
from plugins.family_values.settings import KEY
from portal import clock
from portal.demo.world import World
from portal.plugin_admin.switching import switch


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; play the years of the hall and of its courses."""
    units = world.units
    with clock.pretend(world.began):
        switch(KEY, units.county, "on", by=world.users["district"], reason="全旗启用家风教育模块。")
        switch(KEY, units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    halls.load(world)
    courses.load(world)
