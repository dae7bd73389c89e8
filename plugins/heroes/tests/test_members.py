"""会员单位 join and leave; who left stays in the books, with the day, the reason and who entered it."""

import io
from datetime import timedelta

import pytest
import python_calamine
import xlsxwriter

from plugins.heroes.models import Association, AssociationMember
from portal import clock
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.records.people import Contact

pytestmark = pytest.mark.database


@pytest.fixture
def member(fund) -> AssociationMember:
    return fund.members[0]


def ending(member: AssociationMember) -> str:
    return f"/heroes/association/members/{member.id}/ending"


def test_a_member_leaves_on_a_day_for_a_reason(as_user, member):
    district, name, url = as_user("district"), member.name, ending(member)
    assert url in district.page("/heroes/association").links()
    page = district.fill(district.page(url), on=f"{clock.today() - timedelta(days=1)}", reason="单位注销")
    assert page.url == "/heroes/association"
    assert "会员单位0 家" in page.text.replace(" 0", "0")
    assert "已退会的单位" in page.text
    assert f"{name}" in page.text
    assert "单位注销" in page.text
    assert "旗县区主管小孙" in page.text
    assert url not in page.links()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"reason": " "}, "请写明退会原因"),
        ({"on": "2031-01-01"}, "日期还没有到"),
        ({"on": "2001-01-01"}, "早于入会日期"),
        ({"on": ""}, "请填写退会日期"),
    ],
)
def test_what_cannot_be_is_refused_at_the_field(as_user, member, typed, message):
    district, ident = as_user("district"), member.id
    page = district.fill(district.page(ending(member)), **{"on": f"{clock.today()}", "reason": "单位注销"} | typed)
    assert page.status == 422
    assert message in page.text
    assert db.session.get(AssociationMember, ident).valid_until is None


def test_nobody_leaves_twice(fund, member, cast):
    fund.release(member, clock.today(), "单位注销", by=cast.district)
    with pytest.raises(WrongState, match="已于"):
        fund.release(member, clock.today(), "单位注销", by=cast.district)


def test_only_the_district_that_has_the_association_admits_and_releases(fund, member, cast):
    for somebody in (cast.clerk, cast.director, cast.outsider):
        with pytest.raises(NotAllowed):
            fund.release(member, clock.today(), "不再参加", by=somebody)
        with pytest.raises(NotAllowed):
            fund.admit(by=somebody, name="某公司", valid_from=clock.today())


def test_a_member_of_another_association_is_not_there(as_user, member, cast):
    other = Association.found(unit=cast.dongsheng, name="东胜区见义勇为协会", by=None)
    stranger = AssociationMember(name="东胜某公司", valid_from=clock.today())
    other.members.append(stranger)
    db.session.commit()
    assert as_user("district").get(ending(stranger)).status_code == 404


def test_the_same_member_entered_again_is_asked_about(as_user, fund):
    district, typed = as_user("district"), {"name": "达拉特旗新源公司", "contact": "李四"}
    district.fill(district.page("/heroes/association/members/new"), **typed)
    page = district.fill(district.page("/heroes/association/members/new"), **typed)
    assert "已登记过一个会员单位，内容相同" in page.text
    assert len(db.session.get(Association, fund.id).members) == 2


def test_who_is_a_member_is_not_admitted_again(fund, member, cast):
    with pytest.raises(RuleError, match="已经是会员单位"):
        fund.admit(by=cast.district, name=member.name, valid_from=clock.today())
    fund.release(member, clock.today(), "单位注销", by=cast.district)
    assert fund.admit(by=cast.district, name=member.name, valid_from=clock.today())


def test_who_has_not_joined_yet_cannot_leave(fund, member, cast):
    with pytest.raises(RuleError, match="早于入会日期"):
        fund.release(member, member.valid_from - timedelta(days=1), "不再参加", by=cast.district)


def test_members_come_from_excel(as_user, fund):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["单位名称", "会内职务", "联系人", "联系电话", "入会日期"])
        sheet.write_row(1, 0, ["达拉特旗建筑公司", "理事单位", "王磊", "13800001234", "2025/03/08"])
        sheet.write_row(2, 0, ["", "理事单位", "", "", "2025/03/08"])
    client = as_user("district")
    url = f"/heroes/association/{fund.id}/import/members"
    report = client.fill(client.page(url), upload=(io.BytesIO(stream.getvalue()), "会员.xlsx"))
    assert "可以导入 1 行" in report.text
    assert "第 3 行" in report.text
    done = client.fill(report)
    page = client.page("/heroes/association").text
    assert "达拉特旗建筑公司" in page
    assert "王*" in page
    assert "王磊" not in page
    entered = db.session.scalars(db.select(AssociationMember).where(AssociationMember.name == "达拉特旗建筑公司")).one()
    assert (entered.contact.name, entered.contact.phone) == ("王磊", "13800001234")
    assert "已撤销" in client.fill(done).text
    assert db.session.query(Contact).count() == 0


def test_whom_to_ask_for_is_masked_in_the_list_and_in_what_is_taken_away(as_user, fund, cast):
    fund.admit(by=cast.district, name="达拉特旗新源公司", valid_from=clock.today(), contact="王磊", phone="13800001234")
    db.session.commit()
    client = as_user("district")
    page = client.page("/heroes/association/members")
    assert "王*" in page.text
    assert "王磊" not in page.text
    book = python_calamine.load_workbook(io.BytesIO(client.get("/heroes/association/members.xlsx").data))
    cells = str(book.get_sheet_by_index(0).to_python())
    assert "达拉特旗新源公司" in cells
    assert "王*" in cells
    assert "王磊" not in cells
    assert "13800001234" not in cells
