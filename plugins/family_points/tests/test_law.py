"""Rewards only: no rule, good or setting can be made to punish, to touch petitions, schools or allowances, or to rank families."""

import pytest
from wtforms import IntegerField, SelectField
from wtforms.validators import NumberRange

from plugins.family_points.law import LAWS, breach
from plugins.family_points.models import Good, PointRule
from plugins.family_points.settings import FamilyPointsSettings
from plugins.family_points.tests.conftest import GOOD, RULE
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
        ("rules", RULE, ("name", "proof", "measure")),
        ("goods", GOOD, ("name", "measure")),
    ):
        form = director.page(f"/family_points/{page}/new")
        for field in fields:
            answer = director.fill(form, **{name: str(value) for name, value in values.items()} | {field: f"{word}的"})
            assert (answer.status, f"不能写“{word}”。家庭积分的规定“{law}”" in answer.text) == (422, True), (
                page,
                field,
            )
    assert db.session.scalar(db.select(db.func.count(PointRule.id))) == 0
    assert db.session.scalar(db.select(db.func.count(Good.id))) == 0


REFUSED = {
    "只奖不罚": """扣分 减分 倒扣 负分 罚分 罚款 处罚 惩罚 失信 黑榜 黑名单 红黑榜 乱倒垃圾扣10分 每次减5分 扣两分 扣１０分 扣0.5分 扣10个积分
        扣除积分 扣除十分 扣减家庭积分 倒扣3分 罚3分 减少5分 取消积分 取消全部积分 没收积分 收回积分 积分清零 迟到：-5分 迟到－5分 罰款""",
    "信访和投诉不计分": """信访 上访 访民 缠访 越级访 进京访 投诉 举报 检举 控告 申诉 12345 信訪 信·访 投訴 舉報 不上访承诺 信访问题 上访问题
        赴京 赴京反映 到北京反映问题 向上级反映情况 不乱反映问题 缠闹 闹访 非访 维权 不维权承诺 拨打１２３４５ 举报名单""",
    "不与入学挂钩": """入学 升学 择校 学区 学位 上学优先 孩子上学优先 幼儿园入园优先 优先入园 小升初 小升初加分 幼升小 小学名额 中考加分
        选学校 學區 学籍""",
    "不与救助和补贴挂钩": """低保 低保户 补贴 津贴 救助金 救济金 社会救助 特困 最低生活保障 养老金 公租房 保障房 医保 社保 補貼""",
    "不排名": """排名 名次 排行 排行榜 末位 倒数 晒榜 积分榜 前十名 前10名 第一名 后三名""",
}
TAKEN = """深入学习家风故事 投入学习小组 加入学雷锋志愿队 进入学校护学 提升学习能力 提升学历 小学位于社区 科学区分垃圾 接送邻居孩子上学 高考护航志愿者
    参加走访民情活动 走访民意 走访民警 线上访谈 线上访问 晚上访问独居老人 晚上访贫问苦 微信访谈 推举报名 监控告警 防控告知书 编号2026-12345678
    编号12345678 妇女维权宣传志愿服务 引进京剧进社区 报名次数 签名次数 安排名单 安排行程 家庭榜样 倒数计时器 垃圾减量分类 源头减分类
    10分钟家风故事 5-10分钟 减5分钟等候 担负分类指导 帮助找回丢失信件 中医保健讲座 参加小区志愿服务 大米5公斤 认养绿地 见义勇为，救助落水的人
    登记错了户。 重复登记，更正。 签到表上没有这一户。 积分超市兑换物品""".split()


@pytest.mark.parametrize("law", LAWS)
def test_what_breaks_a_law_is_found_however_it_is_written(law):
    assert not [each for each in REFUSED[law].split() if f"规定“{law}”" not in breach(each)]


def test_words_that_only_look_like_it_are_taken():
    assert not [breach(each) for each in (*TAKEN, "", None) if breach(each)]


def test_the_model_takes_none_of_it_either(cast):
    for law, texts in REFUSED.items():
        for each in texts.split():
            with pytest.raises(RuleError, match=law):
                PointRule.lay_down(unit=cast.street, by=cast.director, **RULE | {"name": each})
            with pytest.raises(RuleError, match=law):
                Good.offer(unit=cast.street, by=cast.director, **GOOD | {"name": each})


def test_a_document_is_cited_as_it_is_titled(cast, as_user):
    director, title = as_user("director"), "关于深入学习宣传信访工作条例、义务教育入学规定的通知"
    values = {name: str(value) for name, value in RULE.items()} | {"source": title}
    assert title in director.fill(director.page("/family_points/rules/new"), **values).text


def test_signs_between_the_words_do_not_hide_them_and_what_is_lawful_is_taken():
    for hidden in ("信 访", "信·访", "信_访", "信　访", "信-访", "信\u200b访", "１２３４５热线"):
        assert "信访和投诉不计分" in breach(hidden), hidden
    for lawful in ("参加小区志愿服务", "见义勇为，救助落水的人", "高考护航志愿者", "", None, "认养绿地", "大米 5 公斤"):
        assert breach(lawful) == "", lawful


def test_points_of_a_rule_are_never_less_than_one(as_user, cast):
    director = as_user("director")
    form = director.page("/family_points/rules/new")
    for points, said in (("-5", "请填写 1 至 1,000"), ("0", "请填写 1 至 1,000"), ("五", "请填写")):
        page = director.fill(form, **{name: str(value) for name, value in RULE.items()} | {"points": points})
        assert (page.status, said in page.text) == (422, True), page.text
    for deduction in (-5, 0):
        with pytest.raises(RuleError, match="只奖不罚"):
            PointRule.lay_down(unit=cast.street, by=cast.director, **RULE | {"points": deduction})


def test_no_setting_of_points_is_a_text_or_may_be_negative():
    fields = FamilyPointsSettings()._fields
    assert len(fields) > 6
    for name, each in fields.items():
        assert isinstance(each, IntegerField | SelectField | Pattern), name
        least = [check.min for check in each.validators if isinstance(check, NumberRange)]
        assert isinstance(each, SelectField | Pattern) or min(least) >= 0, name


def test_a_rule_ends_and_another_begins(cast, as_user):
    director, values = as_user("director"), {name: str(value) for name, value in RULE.items()}
    director.fill(director.page("/family_points/rules/new"), **values)
    other = values | {"points": "12"}
    again = director.fill(director.page("/family_points/rules/new"), **other)
    assert (again.status, "已有在用的规则" in again.text) == (422, True)
    rule = db.session.scalars(db.select(PointRule)).one()
    director.fill(director.page(f"/family_points/rules/{rule.id}/ending"), on="2026-03-08")
    page = director.fill(director.page("/family_points/rules/new"), **other | {"valid_from": "2026-03-09"})
    assert "12 分/次" in page.text
    assert director.get(f"/family_points/rules/{rule.id}/ending").status_code == 200
    twice = director.fill(director.page(f"/family_points/rules/{rule.id}/ending"), on="2026-03-08")
    assert twice.status == 409


@pytest.mark.parametrize("field", ["name", "proof", "source"])
def test_a_rule_is_for_everybody_to_read_and_names_no_numbers(as_user, field):
    director = as_user("director")
    values = {name: str(value) for name, value in RULE.items()} | {field: "找老王 13800001234"}
    page = director.fill(director.page("/family_points/rules/new"), **values)
    assert (page.status, "这段文字对所有人公开，不能写" in page.text) == (422, True)
