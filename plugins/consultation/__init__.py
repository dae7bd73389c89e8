"""红管家议事坊: forums of the neighbourhoods, the stewards and their rounds."""

from plugins.consultation import core_hooks, data_rights, demo, views  # noqa: F401  importing the views mounts them
from plugins.consultation.blueprint import bp
from plugins.consultation.models import Round
from portal.files.models import Attachment
from portal.permissions import permission
from portal.plugin.contributions import NavItem
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Manifest


class Consultation:
    """The calling card."""

    manifest = Manifest(
        key="consultation",
        name="红管家议事坊",
        summary="小区议事坊，红管家名册和巡访，问题转为事项并看到结果。",
        version="0.1.0",
        category="基层自治",
        maintainer="枫桥·基层治理门户",
        core_requires=">=0.1",
        data_class="personal",
        permissions=(
            permission("consultation.view", "查看议事坊", "clerk", "grid", "director", "district", "auditor"),
            permission("consultation.round", "记巡访、转为事项", "clerk", "grid", "director"),
            permission("consultation.manage", "设立议事坊、管理红管家名册", "director", "district"),
            permission("consultation.export", "导出议事坊台账", "director", "district", "auditor"),
        ),
        blueprints=(bp,),
        migrations="plugins.consultation:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        view = {"permission": "consultation.view", "group": "议事坊"}
        return [
            NavItem("议事坊", "/consultation/forums", icon="users", order=70, **view),
            NavItem("红管家", "/consultation/stewards", icon="user", order=71, **view),
            NavItem("巡访", "/consultation/rounds", icon="map-pin", order=72, **view),
        ]

    @hookimpl
    def home_cards(self, ctx):
        return core_hooks.QUEUES

    @hookimpl
    def search(self, ctx, text):
        return core_hooks.search(ctx, text)

    @hookimpl
    def record_event(self, ctx, record, event):
        core_hooks.heard(record, event)

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        return core_hooks.open_work(ctx) if plugin == self.manifest.key else []

    @hookimpl
    def personal_data_export(self, person):
        return data_rights.held(person)

    @hookimpl
    def personal_data_open(self, person):
        return []

    @hookimpl
    def personal_data_erase(self, person):
        return data_rights.erase(person)

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


Attachment.follow(Round)
plugin = Consultation()
