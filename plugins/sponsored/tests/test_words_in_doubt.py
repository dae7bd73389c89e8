"""看管、跟踪、拦截、盯、稳控、学习班、不许离开 may mean restraint or not: whoever writes them says so on the record. What means nothing else is refused."""

import pytest

from plugins.sponsored.wording import ask_about_restraint
from portal.errors import Doubtful, RuleError

pytestmark = pytest.mark.database
OUTRIGHT = [
    *(
        "软一禁",
        "截一访",
        "劝一返",
        "扣一押证件",
        "扣押身份证",
        "限制外出",
        "限製出行",
        "限制一出行",
        "截①②③访",
        "软ㅤㅤㅤ禁",
    ),
    *("看管他本人，二十四小时看管", "24小时看管", "组织截访。", "截丨访"),
]
IN_DOUBT = [
    *("看一管", "拦丨截", "看abc管", "跟縱", "攔載", "拦一截", "看ㅤㅤㅤ管"),
    *("派人看管网格内上访户", "察看管人", "看管理他本人二十四小时", "看管道义", "检查看管情况", "派人看管理赔户"),
    *("我们跟踪回访", "跟踪问效", "继续跟踪落实", "孩子由奶奶看管", "拦截污水的坝", "拦截诈骗电话", "观看管弦乐演出"),
    *("请他看管委会公告", "看管片民警", "看管控措施", "看一看管子", "查看管理情况", "去看，管理员答应"),
    *("决定对他本人软。禁在家里不准外出", "任何人不得限制。出行由本人决定。"),
    "家属曾经上前阻拦；截至下午已经离开",
    *("截访谈记录", "劝返还", "劝返校学生"),
    *(
        "每天派专人24小时盯着他",
        "不让他走，确保不离开本地",
        "必要时送学习班",
        "稳控在当地",
        "派人24小时跟着，不许出村",
        "盯死看牢",
    ),
    *("盯着工程进度", "24小时守水泵", "孩子跟着奶奶", "参加法律学习班"),
]


@pytest.mark.parametrize("said", OUTRIGHT)
def test_what_means_nothing_else_is_refused_whatever_is_ticked(said, cast):
    with pytest.raises(RuleError, match="不能写") as refused:
        ask_about_restraint(cast.street, {"measures": said}, (said, "看管", "截访", "软禁"))
    assert not isinstance(refused.value, Doubtful)


@pytest.mark.parametrize("said", IN_DOUBT)
def test_what_may_be_innocent_is_asked_about_and_then_kept(said, cast):
    with pytest.raises(Doubtful) as asked:
        ask_about_restraint(cast.street, {"measures": said})
    assert asked.value.at == "measures"
    kept = ask_about_restraint(cast.street, {"measures": said}, asked.value.about)
    assert asked.value.about[0] in kept


def test_a_tick_is_for_the_words_that_were_asked_about(cast):
    with pytest.raises(Doubtful, match="拦截"):
        ask_about_restraint(cast.street, {"measures": "跟踪回访，派人拦截。"}, ("跟踪",))


def test_the_form_asks_with_the_words_and_the_tick_is_read_by_who_reviews(as_user, sponsored):
    department, at = as_user("department"), f"/sponsored/sponsorships/{sponsored.id}"
    page = department.page(f"{at}/extension/new")
    asked = department.fill(
        page, until=f"{sponsored.due_on.replace(year=sponsored.due_on.year + 1)}", text="每周跟踪回访。"
    )
    assert asked.status == 422
    assert "每周跟踪回访" in asked.text
    assert "核对过，不是限制人身自由的措施" in asked.text
    assert department.fill(asked, vouched="跟踪").status == 200
    assert "已核对“跟踪”：不是限制人身自由的措施" in as_user("district").page(at).text
