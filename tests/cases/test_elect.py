"""推选代表人: a few speak for many, who stand on a list, typed or from Excel."""

import io

import pytest
import xlsxwriter

from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.records.people import Contact
from portal.testing import factories

pytestmark = pytest.mark.database
TODAY = "2026-01-05"


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk, title="拖欠工资")
    db.session.commit()
    return case


def workbook(rows) -> io.BytesIO:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    stream.seek(0)
    return stream


def elect(client, case: Case, *parties):
    form = client.page(f"/cases/{case.id}/representatives")
    given = form.fields(form.form()) | {"parties": [str(each.id) for each in parties], "on": TODAY}
    return client.post(f"/cases/{case.id}/representatives", data=given)


def test_one_speaks_for_many_who_stand_on_a_list(as_user, case):
    clerk, ident = as_user("clerk"), case.id
    at = f"/cases/{ident}/members/new"
    early = clerk.fill(clerk.page(at), name="云大山")
    assert (early.status, "还没有推选代表人" in early.text) == (422, True)
    assert elect(clerk, case, *case.parties).status_code == 422
    assert elect(clerk, case).status_code == 422
    assert elect(clerk, case, case.parties[0]).status_code == 303
    assert "申请人（推选代表人）" in clerk.page(f"/cases/{ident}").text
    page = clerk.fill(clerk.page(at), name="云大山", phone="13800000001")
    assert page.url == f"/cases/{ident}/members"
    assert "云大山" in page.text
    assert "13800000001" not in page.text
    twice = clerk.fill(clerk.page(at), name="云大山", phone="13800000001", note="门卫")
    assert (twice.status, "已经有这个人" in twice.text) == (422, True)
    assert "云大山" not in db.session.get(Case, ident).events[-1].note
    (member,) = db.session.get(Case, ident).members
    gone = clerk.fill(clerk.page(f"/cases/{ident}/members/{member.id}/removal"), text="登记错了。")
    assert gone.status == 200
    assert db.session.scalar(db.select(db.func.count(Contact.id))) == 0


def test_no_more_than_five_speak(cast, case):
    for _ in range(5):
        case.add_party(1, factories.resident(cast.taixing), "一起来的。", by=cast.clerk)
    with pytest.raises(RuleError, match="不超过 5 人"):
        case.elect(case.side(1), case.created_at.date(), by=cast.clerk)


def test_the_list_comes_from_excel_and_goes_again(as_user, case):
    clerk, ident = as_user("clerk"), case.id
    assert elect(clerk, case, case.parties[0]).status_code == 303
    rows = (("姓名", "手机", "备注"), ("云大山", "13800000001", ""), ("云小山", "", "门卫"), ("", "13800000003", ""))
    sheet = clerk.page(f"/cases/{ident}/import/members")
    report = clerk.fill(sheet, upload=(workbook(rows), "名单.xlsx"))
    assert "请填写姓名" in report.text
    assert clerk.fill(report).status == 200
    names = [each.contact.name for each in db.session.get(Case, ident, populate_existing=True).members]
    assert names == ["云大山", "云小山"]
