"""A roster from Excel: checked before anything is entered, row by row; entered once; taken back while nothing hangs on it."""

import io

import pytest
import python_calamine
import xlsxwriter

from plugins.mediation.models import Committee, Mediator
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.records import import_batch
from portal.records.import_batch import ImportBatch
from portal.records.sheets import read

pytestmark = pytest.mark.database
HEADINGS = ["姓 名", "性别", "职务", "等级", "专职", "联系电话", "任期开始", "任期结束"]
GOOD = ["王建国", "男", "主任", "一级", "是", 13800001234, "2025-03-08", ""]
THREE, PHONES = ["王建国", "王建军", "王建民"], [13800001231, 13800001232, 13800001233]
WRONG = ["李秀英", "女", "不存在的职务", "", "", "1380000", "2025年3月8日", "2024-01-01"]


def workbook(*rows: list, headings: list[str] = HEADINGS) -> io.BytesIO:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([headings, *rows]):
            sheet.write_row(number, 0, row)
    stream.seek(0)
    return stream


def names() -> set[str]:
    return set(db.session.scalars(db.select(Mediator.name)))


@pytest.fixture
def url(committee) -> str:
    return f"/mediation/committees/{committee.id}/import/mediators"


@pytest.fixture
def upload(as_user, url):
    """`upload(row, …)` is the report on a workbook with these rows, as the director sees it."""
    client = as_user("director")

    def send(*rows, **kwargs):
        return client, client.fill(client.page(url), upload=(workbook(*rows, **kwargs), "名册.xlsx"))

    return send


def test_it_is_checked_first_and_nothing_is_entered(upload):
    before = names()
    _, report = upload(GOOD, WRONG)
    assert "可以导入 1 行" in report.text
    assert "第 3 行" in report.text
    for said in ("职务", "电话", "任期结束"):
        assert said in report.text
    assert names() == before


def test_the_good_rows_are_entered_and_the_others_are_not(upload):
    client, report = upload(GOOD, WRONG)
    done = client.fill(report)
    assert "已导入 1 行" in done.text
    entered = db.session.scalars(db.select(Mediator).where(Mediator.name == "王建国")).one()
    assert (entered.post, entered.grade, entered.full_time, entered.phone) == ("chair", "1", True, "13800001234")
    assert "李秀英" not in names()


def test_the_account_of_a_mediator_is_entered_too(cast, upload):
    other = ["赵敏", *GOOD[1:5], 13800001235, *GOOD[6:]]
    client, report = upload([*GOOD, cast.director.username], [*other, "nobody"], headings=[*HEADINGS, "账号"])
    done = client.fill(report)
    assert "没有这个能看人民调解的账号" in done.text
    entered = db.session.scalars(db.select(Mediator).where(Mediator.name.in_(["王建国", "赵敏"]))).one()
    assert entered.user_id == cast.director.id


def test_entered_twice_it_stands_once(upload):
    client, report = upload(GOOD)
    client.fill(report)
    assert client.post(report.url, data=report.fields(report.form())).status_code in (303, 409)
    assert len(db.session.scalars(db.select(Mediator).where(Mediator.name == "王建国")).all()) == 1
    _, again = upload(GOOD)
    assert "王建国已经在名册上" in client.fill(again).text


def test_it_may_be_taken_back(upload):
    client, report = upload(GOOD)
    done = client.fill(report)
    assert "已撤销" in client.fill(done).text
    assert "王建国" not in names()


def test_what_breaks_off_while_it_is_taken_back_is_not_entered_again(upload, monkeypatch):
    client, report = upload(*([name, *GOOD[1:5], phone, *GOOD[6:]] for name, phone in zip(THREE, PHONES, strict=True)))
    done, asked = client.fill(report), []

    def changed_meanwhile(*given):
        asked.append(given)
        if len(asked) == 5:  # three were tried, one is taken back
            raise RuleError("后来修改过。")

    monkeypatch.setattr(import_batch, "AT_ONCE", 1)
    monkeypatch.setattr(import_batch, "refuse_changed", changed_meanwhile)
    page = client.fill(done)
    assert "撤销了一部分，还有 2 行没有撤销" in page.text
    assert "接着导入" not in page.text
    assert "已撤销" in client.fill(page).text
    assert not names() & set(THREE)


def test_what_something_hangs_on_is_not_taken_back(upload, mediating):
    client, report = upload(GOOD)
    done = client.fill(report)
    entered = db.session.scalars(db.select(Mediator).where(Mediator.name == "王建国")).one()
    mediating.chosen[0].mediator_id = entered.id
    db.session.commit()
    assert "不能整批撤销" in client.fill(done).text
    assert "王建国" in names()


def test_a_heading_nobody_knows_is_chosen_once_and_remembered(upload):
    strange = ["称呼", *HEADINGS[1:]]
    client, report = upload(GOOD, headings=strange)
    assert "可以导入 0 行" in report.text
    mapped = client.fill(report, action=f"{report.url}/mapping", column__0="name")
    assert "可以导入 1 行" in mapped.text
    client.fill(mapped)
    _, later = upload(["赵铁柱", *GOOD[1:5], 13900001234, *GOOD[6:]], headings=strange)
    assert "可以导入 1 行" in later.text


@pytest.mark.parametrize(
    ("cells", "grade", "full_time"),
    [(["", "是"], "", True), (["未评", "否"], "", False), (["二级", "专职"], "2", True), (["", "兼职"], "", False)],
)
def test_cells_mean_what_the_form_means(upload, cells, grade, full_time):
    client, report = upload([*GOOD[:3], *cells, *GOOD[5:]])
    client.fill(report)
    entered = db.session.scalars(db.select(Mediator).where(Mediator.name == "王建国")).one()
    assert (entered.grade, entered.full_time) == (grade, full_time)


def test_a_column_that_is_missing_is_a_field_left_empty(upload):
    some = [0, 5, 6]
    _, report = upload([GOOD[place] for place in some], headings=[HEADINGS[place] for place in some])
    assert "可以导入 1 行" in report.text


@pytest.mark.parametrize(
    ("place", "cell", "said"), [(3, "特级", "未评、一级"), (4, "也许", "“是”或者“否”"), (2, "队长", "主任、副主任")]
)
def test_a_word_that_is_none_is_answered_with_those_that_are(upload, place, cell, said):
    row = [*GOOD[:place], cell, *GOOD[place + 1 :]]
    page = upload(row)[1].text
    assert said in page
    assert cell not in page.partition("哪一列是什么")[0], "what is wrong quotes nobody"


def test_who_serves_is_not_entered_again_for_want_of_a_number(upload):
    client, report = upload(["李秀兰", *GOOD[1:]])
    assert "李秀兰已经在名册上" in client.fill(report).text


def test_who_enters_while_another_does_is_told(upload):
    upload(GOOD)
    batch = db.session.scalars(db.select(ImportBatch)).one()
    batch.refuse_twice(0)
    batch.done = 1  # the other has gone on
    with pytest.raises(WrongState, match="正在导入"):
        batch.refuse_twice(0)


def test_what_was_changed_since_is_not_taken_back(upload):
    client, report = upload(GOOD)
    done = client.fill(report)
    entered = db.session.scalars(db.select(Mediator).where(Mediator.name == "王建国")).one()
    entered.grade = "2"
    db.session.commit()
    assert "后来修改过" in client.fill(done).text
    assert "王建国" in names()


def test_no_number_of_a_file_or_heading_is_kept_in_plain(as_user, url):
    client = as_user("director")
    sent = (workbook(GOOD, headings=["甲方联系方式", *HEADINGS[1:]]), "13812345678名单152722195701019973.xlsx")
    client.fill(client.page(url), upload=sent)
    batch = db.session.scalars(db.select(ImportBatch)).one()
    assert "138" not in batch.name
    assert not any(heading in str(batch.mapping) for heading in ("姓名", "甲方", "联系"))


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "请选择文件"), (b"not a workbook", "不是能打开的 Excel"), (b"PK\x03\x04broken", "不是能打开的 Excel")],
)
def test_what_is_no_workbook_is_refused_at_the_field(as_user, url, content, said):
    client = as_user("director")
    page = client.fill(client.page(url), upload=(io.BytesIO(content), "名册.xlsx") if content else None)
    assert page.status == 422
    assert said in page.text


def test_an_empty_sheet_and_one_without_rows_are_refused(upload):
    assert "没有数据行" in upload()[1].text


@pytest.mark.parametrize("who", ["clerk", "mediator", "grid"])
def test_who_does_not_manage_the_roster_imports_none(as_user, url, who):
    assert as_user(who).get(url).status_code == 403


def test_the_committee_of_another_street_is_out_of_reach(as_user, cast, app):
    theirs = Committee.found(unit=cast.other_street, name="他街道调委会", by=None)
    db.session.commit()
    assert as_user("director").get(f"/mediation/committees/{theirs.id}/import/mediators").status_code == 404


def test_the_sheet_comes_back_with_what_is_wrong_and_is_sent_again(upload, url):
    client, report = upload(GOOD, WRONG)
    answer = client.get(f"{report.url}/sheet.xlsx")
    sheet = read(answer.data)
    assert sheet.headings == [*HEADINGS, "问题"]
    assert [bool(line[-1]) for _, line in sheet.rows] == [False, True]
    again = client.fill(client.page(url), upload=(io.BytesIO(answer.data), "名册.xlsx"))
    assert "可以导入 1 行" in again.text


def test_the_empty_sheet_has_the_headings_of_the_form(as_user, url):
    book = python_calamine.load_workbook(io.BytesIO(as_user("director").get(f"{url}/sheet.xlsx").data))
    headings = book.get_sheet_by_index(0).to_python()[1]
    assert [each.partition("（")[0] for each in headings] == [
        "姓名",
        "性别",
        "职务",
        "产生方式",
        "等级",
        "专职",
        "电话",
        "登录账号",
        "任期开始",
        "任期结束",
        "擅长",
        "民族",
        "出生日期",
        "政治面貌",
        "学历",
        "专业或职业",
        "从事调解起始年份",
        "身份证号",
        "证件类型",
    ]


def test_a_text_where_the_file_belongs_is_no_file(as_user, url):
    client = as_user("director")
    fields = client.page(url).fields(client.page(url).form())
    answer = client.post(url, data=fields | {"upload": "名册.xlsx"})
    assert (answer.status_code, "请选择文件" in answer.get_data(as_text=True)) == (422, True)
