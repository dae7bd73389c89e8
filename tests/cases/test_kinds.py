"""事项类型: found by words, offered and never imposed; the district changes the list, cases keep theirs, figures follow."""

from datetime import timedelta

import pytest
from sqlalchemy import MetaData, func, select, update

from portal import clock
from portal.cases.choices import KINDS, NATURES, STATISTICAL_KINDS, statistical_kind, subkind_choices
from portal.cases.figures import STATISTICS
from portal.cases.kinds import KindList, find, kinds_of, suggest
from portal.cases.kinds.catalogue import read_kinds
from portal.cases.kinds.deciding import add_kind, change_kind
from portal.cases.kinds.delivered import Kind, delivered
from portal.cases.kinds.words import exactly
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.records.figures import Period
from portal.testing import factories
from portal.testing.conformance.office import forget
from portal.testing.core_history import core_back_to, core_to_head

pytestmark = pytest.mark.database


def changed(cast, code: str, *, day=None, seen: int | None = None, **values):
    listed = kinds_of(cast.county.id)
    kind = Kind(**vars(listed.last(code)[1]) | values)
    seen = listed.decided(code) if seen is None else seen
    return change_kind(cast.county, kind, seen=seen, by=cast.district, reason="旗文件", valid_from=day or clock.today())


def added(cast, group: str, name: str, national: str, words: tuple[str, ...] = ()) -> str:
    made = Kind("", name, national, words, 5)
    return add_kind(cast.county, group, made, by=cast.district, reason="旗文件", valid_from=clock.today()).code


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


# -- the district changes the list -------------------------------------------------------------------------------------


def test_a_renamed_kind_has_its_new_name_from_that_day_and_old_cases_keep_theirs(cast):
    old = factories.case(cast.taixing, by=cast.clerk, kind="0201")
    old.created_at -= timedelta(days=3)
    changed(cast, "0201", name="漏水和采光")
    new = factories.case(cast.taixing, by=cast.clerk, kind="0201")
    far = factories.case(cast.outside_community, by=cast.outsider, kind="0201")
    assert old.kind_name == "邻里·用水排水通行通风采光"
    assert new.kind_name == "邻里·漏水和采光"
    assert far.kind_name == "邻里·用水排水通行通风采光"  # another county


def test_a_change_of_a_later_day_waits(cast):
    tomorrow = clock.today() + timedelta(days=1)
    changed(cast, "0202", day=tomorrow, closed=True, successor="0201")
    listed = kinds_of(cast.county.id)
    assert not listed.on()["0202"].closed
    assert listed.on(tomorrow)["0202"].closed
    assert (listed.current("0202"), listed.current("0202", tomorrow)) == ("0202", "0201")
    with pytest.raises(RuleError, match="不能早于那天"):
        changed(cast, "0202", name="别的")


def test_a_merged_kind_is_offered_no_more_and_counted_with_its_successor(as_user, cast):
    old = factories.case(cast.taixing, by=cast.clerk, kind="0202")
    changed(cast, "0202", closed=True, successor="0402")
    db.session.commit()
    listed = kinds_of(cast.county.id)
    assert "0202" not in [kind.code for kind in listed.offered()["02"]]
    assert [listed.name(kind.code) for kind in find(listed, "院墙")] == ["物权相关·物业及管理"]
    assert (old.kind, old.kind_name) == ("0202", "邻里·相邻土地建筑")
    assert (old.national_kind, old.statistical_kind) == ("0402", "物业")
    tables = {each.figure.key: each for each in STATISTICS.tables(cast.clerk, Period(clock.today().year))}
    for key, label in (("local", "物权相关"), ("kind", "物权相关"), ("statistical", "物业"), ("nature", "矛盾纠纷")):
        assert [line.label for line in tables[key].lines] == [label], key
    page = as_user("clerk").page("/cases?kind=0402")
    assert old.title in page.text
    # what a plugin still calls by the merged code goes where the district put it
    assert factories.case(cast.taixing, by=cast.clerk, kind="0202").kind == "0402"
    with pytest.raises(RuleError, match="在用的类型"):
        changed(cast, "0203", closed=True, successor="0202")


def test_a_kind_of_their_own_is_found_registered_and_counted(as_user, cast):
    code = added(cast, "29", "放羊进城", "0203", ("赶羊",))
    group = added(cast, "", "草原", "0901")
    below = added(cast, group, "偷牧", "0901")
    assert (code, group, below) == ("29A1", "A1", "A1A1")
    db.session.commit()
    client = as_user("clerk")
    page = client.fill(client.page("/cases/new"), button=("search", "kind"), kind__search="赶羊")
    assert page.fields(page.form())["kind"] == "29A1"
    case = factories.case(cast.taixing, by=cast.clerk, kind=below)
    assert (case.kind_name, case.national_kind, case.statistical_kind) == ("草原·偷牧", "0901", "山林土地")
    assert KindList().get(code) is None
    with pytest.raises(RuleError, match="已经有叫这个名称"):
        added(cast, "29", "放羊进城", "0203")


@pytest.mark.parametrize(
    ("code", "values", "words"),
    [
        ("0201", {"closed": True, "successor": "0201"}, "在用的类型"),
        ("0201", {"closed": True, "successor": "zzzz"}, "在用的类型"),
        ("0201", {"successor": "0202"}, "同时停用"),
        ("0201", {"closed": True, "successor": "03"}, "类型并入类型"),
        ("0201", {"national": "2901"}, "归入哪一类"),
        ("0201", {"name": "相邻土地建筑"}, "已经有叫这个名称"),
        ("0201", {"name": "相邻 土地建筑😡"}, "已经有叫这个名称"),
        ("02", {"closed": True}, "还有 4 个类型在用"),
        ("99", {"closed": True}, "“其他”不能停用"),
        ("0201", {}, "没有改动"),
    ],
)
def test_what_does_not_fit_is_refused(cast, code, values, words):
    with pytest.raises(RuleError, match=words):
        changed(cast, code, **values)


def test_who_saw_an_older_list_is_told(cast):
    changed(cast, "0201", name="漏水")
    with pytest.raises(RuleError, match="已被别人修改"):
        changed(cast, "0201", name="渗水", seen=0)
    with pytest.raises(RuleError, match="不能早于今天"):
        changed(cast, "0202", name="院墙", day=clock.today() - timedelta(days=1))


def test_the_district_edits_on_the_page(as_user, cast):
    client = as_user("district")
    page = client.page("/cases/kinds?words=欠薪")
    assert "劳动人事·拖欠工资" in page.text
    page = client.fill(client.page("/cases/kinds/0751"), name="欠薪", words="讨薪，工钱、 讨薪", reason="旗文件")
    assert "已修改：欠薪" in page.text
    kind = read_kinds(cast.county.id).on()["0751"]
    assert (kind.name, kind.words) == ("欠薪", ("讨薪", "工钱"))
    page = client.page("/cases/kinds/0751")
    assert "旗文件" in page.text
    page = client.fill(page, closed=True, successor="0751", reason="")
    assert page.status == 422
    page = client.fill(client.page("/cases/kinds/new?group=29"), name="骆驼", national="0203", reason="有骆驼")
    assert "已增加：骆驼" in page.text
    assert "29A1" in read_kinds(cast.county.id).on()
    assert client.page("/cases/kinds/zz").status == 404
    assert as_user("outsider").page("/cases/kinds").status == 403


def test_a_new_kind_is_counted_where_somebody_says_or_as_its_group(as_user, cast):
    client = as_user("district")
    page = client.fill(client.page("/cases/kinds/new"), name="共享单车", reason="旗文件")
    assert page.status == 422
    assert "请选择大类" in page.text
    page = client.fill(page, group="new")
    assert page.status == 422
    assert "请选择统计时归入哪一类" in page.text
    page = client.fill(page, group="05")
    assert "已增加：共享单车" in page.text
    assert read_kinds(cast.county.id).on()["05A1"].national == "05"


def test_the_list_says_from_when_a_kind_is_closed(as_user, cast):
    changed(cast, "0202", day=clock.today() + timedelta(days=1), closed=True)
    db.session.commit()
    assert f"{clock.today() + timedelta(days=1)} 起停用" in as_user("district").page("/cases/kinds").text


def test_a_merge_is_kept_when_only_words_are_changed_later(as_user, cast):
    changed(cast, "0202", closed=True, successor="0203")
    changed(cast, "0203", closed=True, successor="0201")
    db.session.commit()
    client = as_user("district")
    assert client.fill(client.page("/cases/kinds/0202"), words="院墙 围墙", reason="旗文件").status == 200
    listed = read_kinds(cast.county.id)
    assert listed.on()["0202"].successor == "0201"
    assert listed.current("0202") == "0201"


def test_a_merge_into_what_was_only_closed_is_kept_too(as_user, cast):
    changed(cast, "0202", closed=True, successor="0203")
    changed(cast, "0203", closed=True)
    db.session.commit()
    client = as_user("district")
    page = client.page("/cases/kinds/0202")
    assert "相邻污染损害（已停用）" in page.text
    assert client.fill(page, words="院墙 围墙", reason="旗文件").status == 200
    assert read_kinds(cast.county.id).on()["0202"].successor == "0203"
    page = client.fill(client.page("/cases/kinds/0202"), closed=False, successor="", reason="旗文件")
    assert read_kinds(cast.county.id).on()["0202"].successor == ""


def test_a_word_that_finds_another_kind_too_is_told(as_user, cast):
    client = as_user("district")
    page = client.fill(
        client.page("/cases/kinds/new?group=29"), name="骆驼", words="狗叫 驼毛", national="0203", reason="有骆驼"
    )
    assert "“狗叫”也是养犬和动物·养犬的说法。" in page.text
    assert "驼毛" not in page.text.partition("的说法")[0]


@pytest.mark.parametrize("name", ["5G 基站", "“三无”小区", "㐂宴", "WiFi"])
def test_a_name_may_have_figures_and_signs_besides(as_user, name):
    client = as_user("district")
    page = client.fill(client.page("/cases/kinds/new?group=29"), name=name, national="0203", reason="有人问")
    assert (page.status, name in page.text) == (200, True)


@pytest.mark.parametrize(
    "name", ["15272219780601996X", "?!", "😡", "①", "12", "<b>x</b>", "=1+1", "＝求和", "-x", "@x"]
)
def test_a_name_that_is_no_name_is_refused(as_user, name):
    client = as_user("district")
    page = client.fill(client.page("/cases/kinds/new?group=29"), name=name, national="0203", reason="有骆驼")
    assert page.status == 422


# -- the list of cases -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("kind=欠薪", {"工钱"}),
        ("kind=劳动人事", {"工钱"}),
        ("kind=07", {"工钱"}),
        ("kind=0751", {"工钱"}),
        ("kind=狗", {"狗叫"}),
        ("kind=没有的", {"工钱", "狗叫"}),
        ("nature=complaint", {"狗叫"}),
        ("nature=complaint&kind=欠薪", set()),
    ],
)
def test_the_list_is_filtered_by_words_and_nature(as_user, cast, asked, titles):
    factories.case(cast.taixing, by=cast.clerk, title="工钱", kind="0751")
    factories.case(cast.taixing, by=cast.clerk, title="狗叫", kind="2901", nature="complaint")
    db.session.commit()
    page = as_user("clerk").page(f"/cases?{asked}")
    assert {title for title in ("工钱", "狗叫") if title in page.text} == titles


# -- the database ------------------------------------------------------------------------------------------------------


def test_the_migration_goes_down_and_up_on_a_filled_database(app, cast):
    codes = ("0201", "0751", "2901", "14", "99", "0299", "A1A1")
    idents = [factories.case(cast.taixing, by=cast.clerk).id for _ in codes]
    for ident, code in zip(idents, codes, strict=True):
        db.session.execute(update(Case).where(Case.id == ident).values(kind=code, nature="help"))
    changed(cast, "0201", name="漏水")
    db.session.commit()
    core_back_to("core_0013")
    tables = MetaData()
    tables.reflect(db.engine)
    assert "cases_kind_change" not in tables.tables
    table = tables.tables["cases_case"]
    with db.engine.connect() as connection:
        found = dict(connection.execute(select(table.c.id, table.c.kind)).all())
    assert [found[ident] for ident in idents] == ["0201", "0799", "99", "14", "99", "0299", "99"]
    assert not core_to_head()
    assert db.session.scalar(select(func.count()).select_from(Case).where(Case.nature == "dispute")) == len(codes)
    db.session.remove()
    forget(app)
