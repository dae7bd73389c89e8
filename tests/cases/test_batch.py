"""批量登记: cases come from a sheet as if they had been typed; what is wrong is said line by line; all of it can be taken back."""

import io

import pytest
import xlsxwriter
from sqlalchemy import func, select

from portal.cases.models import Case, Party
from portal.extensions import db
from portal.people.models import Person
from portal.testing import factories

pytestmark = pytest.mark.database

HEADINGS = (
    "标题",
    "事项类型",
    "来源",
    "诉求内容",
    "社区",
    "地点",
    "反映人",
    "身份证号",
    "联系电话",
    "对方",
    "被申请人类别",
)
LEAK = (
    "楼上漏水",
    "0201",
    "电话",
    "三楼漏水到二楼。",
    "太行社区",
    "滨河小区 3 号楼",
    "云大山",
    "",
    "13800000001",
    "青山物业",
    "单位",
)


def workbook(*lines) -> tuple[io.BytesIO, str]:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADINGS, *lines)):
            sheet.write_row(number, 0, row)
    stream.seek(0)
    return stream, "台账.xlsx"


def changed(**cells) -> tuple:
    given = dict(zip(HEADINGS, LEAK, strict=True)) | cells
    return tuple(given.values())


@pytest.fixture
def lead(as_user, cast):
    """Whoever registers for the street, and the address of the import."""
    return as_user("clerk"), f"/cases/units/{cast.unit_ids['street']}/import/batch"


def checked(lead, *lines):
    client, at = lead
    return client.fill(client.page(at), upload=workbook(*lines))


def all_cases() -> list[Case]:
    return list(db.session.scalars(select(Case).order_by(Case.id)).unique())


def test_a_line_becomes_a_case_with_its_place_its_parties_and_its_source(cast, lead):
    report = checked(lead, changed(社区=cast.taixing.short_name))
    assert "可以导入 1 行" in report.text
    assert all_cases() == []
    assert lead[0].fill(report).status == 200
    (case,) = all_cases()
    assert (case.title, case.kind, case.source, case.unit.id) == ("楼上漏水", "0201", "phone", cast.unit_ids["taixing"])
    assert [(each.side, each.name, bool(each.person)) for each in case.parties] == [
        (1, "云大山", True),
        (2, "青山物业", False),
    ]
    assert case.number
    assert case.status == "registered"


def test_what_is_wrong_is_said_of_each_line_and_the_others_are_entered(cast, lead):
    here = cast.taixing.short_name
    report = checked(
        lead,
        changed(社区=here),
        changed(标题="", 社区=here),
        changed(事项类型="天外来客", 社区=here),
        changed(社区="没有的社区"),
        changed(社区=here, 反映人="", 联系电话=""),
        changed(社区=here, 身份证号="110101201801011235", 标题="孩子被打"),
    )
    for said in ("请填写事项名称", "没有这一类", "没有叫这个名称的社区、网格", "矛盾纠纷请填写申请人", "未满十八周岁"):
        assert said in report.text
    assert "可以导入 1 行" in report.text


def test_the_kind_may_be_said_by_name_or_by_what_people_say(cast, lead):
    here = cast.taixing.short_name
    report = checked(
        lead, changed(事项类型="欠薪", 社区=here, 反映人="云小山", 联系电话=""), changed(事项类型="犬只扰民", 社区=here)
    )
    assert lead[0].fill(report).status == 200
    assert all_cases()[0].kind[:2] == "07"


def test_somebody_on_record_is_found_by_the_number_and_nobody_is_entered_twice(cast, lead):
    known = factories.resident(cast.taixing)
    db.session.commit()
    line = changed(社区=cast.taixing.short_name, 反映人=known.name, 身份证号=known.id_number, 联系电话="13900000002")
    report = checked(lead, line, changed(社区=cast.taixing.short_name, 反映人="别的名字", 身份证号=known.id_number))
    assert "姓名不同" in report.text
    assert "联系电话：1 行和居民档案不同" in report.text
    people = db.session.scalar(select(func.count(Person.id)))
    assert lead[0].fill(report).status == 200
    assert db.session.scalar(select(func.count(Person.id))) == people
    (case,) = all_cases()
    assert case.parties[0].as_said.phone == "13900000002"


def test_the_whole_sheet_is_taken_back(cast, lead):
    report = checked(
        lead,
        changed(社区=cast.taixing.short_name),
        changed(社区="", 反映人="云小山", 联系电话="", 对方="", 被申请人类别=""),
    )
    entered = lead[0].fill(report)
    assert len(all_cases()) == 2
    assert "已撤销" in lead[0].fill(entered).text
    assert all_cases() == []
    assert db.session.scalar(select(func.count(Party.id))) == 0


def test_what_somebody_works_on_is_not(cast, lead):
    entered = lead[0].fill(checked(lead, changed(社区=cast.taixing.short_name)))
    all_cases()[0].accept(by=cast.clerk)
    db.session.commit()
    assert "后来修改过" in lead[0].fill(entered).text
    assert len(all_cases()) == 1


def test_a_firm_on_record_is_known_by_its_code_and_not_by_its_name(cast, lead):
    firm = factories.organisation(cast.street)
    db.session.commit()
    by_name = changed(社区=cast.taixing.short_name, 对方=firm.name)
    assert "请在页面上单独登记" in checked(lead, by_name).text


def test_two_units_of_one_name_are_told_apart_by_the_one_above(cast, lead):
    here = (cast.grid1.short_name, f"{cast.taixing.short_name}{cast.grid1.short_name}")
    report = checked(lead, changed(社区=here[1]))
    assert lead[0].fill(report).status == 200
    assert all_cases()[0].unit_id == cast.unit_ids["grid1"]


def test_whoever_may_not_register_is_offered_nothing(as_user, cast, lead):
    assert lead[1] in as_user("clerk").page("/cases").links()
    assert as_user("department").get(lead[1]).status_code in (403, 404)
    assert as_user("outsider").get(lead[1]).status_code == 404
