"""每日巡、经常访、及时记、随手做: a note becomes a case in one press, and the steward sees how it went."""

import io

import pytest

from plugins.stewards.models import Neighbourhood, Round
from portal import clock
from portal.cases.models import Case
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.files.models import Attachment
from portal.testing.pictures import photo

pytestmark = pytest.mark.database


def test_the_form_asks_four_things_and_no_photo(as_user, place):
    grid = as_user("grid")
    page = grid.fill(grid.page("/stewards/rounds/new"), title="楼道灯不亮", location="3号楼2单元", matter="property")
    assert (page.status, page.heading) == (200, "楼道灯不亮")
    assert "能办的随手办好" in page.text
    way = page.tree.xpath("//ol[@class='steps']/li/text()")
    assert [each.strip() for each in way] == ["记下", "转出", "有结果"], "though it has a column called way"


def test_what_was_put_right_on_the_spot_waits_for_nobody(as_user, place):
    grid = as_user("grid")
    page = grid.fill(grid.page("/stewards/rounds/new"), title="楼道堆放纸箱", done="和住户一起清走了。")
    assert "随手做完" in page.text
    assert "楼道堆放纸箱" not in grid.page("/").text


def test_a_photo_may_be_added_and_is_seen_with_the_note(as_user, place):
    grid, stream = as_user("grid"), io.BytesIO(photo())
    page = grid.fill(grid.page("/stewards/rounds/new"), title="井盖松动", photo=(stream, "image.jpg"))
    assert "image.jpg" in page.text
    noted = db.session.query(Round).one()
    assert db.session.scalars(Attachment.of(noted)).one().mime == "image/jpeg"


@pytest.mark.parametrize(
    ("field", "typed", "said"), [("title", " ", "请写明什么事"), ("title", "长" * 61, "最多 60 个字")]
)
def test_what_is_missing_is_said_and_nothing_lost(as_user, place, field, typed, said):
    grid = as_user("grid")
    page = grid.fill(grid.page("/stewards/rounds/new"), **{field: typed, "location": "南门"})
    assert page.status == 422
    assert said in page.text
    assert page.fields(page.form())["location"] == "南门"


def test_one_press_makes_a_case_and_its_outcome_comes_back(as_user, cast, note):
    noted = note()
    grid, round_id = as_user("grid"), noted.id
    page = grid.fill(grid.page(f"/stewards/rounds/{round_id}"), f"/stewards/rounds/{round_id}/case")
    case = db.session.query(Case).one()
    assert case.number in page.text
    assert (case.kind, case.parties[0].name) == ("0402", "万豪花园红管家")
    assert case.source == "steward"
    assert "红管家巡访" in as_user("clerk").page(f"/cases/{case.id}").text, "where it comes from"
    case.accept(by=cast.clerk)
    db.session.commit()
    assert "等承办单位办结" in grid.page(f"/stewards/rounds/{round_id}").text
    db.session.get(Case, case.id).resolve("物业已换灯。", by=cast.director)
    db.session.commit()
    seen = grid.page(f"/stewards/rounds/{round_id}").text
    assert "已有结果" in seen
    assert "物业已换灯。" in seen


def test_a_case_that_is_declined_is_an_answer_too(cast, note):
    noted = note()
    noted.report(by=cast.grid)
    noted.case.decline("属于物业维修范围，已告知。", by=cast.clerk)
    assert (noted.status, noted.events[-1].note) == ("answered", "属于物业维修范围，已告知。")


def test_two_presses_make_one_case(cast, note):
    noted = note()
    noted.report(by=cast.grid)
    with pytest.raises(WrongState):
        noted.report(by=cast.grid)


def test_the_stewards_are_one_party_however_many_cases_it_brings(cast, note):
    first, second = note(), note(title="下水道返水", matter="leak")
    first.report(by=cast.grid)
    second.report(by=cast.grid)
    assert first.case.parties[0].organisation is second.case.parties[0].organisation


def test_strangers_neither_see_nor_report_a_note(as_user, cast, note):
    noted = note()
    assert as_user("outsider").get(f"/stewards/rounds/{noted.id}").status_code == 404
    with pytest.raises(NotAllowed):
        noted.report(by=cast.outsider)


def test_notes_wait_on_the_desk_until_something_is_done(as_user, cast, note):
    noted = note()
    assert "楼道灯不亮" in as_user("grid").page("/").text
    db.session.get(Round, noted.id).settle("换了灯泡。", by=cast.grid)
    db.session.commit()
    assert "楼道灯不亮" not in as_user("grid").page("/").text


def test_a_line_of_the_list_offers_the_press(as_user, note):
    noted = note()
    page = as_user("grid").page("/stewards/rounds?status=open")
    assert f"/stewards/rounds/{noted.id}/case" in page.response.get_data(as_text=True)


def buttons(page) -> list[str]:
    return ["".join(each.itertext()).strip() for each in page.tree.xpath("//div[contains(@class,'page-actions')]//a")]


def test_the_steward_s_desk_begins_with_a_note(as_user, place):
    assert buttons(as_user("stewards.steward").page("/")) == ["记一条"]
    assert "记一条" not in buttons(as_user("clerk").page("/"))
    assert "记一条" not in buttons(as_user("mediator").page("/"))


def test_only_the_neighbourhood_that_the_address_names_is_offered(as_user, cast, place):
    other = Neighbourhood.enter(unit=cast.taixing, name="另一小区", by=cast.director)
    db.session.commit()
    clerk = as_user("clerk")
    both = clerk.page("/stewards/rounds/new").text
    assert ("万豪花园" in both, "另一小区" in both) == (True, True)
    one = clerk.page(f"/stewards/rounds/new?neighbourhood={other.id}").text
    assert ("万豪花园" in one, "另一小区" in one) == (False, True)


def chosen(page) -> list[str]:
    return page.tree.xpath("//select[@name='neighbourhood_id']/option[@selected]/text()")


def test_the_own_neighbourhood_is_chosen_and_no_other(as_user, cast, place):
    own = Neighbourhood.enter(unit=cast.taixing, name="另一小区", by=cast.director)
    own.enlist(
        name=cast["stewards.steward"].name, post="building", area="1号楼", valid_from=clock.today(), by=cast.director
    )
    db.session.commit()
    assert "另一小区" in "".join(chosen(as_user("stewards.steward").page("/stewards/rounds/new")))
    clerk = as_user("clerk")
    form = clerk.page("/stewards/rounds/new")
    assert chosen(form) == ["请选择"]
    refused = clerk.fill(form, title="楼道灯不亮")
    assert (refused.status, "请选择一个" in refused.text, db.session.query(Round).count()) == (422, True, 0)


def test_a_steward_handles_what_she_noted_herself_and_the_staff_everything(as_user, cast, place, note):
    theirs, steward = note(), cast["stewards.steward"]
    own = Round.note(unit=place.unit, neighbourhood=place, by=steward, title="下水道返水")
    Round.note(unit=place.unit, neighbourhood=place, by=steward, title="楼道纸箱", done="清走了。")
    db.session.commit()
    ids, user = (theirs.id, own.id), as_user("stewards.steward")
    addresses = [f"/stewards/rounds/{ident}/{noun}" for ident in ids for noun in ("dropping", "result", "case")]
    assert [user.get(each).status_code for each in addresses] == [403] * 3 + [200] * 3
    assert user.get(f"/stewards/rounds/{ids[0]}").status_code == 200
    listed = user.page("/stewards/rounds?status=open").response.get_data(as_text=True)
    assert [f"rounds/{ident}/case" in listed for ident in ids] == [False, True]
    desk = user.page("/").text
    assert ("楼道灯不亮" in desk, "下水道返水" in desk) == (False, True)
    assert {as_user("clerk").get(each).status_code for each in addresses} == {200}


def test_a_note_by_mistake_is_dropped_with_the_reason_while_it_waits(as_user, cast, note):
    noted, other = note(), note(title="下水道返水")
    grid, round_id = as_user("grid"), noted.id
    page = grid.fill(grid.page(f"/stewards/rounds/{round_id}/dropping"), text="和另一条重复。")
    assert ("已作废" in page.text, "和另一条重复。" in page.text) == (True, True)
    assert "楼道灯不亮" not in grid.page("/").text
    assert grid.get(f"/stewards/rounds/{round_id}/case").status_code == 409
    other.report(by=cast.grid)
    with pytest.raises(WrongState):
        other.drop("试", by=cast.grid)
    table = as_user("clerk").page("/stewards/statistics/rounds").text
    assert "记录" in table


def test_what_nobody_else_reads_is_not_called_public(as_user, place):
    grid = as_user("grid")
    page = grid.fill(grid.page("/stewards/rounds/new"), title="灯不亮，电话13804770001")
    assert (page.status, "这里不能写电话号码" in page.text, "对所有人公开" in page.text) == (422, True, False)


def test_a_note_of_which_nothing_is_told_shows_no_empty_box(as_user, note):
    noted = note(text=" ")
    page = as_user("grid").page(f"/stewards/rounds/{noted.id}")
    [main] = page.tree.xpath("//div[@class='columns-main']")
    assert "".join("".join(main.itertext()).split()) == "什么事楼道灯不亮"
