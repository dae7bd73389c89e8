"""事项类型 as delivered: found by words, offered and never imposed; in which book each is counted."""

import pytest
from sqlalchemy import func, select

from portal.cases.choices import KINDS, NATURES, STATISTICAL_KINDS, statistical_kind, subkind_choices
from portal.cases.kinds import KindList, find
from portal.cases.kinds.delivered import delivered
from portal.cases.kinds.words import exactly, suggest
from portal.cases.models import Case
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


# -- what is delivered -------------------------------------------------------------------------------------------------


def test_every_delivered_kind_is_counted_in_both_books(app):
    book = {code for first in KINDS for code in (first, *subkind_choices(first))}
    for code, kind in delivered().items():
        assert kind.national in book, code
        assert statistical_kind(code, kind.national) in STATISTICAL_KINDS
        assert code[:2] in delivered()
        assert len(kind.words) == len(set(kind.words)), code
    assert list(NATURES.values()) == ["矛盾纠纷", "咨询", "求助", "投诉", "举报", "建议"]


COUNTED = {  # read by a person, kind by kind; all others are 其他
    "婚姻家庭": "01 0101 0102 0103 0199",
    "邻里": "02 0201 0202 0203 0299 2701 29 2901 2902 2903",
    "房屋宅基地": "0403 0902",
    "合同": "06 0602 0603 0604 0699 08 0801 0802 0803 0804 0899",
    "生产经营": "10 1001 1002 1003 1004 1005",
    "损害赔偿": "03 0301 0302 0303 0399 0401 05 0501 0505 0506 0507 0599 3602",
    "山林土地": "09 0901 0903 0904 0999",
    "征地拆迁": "1101 1102",
    "环境污染": "0504 27 2702 2703 2799",
    "劳动争议": "07 0701 0751 0702 0703 0704 0799",
    "旅游": "3802",
    "消费": "0601 2402 2403 33 3301 3302 3303 3399",
    "医疗": "0502 32 3201 3202 3299",
    "道路交通事故": "0503",
    "物业": "0402 2605 2606",
}


def test_every_kind_is_counted_in_the_judicial_book_as_a_person_would(app):
    expected = {code: name for name, codes in COUNTED.items() for code in codes.split()}
    assert {code: statistical_kind(code, kind.national) for code, kind in delivered().items()} == {
        code: expected.get(code, "其他") for code in delivered()
    }


def test_no_light_and_no_water_are_no_demolition(cast):
    case = factories.case(cast.taixing, by=cast.clerk, kind="2102")
    assert (case.national_kind, case.statistical_kind) == ("1104", "其他")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("欠薪", "劳动人事·拖欠工资"),
        ("工资", "劳动人事·拖欠工资"),
        ("讨薪", "劳动人事·拖欠工资"),
        ("老板不发工资", "劳动人事·拖欠工资"),
        ("狗", "养犬和动物·养犬"),
        ("遛狗不拴绳", "养犬和动物·养犬"),
        ("离婚", "婚恋家庭·恋爱婚姻"),
        ("漏水", "邻里·用水排水通行通风采光"),
        ("停　水", "水电气暖·供水"),
        ("水电气暖", "水电气暖·供水"),
        ("暖气不热", "水电气暖·供暖"),
        ("入学", "入学教育·入学转学"),
        ("快递", "邮电通信·快递邮政"),
        ("宽带", "邮电通信·电话宽带网络"),
        ("公交", "交通出行·公交出租"),
        ("低保", "民政救助·低保和临时救助"),
        ("ｋｔｖ", "环境保护·噪声扰民"),
        ("qianxin", "劳动人事·拖欠工资"),
        ("丢东西", "社会治安·盗窃和寻衅滋事"),
        ("装修声音", "邻里·相邻污染损害"),
        ("装修声音大", "邻里·相邻污染损害"),
        ("直播打赏", "合同及相关·消费服务"),
        ("游戏充值", "合同及相关·消费服务"),
        ("qx", "劳动人事·拖欠工资"),
    ],
)
def test_words_find_the_kind(app, said, name):
    listed = KindList()
    assert name in [listed.name(kind.code) for kind in find(listed, said)][:2]


@pytest.mark.parametrize("said", ["", "　", "%", "7777", "𠮷", "x" * 500])
def test_what_names_nothing_finds_nothing(app, said):
    assert find(KindList(), said) == []
    assert exactly(KindList(), said) == ""


def test_only_the_very_word_of_one_kind_is_taken_for_a_choice(app):
    assert exactly(KindList(), "欠薪") == "0751"
    assert exactly(KindList(), "交通") == ""  # a group is called so too
    assert exactly(KindList(), "水") == ""


@pytest.mark.parametrize(
    ("told", "first"),
    [
        ("老板拖欠工资不给，要求赔偿", "0751"),
        ("三楼漏水到二楼，要求赔偿损失", "0201"),
        ("邻居家的狗咬了人", "2901"),
        ("孩子今年上小学，学区怎么划", "2301"),
    ],
)
def test_a_description_suggests_what_it_speaks_of(app, told, first):
    assert suggest(KindList(), told)[0].code == first
    assert suggest(KindList(), "谢谢大家") == []


# -- in the form -------------------------------------------------------------------------------------------------------


def test_the_clerk_finds_the_kind_by_a_word_and_loses_nothing(as_user, cast):
    client = as_user("clerk")
    typed = {"title": "要工钱", "description": "三个月没有发。", "nature": "help", "unit_id": cast.unit_ids["taixing"]}
    page = client.fill(client.page("/cases/new"), button=("search", "kind"), kind__search="欠薪", **typed)
    assert page.status == 200
    assert "查到 1 类，列在最前：劳动人事·拖欠工资" in page.text
    values = page.fields(page.form())
    assert (values["kind"], values["title"], values["nature"]) == ("0751", "要工钱", "help")
    page = client.fill(page, applicants__0__name="张三")
    assert page.status == 200, page.text
    case = db.session.scalars(select(Case)).unique().one()
    assert (case.kind, case.nature, case.statistical_kind) == ("0751", "help", "劳动争议")
    for words in ("求助", "劳动人事·拖欠工资", "劳动争议"):
        assert words in page.text


def test_a_search_takes_back_what_the_one_before_it_chose(as_user):
    client = as_user("clerk")
    page = client.fill(client.page("/cases/new"), button=("search", "kind"), kind__search="停电")
    first = page.fields(page.form())["kind"]
    assert first
    assert "现在选的是" in page.text
    page = client.fill(page, button=("search", "kind"), kind__search="借钱不还")
    assert page.fields(page.form())["kind"] == ""
    assert "还没有选。" in page.text
    page = client.fill(page, button=("search", "kind"), kind="0201", kind__search="借钱不还")
    assert page.fields(page.form())["kind"] == "0201"  # the clerk's own choice stays, and is told
    assert "现在选的是邻里·用水排水通行通风采光。" in page.text


def test_enter_in_the_search_box_searches_and_registers_nothing(as_user):
    """The browser presses the first button there is."""
    client = as_user("clerk")
    typed = {
        "title": "押金",
        "description": "说好退的。",
        "applicants-0-name": "周小川",
        "applicants-0-phone": "13800001234",
    }
    page = client.fill(client.page("/cases/new"), button=("enter", "1"), kind="2102", kind__search="不退押金", **typed)
    assert page.status == 200
    assert page.tree.xpath("(//form[@data-draft-url]//button)[1]/@name") == ["enter"]
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0
    fields = page.fields(page.form())
    assert (fields["kind"], fields["title"]) == ("2102", "押金")
    assert "还没有提交。" in page.text
    assert "房产买卖租赁" in page.text
    assert client.fill(page).status == 200
    assert db.session.scalar(select(Case.kind)) == "2102"


def test_a_search_that_chooses_one_of_several_names_the_others(as_user):
    client = as_user("clerk")
    page = client.fill(client.page("/cases/new"), button=("search", "kind"), kind__search="狗")
    assert "现在选的是养犬和动物·养犬，也可能是养犬和动物·流浪" in page.text


@pytest.mark.parametrize("said", ["被打", "打人", "挨打", "动手"])
def test_daily_words_for_a_blow_are_known(said):
    assert find(KindList(), said)[0].code == "0303"


def test_what_the_description_suggests_is_not_chosen(as_user, cast):
    client = as_user("clerk")
    page = client.fill(client.page("/cases/new"), title="狗咬人", description="邻居遛狗不拴绳。")
    assert page.status == 422
    assert "可能是：养犬和动物·养犬" in page.text
    assert page.fields(page.form())["kind"] == ""
    assert "请选择事项类型" in page.text


def test_a_nature_or_kind_that_is_none_is_refused(as_user, cast):
    client = as_user("clerk")
    for wrong in ({"nature": "robot"}, {"kind": "7777"}, {"kind": "02"}):
        page = client.page("/cases/new")
        form = page.fields(page.form("/cases/new")) | {"title": "事", "description": "事", "kind": "0201"} | wrong
        form |= {"unit_id": cast.unit_ids["taixing"], "applicants-0-name": "张三"}
        assert client.post("/cases/new", data=form).status_code == 422, wrong


def test_triage_suggests_and_searches_without_taking_the_step(as_user, cast):
    case = factories.case(cast.taixing, by=cast.clerk, kind="0201", title="欠薪", description="工资没有发。")
    db.session.commit()
    client = as_user("clerk")
    page = client.page(f"/cases/{case.id}/triage")
    assert "可能是：劳动人事·拖欠工资" in page.text
    assert page.fields(page.form())["kind"] == "0201"
    page = client.fill(page, button=("search", "kind"), kind__search="离婚", note="先问清楚")
    values = page.fields(page.form())
    assert (page.status, values["note"]) == (200, "先问清楚")
    assert "婚恋家庭·恋爱婚姻" in page.text
    assert db.session.get(Case, case.id).status == "registered"
