"""On the phone: the walk of today, a visit in three taps and a sentence; the sheet of paper typed in at once; what becomes of a visit."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from plugins.grid_work.figures import HOME_FIGURES, VISIT_FIGURES
from plugins.grid_work.models import HomeVisit, VisitedHome, VisitPause
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.testing import factories

pytestmark = pytest.mark.database
TODAY = date(2026, 3, 9)


def count() -> int:
    return db.session.scalar(select(func.count(HomeVisit.id)))


def test_a_visit_is_a_choice_and_a_sentence(as_user, home):
    grid, home_id = as_user("grid"), home.id
    walk = grid.page("/grid_work/today")
    assert f"/grid_work/homes/{home_id}/visits/new" in walk.response.get_data(as_text=True)
    assert "不打扰的时间：21:00—08:00。" in walk.text
    back = grid.fill(grid.page(f"/grid_work/homes/{home_id}/visits/new"), met="met", text="家里都好。")
    assert (back.status, back.heading, count()) == (200, "今日走访", 1)
    assert f"/grid_work/homes/{home_id}" not in back.response.get_data(as_text=True), "not due any more"


def test_a_visit_costs_three_kilobytes(as_user, enrol):
    rooms = [f"{101 + each}" for each in range(20)]
    for room in rooms:
        enrol(room)
    grid = as_user("grid")
    all_of_them = len(grid.get("/grid_work/today").get_data())
    for home in db.session.scalars(select(VisitedHome)).unique().all()[1:]:
        home.due_on = TODAY + timedelta(days=40)
    db.session.commit()
    assert all_of_them - len(grid.get("/grid_work/today").get_data()) < 19 * 3000


def test_a_day_to_come_is_refused_at_its_field_and_nothing_lost(as_user, home):
    grid = as_user("grid")
    page = grid.fill(grid.page(f"/grid_work/homes/{home.id}/visits/new"), met="met", text="家里都好。", on="2026-03-10")
    assert (page.status, count()) == (422, 0)
    assert page.fields(page.form())["text"] == "家里都好。"


def test_what_was_found_is_named(as_user, home):
    grid = as_user("grid")
    page = grid.fill(grid.page(f"/grid_work/homes/{home.id}/visits/new"), met="met", found="matter")
    assert (page.status, "写明是什么" in page.text, count()) == (422, True, 0)


def test_what_was_found_becomes_a_case_whose_end_comes_back(as_user, cast, home):
    made = home.visit(
        TODAY, "met", "door", "楼道灯坏了半个月。", found="matter", title="楼道灯不亮", matter="property", by=cast.grid
    )
    db.session.commit()
    grid, visit_id = as_user("grid"), made.id
    grid.fill(grid.page(f"/grid_work/visits/{visit_id}/case"))
    case = db.session.scalars(select(Case)).one()
    assert (case.source, case.title, case.description) == ("grid_visit", "楼道灯不亮", "楼道灯坏了半个月。")
    assert "楼道灯坏了半个月" in as_user("clerk").page(f"/cases/{case.id}").text
    case.accept(by=cast.clerk)
    case.resolve("物业已换灯。", by=cast.director)
    db.session.commit()
    assert db.session.get(HomeVisit, visit_id).status == "answered"


def test_a_visit_is_shown_with_an_open_case_and_not_copied(as_user, cast, home):
    made = home.visit(TODAY, "met", "door", "两家都说好了。", by=cast.grid)
    case = Case.register(
        unit=home.unit, parties=[(1, home.person)], by=cast.clerk, title="漏水", nature="help", kind="0201",
        source="visit", description="漏水。",
    )  # fmt: skip
    db.session.commit()
    clerk, number = as_user("clerk"), case.number
    clerk.fill(clerk.page(f"/grid_work/visits/{made.id}/link"), case=number)
    assert "两家都说好了" in clerk.page(f"/cases/{case.id}").text


def test_the_sheet_is_typed_in_at_once_and_a_bad_line_is_said_at_its_field(as_user, cast, enrol):
    enrol("101")
    enrol("102")
    elsewhere = OrgUnit.create(kind="grid", name="泰兴社区第二网格", parent=cast.taixing, grid_level=2)
    enrol("999", unit=elsewhere, building="别处")
    grid = as_user("grid")
    sheet = grid.page("/grid_work/today/sheet")
    typed = {"lines__0__met": "met", "lines__0__text": "都好", "lines__1__met": "silent"}
    refused = grid.fill(sheet, **typed, lines__2__home="别处999", lines__2__met="met")
    assert (refused.status, count()) == (422, 0)
    assert "没有这一户" in refused.text
    assert refused.fields(refused.form())["lines-0-text"] == "都好"
    saved = grid.fill(refused, lines__2__home="", lines__2__met="")
    assert (saved.status, count()) == (200, 2)
    assert "已补录 2 次走访" in saved.text


def test_a_line_may_be_of_another_day_than_the_sheet(as_user, enrol):
    enrol("101")
    enrol("102")
    grid = as_user("grid")
    sheet = grid.page("/grid_work/today/sheet")
    days = {"on": "2026-03-08", "lines__1__on": "2026-03-06"}
    grid.fill(sheet, lines__0__met="met", lines__1__met="met", **days)
    found = db.session.execute(select(VisitedHome.room, HomeVisit.on).join(HomeVisit.home).order_by("room")).all()
    assert found == [("101", date(2026, 3, 8)), ("102", date(2026, 3, 6))]


def test_a_line_that_names_a_household_and_nothing_else_is_not_lost(as_user, enrol):
    enrol("101")
    enrol("205", building="万豪花园9号楼1单元", due_on=date(2026, 5, 1))
    grid = as_user("grid")
    typed = {"lines__0__met": "met", "lines__1__home": "万豪花园9号楼1单元205"}
    refused = grid.fill(grid.page("/grid_work/today/sheet"), **typed)
    assert (refused.status, count(), "请选择见到了没有" in refused.text) == (422, 0, True)


def test_what_is_wrong_with_a_line_is_said_above_with_its_number_and_a_link(as_user, enrol):
    enrol("101")
    grid = as_user("grid")
    typed = {"lines__0__met": "met", "lines__3__home": "没有这里9", "lines__3__met": "met"}
    refused = grid.fill(grid.page("/grid_work/today/sheet"), **typed).response.get_data(as_text=True)
    assert ("有内容需要改正：1 处" in refused, '<a href="#lines-3-home">走访第 4 项' in refused) == (True, True)


def test_who_found_something_comes_to_where_it_becomes_a_case(as_user, home):
    grid = as_user("grid")
    form = grid.page(f"/grid_work/homes/{home.id}/visits/new")
    after = grid.fill(form, met="met", found="matter", title="楼道灯不亮")
    made = db.session.scalars(select(HomeVisit)).unique().one()
    assert after.url == f"/grid_work/visits/{made.id}"
    assert "已记下，有事待办：楼道灯不亮。" in after.text
    assert f"/grid_work/visits/{made.id}/case" in after.response.get_data(as_text=True)


def test_where_nobody_was_in_stands_at_the_end_of_the_walk_until_it_is_taken_back(as_user, cast, home):
    made = home.visit(TODAY, "out", "door", "", by=cast.grid)
    db.session.commit()
    grid = as_user("grid")
    walk = grid.page("/grid_work/today")
    assert "去过，没见到：外出不在" in walk.text
    assert f"/grid_work/visits/{made.id}" in walk.response.get_data(as_text=True)
    db.session.get(HomeVisit, made.id).drop("记错了户。", by=cast.grid)
    db.session.commit()
    assert "去过，没见到" not in grid.page("/grid_work/today").text


def test_at_the_door_one_reads_whom_to_ask_for_and_what_was_said_last(as_user, cast, home):
    home.visit(TODAY - timedelta(days=20), "met", "door", "问了医保怎么交。", by=cast.grid)
    home.person.phone = "13800138000"
    db.session.commit()
    form = as_user("grid").page(f"/grid_work/homes/{home.id}/visits/new").text
    told = (home.person.name, home.person.phone_masked, "一般户", "问了医保怎么交。")
    assert [each for each in told if each not in form] == []
    assert "13800138000" not in form


def test_who_goes_on_comes_to_the_next_door(as_user, enrol):
    first, second = enrol("101"), enrol("102")
    grid = as_user("grid")
    following = grid.fill(grid.page(f"/grid_work/homes/{first.id}/visits/new"), met="met", onward="1")
    assert following.url == f"/grid_work/homes/{second.id}/visits/new"
    last = grid.fill(following, met="silent", onward="1")
    assert last.url.startswith("/grid_work/today")


def test_the_walk_is_printed_with_room_to_write(as_user, home):
    paper = as_user("grid").get("/grid_work/today.pdf")
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")


def test_the_paper_of_ten_households_is_one_page_that_says_who_walked(as_user, enrol):
    for each in range(10):
        enrol(f"{101 + each}", building=f"万豪花园{each // 3 + 1}号楼2单元")
    paper = PdfReader(BytesIO(as_user("grid").get("/grid_work/today.pdf").data))
    assert len(paper.pages) == 1
    assert "走访人：" in paper.pages[0].extract_text()


def test_a_heading_of_the_paper_is_not_left_alone_at_the_foot_of_a_page(as_user, enrol):
    for each in range(14):
        enrol(f"{101 + each}")
    last = PdfReader(BytesIO(as_user("grid").get("/grid_work/today.pdf").data)).pages[-1].extract_text()
    assert "路上碰见的" in last


def test_a_stranger_sees_and_notes_nothing(as_user, home):
    stranger = as_user("outsider")
    assert stranger.get(f"/grid_work/homes/{home.id}").status_code == 404
    assert stranger.get(f"/grid_work/homes/{home.id}/visits/new").status_code in (403, 404)


@pytest.mark.parametrize("of", ["visits", "homes"])
def test_no_figure_is_of_a_person(as_user, home, cast, of):
    home.visit(TODAY, "met", "door", "", by=cast.grid)
    db.session.commit()
    page = as_user("clerk").page(f"/grid_work/statistics/{of}")
    assert ("走访" in page.text, cast.grid.name in page.text) == (True, False)


def numbers(statistics, user, figure: str) -> dict[str, dict[str, int]]:
    """Row → column → number, of what is not nought."""
    (table,) = (each for each in statistics.tables(user) if each.figure.key == figure)
    names = [each.label for each in table.figure.measures]
    return {
        line.label: {name: number for name, number in zip(names, line.numbers, strict=True) if number}
        for line in table.lines
    }


def test_what_was_met_found_and_handed_on_is_counted_by_class_and_grid(cast, enrol):
    first, second = enrol("101", grade="1"), enrol("102", grade="1")
    first.visit(TODAY, "met", "door", "", found="matter", title="楼道灯不亮", by=cast.grid).report(by=cast.grid)
    second.visit(TODAY, "silent", "door", "", by=cast.grid)
    second.visit(TODAY, "met", "door", "", found="change", title="添了一口人", by=cast.grid)
    second.visit(TODAY, "out", "door", "", by=cast.grid).drop("记错了户。", by=cast.grid)
    db.session.commit()
    counted = {"走访": 3, "见到": 2, "没有见到": 1, "有事要办": 1, "转为事项": 1, "信息有变化": 1}
    assert list(numbers(VISIT_FIGURES, cast.clerk, "grade").values()) == [counted]
    assert numbers(VISIT_FIGURES, cast.clerk, "grid") == {cast.grid1.name: counted}


def test_what_is_noted_with_a_case_was_not_handed_on(cast, home):
    made = home.visit(TODAY, "met", "door", "两家都说好了。", by=cast.grid)
    made.link(factories.case(cast.taixing, by=cast.clerk), by=cast.clerk)
    db.session.commit()
    assert list(numbers(VISIT_FIGURES, cast.clerk, "grade").values()) == [{"走访": 1, "见到": 1, "记入事项": 1}]


def test_what_is_due_is_counted_by_place(cast, enrol):
    enrol("101")
    enrol("102", due_on=TODAY + timedelta(days=1))
    missed = enrol("103")
    missed.visit(TODAY, "moved", "door", "", by=cast.grid)
    db.session.commit()
    counted = {"走访户": 3, "没有到期": 1, "到期": 1, "要核查": 1}
    assert numbers(HOME_FIGURES, cast.clerk, "community") == {cast.taixing.short_name: counted}


def test_where_nobody_goes_nothing_is_counted_as_due(cast, enrol):
    enrol("101")
    VisitPause.enter(unit=cast.taixing, name="holiday", valid_from=TODAY, valid_until=TODAY, by=cast.director)
    db.session.commit()
    counted = {"走访户": 1, "没有到期": 1}
    assert numbers(HOME_FIGURES, cast.clerk, "community") == {cast.taixing.short_name: counted}


def test_the_walk_and_the_form_of_a_visit_are_light(as_user, home):
    grid = as_user("grid")
    for address, most in (("/grid_work/today", 20_000), (f"/grid_work/homes/{home.id}/visits/new", 20_000)):
        assert len(grid.get(address).get_data()) < most, "as it is before it is packed"


def test_no_unit_has_a_number_that_no_database_holds(as_user, cast, home):
    assert as_user("grid").get(f"/grid_work/today?unit_id={10**20}").status_code < 500


def test_an_address_of_another_grid_is_refused_without_saying_whose_it_is(cast, enrol):
    there = enrol(unit=cast.nangan)
    with pytest.raises(RuleError) as refused:
        enrol()
    assert there.number not in str(refused.value)
    assert there.unit.short_name not in str(refused.value)


def test_where_a_household_moved_to_is_not_told_by_a_visit_of_before(as_user, cast, home):
    """Nor found by it, nor changed, nor carried into a case of the old grid."""
    grid, clerk = as_user("grid"), as_user("clerk")
    home.visit(TODAY, "met", "door", "水管漏。", late=False, by=cast.grid)
    visit = db.session.scalars(select(HomeVisit)).one()
    visit.find("水管漏水", "leak", by=cast.grid)
    home.building, home.room = "秘密花园9号楼1单元", "909"
    home.place(cast.nangan)
    db.session.commit()
    page = grid.page(f"/grid_work/visits/{visit.id}")
    for said in (page.text, grid.page("/grid_work/visits").text, grid.page("/").text):
        assert "秘密花园" not in said
    assert "水管漏水" not in grid.page("/grid_work/visits?q=秘密花园").text
    assert home.person.name not in page.text
    assert not [each for each in page.links() if each.endswith(("/case", "/dropping"))]
    assert "秘密花园" in clerk.page(f"/grid_work/visits/{visit.id}").text


def test_a_case_out_of_sight_is_told_by_no_visit_that_is_part_of_it(as_user, cast, home):
    case = factories.case(cast.nangan, by=cast.clerk)
    home.visit(TODAY, "met", "door", "家里都好。", late=False, by=cast.grid)
    visit = db.session.scalars(select(HomeVisit)).one()
    visit.link(case, by=cast.clerk)
    db.session.commit()
    grid = as_user("grid")
    for address in (f"/grid_work/visits/{visit.id}", "/grid_work/visits"):
        assert case.number not in grid.page(address).response.get_data(as_text=True)
        assert case.number in as_user("clerk").page(address).response.get_data(as_text=True)


def test_a_visit_that_was_long_due_is_not_red_on_the_desk(as_user, enrol):
    """Nor does it stand above a case that is late."""
    home = enrol(due_on=date(2023, 1, 2))
    page = as_user("grid").page("/")
    assert home.title in page.text
    assert "超期" not in page.text.split(home.title)[1][:20]
