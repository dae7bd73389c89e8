"""What is held about a person: handed out in full, erased as far as the law lets it go."""

import pytest

from plugins.heroes import core_hooks
from plugins.heroes.data_rights import erase, held
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.people import data_rights
from portal.plugin.hookspecs import Context

pytestmark = pytest.mark.database


def test_everything_is_handed_out(cast, bring):
    deed = bring("commended", secret=True)
    hero = deed.heroes[0]
    hero.household = "达拉特旗展旦召"
    hero.visit(by=cast.director, visited_on=clock.today(), way="visit", situation="病情稳定", needs="住房")
    told = str(held(hero.person))
    for each in (deed.number, "达拉特旗展旦召", "病情稳定", "住房", "见义勇为先进个人", "10000"):
        assert each in told, each


def test_what_is_under_way_stays_until_it_is_decided(cast, bring):
    deed = bring("review")
    hero, name = deed.heroes[0], deed.heroes[0].name
    with pytest.raises(RuleError, match="正在办理") as refused:
        data_rights.erase(hero.person, "本人申请", by=cast.director)
    assert f"{deed.number}，请先作出决定" in str(refused.value)
    assert hero.name == name


def test_an_honour_stays_without_what_is_private(cast, bring):
    hero = bring("commended").heroes[0]
    hero.household, hero.politics = "某地", "party"
    hero.visit(by=cast.director, visited_on=clock.today(), way="visit", situation="病情稳定")
    said = erase(hero.person)
    assert "依法保存" in said[0]
    assert (hero.household, hero.politics, hero.visits[0].situation) == (None, "", "已依法删除")


def test_where_nothing_came_of_it_the_name_goes(cast, bring):
    deed = bring("awaiting")
    deed.reject("不属于", by=cast.district)
    person, hero = deed.heroes[0].person, deed.heroes[0]
    erase(person)
    assert hero.person is None
    assert hero.name == "已删除"
    assert held(person)["见义勇为行为"] == []


def test_what_stays_open_is_told_before_it_is_switched_off(cast, bring, fund):
    bring("published"), bring("commended")
    db.session.flush()
    said = " ".join(core_hooks.open_work(Context(cast.county, cast.district, clock.now())))
    for sentence in ("1 件见义勇为还没有办完", "1 件正在公示", "1 笔奖金", "1 人还在回访期", "100,000.00 元"):
        assert sentence in said
    assert core_hooks.open_work(Context(cast.dongsheng, cast.district, clock.now())) == []
