"""Switching: a plan says first what would happen; nobody reaches above the own subtree or past a lock."""

from datetime import timedelta

import pytest

from portal import clock
from portal.audit.models import AuditEntry
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.plugin.activation import decisions_for, in_effect
from portal.plugin.models import Activation
from portal.plugin_admin.switching import Wish, plan, switch

from .conftest import plugin

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def installed(install):
    install(
        plugin("aa"),
        plugin("bb", requires=("aa",)),
        plugin("cc", conflicts=("aa",)),
        plugin("dd", always_on=True),
        plugin("ee", scope_levels=("county",)),
    )


def test_switching_on_pulls_in_what_it_requires(cast):
    made = plan(Wish(plugin="bb", unit=cast.county, state="on"), by=cast.administrator)
    assert made.pulls_in == ["aa"]
    switch("bb", cast.county, "on", by=cast.administrator, reason="全旗启用")
    assert set(in_effect(cast.street)) >= {"aa", "bb"}
    assert "aa" not in in_effect(cast.outside_street)


def test_switching_off_shows_what_falls_with_it_and_keeps_its_rows(cast):
    switch("bb", cast.county, "on", by=cast.administrator, reason="启用")
    made = plan(Wish(plugin="aa", unit=cast.county, state="off"), by=cast.administrator)
    assert made.takes_down == ["bb"]
    switch("aa", cast.county, "off", by=cast.administrator, reason="停用")
    decision = decisions_for(cast.street)["bb"]
    assert (decision.state, decision.why, decision.other) == ("off", "requires", "aa")
    switch("aa", cast.county, "on", by=cast.administrator, reason="恢复")
    assert "bb" in in_effect(cast.street), "the decision about bb was never rewritten"


def test_a_decision_of_a_unit_below_is_shown_and_stays(cast):
    switch("aa", cast.street, "off", by=cast.administrator, reason="街道暂缓")
    made = plan(Wish(plugin="aa", unit=cast.county, state="on"), by=cast.administrator)
    assert [row.unit.name for row in made.below] == ["昭君街道"]
    switch("aa", cast.county, "on", by=cast.administrator, reason="启用")
    assert ("aa" in in_effect(cast.street), "aa" in in_effect(cast.other_street)) == (False, True)


def test_a_lock_from_above_cannot_be_passed(cast):
    switch("aa", cast.city, "off", by=None, reason="全市统一", locked=True)
    made = plan(Wish(plugin="aa", unit=cast.county, state="on"), by=cast.administrator)
    assert "全市统一" in made.objections[0]
    with pytest.raises(RuleError, match="锁定"):
        switch("aa", cast.county, "on", by=cast.administrator, reason="想启用")
    assert db.session.query(Activation).filter_by(plugin="aa").count() == 1


@pytest.mark.parametrize("place", ["city", "dongsheng", "outside_street"])
def test_nobody_decides_outside_the_own_subtree(cast, place):
    with pytest.raises(NotAllowed):
        switch("aa", getattr(cast, place), "on", by=cast.administrator, reason="越权")


def test_only_the_admin_decides(cast):
    with pytest.raises(NotAllowed):
        switch("aa", cast.street, "on", by=cast.director, reason="越权")


def test_what_conflicts_is_refused_and_of_two_the_later_falls(cast):
    switch("aa", cast.county, "on", by=cast.administrator, reason="启用")
    with pytest.raises(RuleError, match="冲突"):
        switch("cc", cast.county, "on", by=cast.administrator, reason="启用")
    db.session.add(Activation(unit_id=cast.street.id, plugin="cc", state="on", reason="旁路"))
    db.session.flush()
    decision = decisions_for(cast.street)["cc"]
    assert (decision.state, decision.why, decision.other) == ("off", "conflict", "aa")


def test_what_is_always_on_or_of_another_level_is_refused(cast):
    with pytest.raises(RuleError, match="系统必备"):
        switch("dd", cast.county, "off", by=cast.administrator, reason="停用")
    with pytest.raises(RuleError, match="旗县区"):
        switch("ee", cast.street, "on", by=cast.administrator, reason="启用")


def test_dates_turned_round_or_in_the_past_are_refused(cast):
    today = clock.today()
    with pytest.raises(RuleError, match="早于开始"):
        switch(
            "aa",
            cast.county,
            "on",
            by=cast.administrator,
            reason="试用",
            valid_from=today,
            valid_until=today - timedelta(days=1),
        )
    with pytest.raises(RuleError, match="不能早于今天"):
        switch("aa", cast.county, "on", by=cast.administrator, reason="补记", valid_from=today - timedelta(days=1))


def test_a_trial_ends_by_itself(cast):
    today = clock.today()
    switch("aa", cast.county, "on", by=cast.administrator, reason="试用", valid_until=today + timedelta(days=10))
    assert decisions_for(cast.street, today + timedelta(days=10))["aa"].on
    assert not decisions_for(cast.street, today + timedelta(days=11))["aa"].on


def test_what_does_not_exist_is_named(cast):
    with pytest.raises(LookupError, match="zz"):
        switch("zz", cast.county, "on", by=cast.administrator, reason="启用")


def last_entry() -> AuditEntry:
    return db.session.query(AuditEntry).filter_by(action="plugin_switch").order_by(AuditEntry.id.desc()).first()


def test_every_switch_is_on_the_audit_trail(cast):
    switch("aa", cast.county, "on", by=cast.administrator, reason="全旗启用")
    entry = last_entry()
    assert entry.actor_id == cast.administrator.id
    assert "全旗启用" in entry.detail


def test_the_trail_tells_how_a_plugin_stood_before_and_how_it_stands(cast):
    today = clock.today()
    switch("aa", cast.county, "on", by=cast.administrator, reason="全旗启用")
    [[_, was, on]] = last_entry().changed
    assert (was, on) == ("停用（没有单位作过决定，按模块的默认状态）", f"启用（{today} 起）")
    switch("aa", cast.county, "off", by=cast.administrator, reason="暂缓", locked=True, valid_until=today)
    [[_, was, off]] = last_entry().changed
    assert (was, off) == (on, f"停用（{today} 至 {today}，下级不能更改）")
