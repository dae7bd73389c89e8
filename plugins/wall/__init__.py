"""大屏: a page for the hall, opened by a link with a long key: what has to be done first, then a few figures, and nobody's name."""

from plugins.wall import demo, views  # noqa: F401  importing the views mounts them
from plugins.wall.blueprint import bp
from plugins.wall.models import MANAGE
from plugins.wall.settings import WallSettings
from portal.permissions import permission
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest


class Wall:
    """The calling card. Screens are of units, and hold nothing of residents."""

    manifest = Manifest(
        key="wall",
        name="大屏",
        summary="大厅、指挥室的大屏：先列要办的（超期、将到期、退回的、没有报到的），再列几个数；没有姓名，有人参观一键只留数字。",
        version="0.1.0",
        category="综治中心",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="none",
        permissions=(permission(MANAGE, "开通、撤下大屏", "director", "district"),),
        blueprints=(bp,),
        settings=WallSettings,
        migrations="plugins.wall:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("大屏", "/wall/screens", icon="house", order=32, permission=MANAGE)]

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = Wall()
