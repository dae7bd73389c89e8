"""Plugins are asked before a switch and told after it, in its transaction."""

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.activation import in_effect
from portal.plugin.hookspecs import hookimpl
from portal.plugin_admin.switching import Wish, carry_out, plan, switch


class Watchful:
    """Objects in a street, and notes what it is told."""

    told: list = []

    @hookimpl
    def can_activate(self, ctx, plugin):
        return ["街道没有测量仪器。"] if plugin == "watched" and ctx.unit.kind == "township" else []

    @hookimpl
    def on_activated(self, ctx, plugin):
        self.told.append(("on", plugin, ctx.unit.id))

    @hookimpl
    def on_deactivated(self, ctx, plugin):
        self.told.append(("off", plugin, ctx.unit.id))


@pytest.fixture(autouse=True)
def watched(join):
    Watchful.told = []
    join("watchful", "旁观模块", Watchful)
    join("watched", "被看模块", default_state="off")


def test_an_objection_keeps_it_off(cast):
    made = plan(Wish(plugin="watched", unit=cast.street, state="on"), by=None)
    assert made.objections == ["街道没有测量仪器。"]
    with pytest.raises(RuleError, match="没有测量仪器"):
        carry_out(made, by=None, reason="测试")
    assert "watched" not in in_effect(cast.street)
    assert Watchful.told == []


@pytest.mark.parametrize("state", ["off", "read_only"])
def test_all_are_told_of_a_switch(cast, state):
    switch("watched", cast.county, "on", by=None, reason="测试")
    switch("watched", cast.county, state, by=None, reason="测试")
    assert Watchful.told == [("on", "watched", cast.county.id), ("off", "watched", cast.county.id)]


def test_one_that_breaks_when_told_undoes_the_switch(cast, join):
    class Brittle:
        @hookimpl
        def on_activated(self, ctx, plugin):
            raise ValueError("cannot")

    join("brittle", "易碎模块", Brittle)
    with pytest.raises(ValueError, match="cannot"):
        switch("watched", cast.county, "on", by=None, reason="测试")
    db.session.rollback()
    assert "watched" not in in_effect(cast.county)


def test_one_that_breaks_when_told_is_switched_off_all_the_same(cast, join):
    class Clinging:
        @hookimpl
        def on_deactivated(self, ctx, plugin):
            raise ValueError("cannot")

    join("clinging", "不放手模块", Clinging, default_state="on")
    switch("clinging", cast.county, "off", by=None, reason="测试")
    db.session.commit()
    assert "clinging" not in in_effect(cast.street)
    told = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.action == "plugin_switch")).all()
    assert any("收尾出错没有做" in each for each in told)


def test_a_broken_objection_of_another_keeps_nobody_off(cast, join):
    class Broken:
        @hookimpl
        def can_activate(self, ctx, plugin):
            return 1 / 0

    join("broken", "碰壁模块", Broken)
    assert plan(Wish(plugin="watched", unit=cast.county, state="on"), by=None).objections == []
    join("own", "自己碰壁模块", Broken, default_state="off")
    assert plan(Wish(plugin="own", unit=cast.county, state="on"), by=None).objections
