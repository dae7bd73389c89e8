"""Rewards only: no rule, good or setting can be made to punish, to touch petitions, schools or allowances, or to rank families."""

import pytest
from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange

from plugins.family_values.models import Good, PointRule
from plugins.family_values.point_law import LAWS, breach
from plugins.family_values.settings import FamilyValuesSettings
from plugins.family_values.tests.conftest import GOOD, RULE
from portal.errors import RuleError
from portal.extensions import db
from portal.settings.fields import Pattern

pytestmark = pytest.mark.database
NAMED = {
    "信访": "信访和投诉不计分",
    "上访": "信访和投诉不计分",
    "投诉": "信访和投诉不计分",
    "举报": "信访和投诉不计分",
    "扣分": "只奖不罚",
    "入学": "不与入学挂钩",
    "低保": "不与救助和补贴挂钩",
    "补贴": "不与救助和补贴挂钩",
    "排名": "不排名",
}


@pytest.mark.parametrize(("word", "law"), NAMED.items())
def test_a_rule_and_a_good_that_say_so_are_refused_at_the_field(as_user, word, law):
    director = as_user("director")
    for page, values, fields in (
        ("rules", RULE, ("name", "proof", "source", "measure")),
        ("goods", GOOD, ("name", "measure")),
    ):
        form = director.page(f"/family_values/{page}/new")
        for field in fields:
            answer = director.fill(form, **{name: str(value) for name, value in values.items()} | {field: f"{word}的"})
            assert (answer.status, f"不能写“{word}”。家庭积分的规定“{law}”" in answer.text) == (422, True), (
                page,
                field,
            )
    assert db.session.scalar(db.select(db.func.count(PointRule.id))) == 0
    assert db.session.scalar(db.select(db.func.count(Good.id))) == 0


def test_nor_does_the_model_take_any_of_the_words(cast):
    for name, (_, words) in LAWS.items():
        for word in words:
            with pytest.raises(RuleError, match=name):
                PointRule.lay_down(unit=cast.street, by=cast.director, **RULE | {"name": f"不{word}的家庭"})
            with pytest.raises(RuleError, match=name):
                Good.offer(unit=cast.street, by=cast.director, **GOOD | {"name": f"{word}用品"})


def test_signs_between_the_words_do_not_hide_them_and_what_is_lawful_is_taken():
    for hidden in ("信 访", "信·访", "信_访", "信　访", "信-访", "信\u200b访", "１２３４５热线"):
        assert "信访和投诉不计分" in breach(hidden), hidden
    for lawful in ("参加小区志愿服务", "见义勇为，救助落水的人", "高考护航志愿者", "", None, "认养绿地", "大米 5 公斤"):
        assert breach(lawful) == "", lawful


def test_points_of_a_rule_are_never_less_than_one(as_user, cast):
    director = as_user("director")
    form = director.page("/family_values/rules/new")
    for points, said in (("-5", "请填写 1 至 1,000"), ("0", "请填写 1 至 1,000"), ("五", "请填写")):
        page = director.fill(form, **{name: str(value) for name, value in RULE.items()} | {"points": points})
        assert (page.status, said in page.text) == (422, True), page.text
    for deduction in (-5, 0):
        with pytest.raises(RuleError, match="只奖不罚"):
            PointRule.lay_down(unit=cast.street, by=cast.director, **RULE | {"points": deduction})


def test_no_setting_of_points_is_a_text_or_may_be_negative():
    fields = {
        name: each for name, each in FamilyValuesSettings()._fields.items() if name.startswith(("points", "exch"))
    }
    assert len(fields) > 6
    for name, each in fields.items():
        assert isinstance(each, IntegerField | SelectField | Pattern), name
        least = [check.min for check in each.validators if isinstance(check, NumberRange)]
        assert isinstance(each, SelectField | Pattern) or min(least) >= 0, name


def test_a_rule_ends_and_another_begins(cast, as_user):
    director, values = as_user("director"), {name: str(value) for name, value in RULE.items()}
    director.fill(director.page("/family_values/rules/new"), **values)
    other = values | {"points": "12"}
    again = director.fill(director.page("/family_values/rules/new"), **other)
    assert (again.status, "已有在用的规则" in again.text) == (422, True)
    rule = db.session.scalars(db.select(PointRule)).one()
    director.fill(director.page(f"/family_values/rules/{rule.id}/ending"), on="2026-03-08")
    page = director.fill(director.page("/family_values/rules/new"), **other | {"valid_from": "2026-03-09"})
    assert "12 分/次" in page.text
    assert director.get(f"/family_values/rules/{rule.id}/ending").status_code == 200
    twice = director.fill(director.page(f"/family_values/rules/{rule.id}/ending"), on="2026-03-08")
    assert twice.status == 409
