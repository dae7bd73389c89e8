"""事项类型: the district changes the list, cases keep theirs, figures follow."""

from datetime import timedelta

import pytest
from sqlalchemy import MetaData, func, select, update

from portal import clock
from portal.cases.figures import STATISTICS
from portal.cases.kinds import KindList, find, kinds_of
from portal.cases.kinds.catalogue import read_kinds
from portal.cases.kinds.deciding import add_kind, change_kind
from portal.cases.kinds.delivered import Kind
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
