"""道路坑洼: holes in the road, reported with a case or alone, repaired within a set number of days."""

from flask import render_template
from markupsafe import Markup

from portal.permissions import Role, permission
from portal.plugin.contributions import NavItem, Panel, PublicPage
from portal.plugin.hookspecs import hookimpl
from portal.plugin.manifest import Job, Manifest
from portal_potholes import demo, jobs, views
from portal_potholes.models import Pothole
from portal_potholes.settings import PotholeSettings

WARDEN = Role("potholes.warden", "养路员", may=("cases.view",))


class Potholes:
    """The manifest, and what the plugin adds."""

    manifest = Manifest(
        key="potholes",
        name="道路坑洼",
        summary="登记路面坑洼，限期修补，居民可以看到进度。",
        version="0.1.0",
        core_requires=">=0.1",
        data_class="none",
        roles=(WARDEN,),
        permissions=(
            permission("potholes.view", "查看道路坑洼", WARDEN.key, "clerk", "grid", "director", "district"),
            permission("potholes.report", "登记、修补道路坑洼", WARDEN.key, "clerk", "grid", "director"),
        ),
        blueprints=(views.bp,),
        jobs=(Job(key="overdue", name="标记超期未修的坑洼", run=jobs.mark_overdue),),
        settings=PotholeSettings,
        migrations="portal_potholes:migrations",
    )

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("道路坑洼", "/potholes/", icon="map-pin", permission="potholes.view", order=70)]

    @hookimpl
    def case_panels(self, ctx, case):
        if not ctx.actor.can("potholes.view", case) or not (found := Pothole.of(case)):
            return []
        html = render_template("potholes/panel.html", potholes=found)
        return [Panel("道路坑洼", Markup(html))]

    @hookimpl
    def public_pages(self, ctx):
        return [PublicPage("道路坑洼修补进度", f"/potholes/public/{ctx.unit.id}", "本辖区已登记的路面坑洼和修补情况。")]

    @hookimpl
    def deactivation_impact(self, ctx, plugin):
        if plugin != "potholes" or not (count := Pothole.unrepaired_in(ctx.unit)):
            return []
        return [f"还有 {count} 处坑洼没有修补。"]

    @hookimpl
    def demo_data(self, world):
        demo.load(world)


plugin = Potholes()
