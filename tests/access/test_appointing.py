"""任职名册: offices, and accounts for whoever is new, come from a sheet; what is wrong is said line by line; all of it can be taken back."""

import io
from datetime import date, timedelta

import pytest
import xlsxwriter
from sqlalchemy import select

from portal import clock
from portal.accounts.models import User
from portal.accounts.sessions import SignIn
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.testing.cast import PASSWORD

pytestmark = pytest.mark.database
HEADINGS = ("姓名", "账号", "单位", "角色", "开始日期", "结束日期")
NEW = ("王小燕", "wangxiaoyan", "昭君街道", "受理员", "", "")


def workbook(*lines) -> tuple[io.BytesIO, str]:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADINGS, *lines)):
            sheet.write_row(number, 0, row)
    stream.seek(0)
    return stream, "任职.xlsx"


@pytest.fixture
def lead(as_user, cast):
    """Whoever appoints in the county, and the address of the import."""
    return as_user("administrator"), f"/access/units/{cast.unit_ids['county']}/import/appointments"


def checked(lead, *lines):
    client, at = lead
    return client.fill(client.page(at), upload=workbook(*lines))


def entries(action: str) -> list[str]:
    told = select(AuditEntry.detail).where(AuditEntry.action == action)
    return list(db.session.scalars(told.order_by(AuditEntry.id)))


def account(username: str) -> User | None:
    db.session.expire_all()
    return User.known_as(username)


def test_the_list_of_accounts_leads_there(lead):
    assert lead[1] in lead[0].page("/accounts").links()


def test_whoever_is_new_has_an_account_without_a_password_until_one_is_handed_over(lead, app):
    report = checked(lead, NEW)
    assert "可以导入 1 行" in report.text
    assert account("wangxiaoyan") is None
    lead[0].fill(report)
    made = account("wangxiaoyan")
    assert [(each.role, each.unit.name) for each in made.current_appointments] == [("clerk", "昭君街道")]
    assert "还没有密码" in lead[0].page(f"/accounts/{made.id}").text
    assert app.test_client().sign_in("wangxiaoyan", PASSWORD).status == 422
    lead[0].fill(lead[0].page(f"/accounts/{made.id}/password"))
    assert not account("wangxiaoyan").vouched


def test_whoever_has_an_account_gets_one_more_office_for_the_days_of_the_sheet(lead, cast):
    begins = clock.today() + timedelta(days=3)
    last = date(begins.year + 1, 1, 31)
    lead[0].fill(checked(lead, ("调解员老李", "Mediator", "工业街道", "受理员", str(begins), str(last))))
    added = account("mediator").appointments[-1]
    assert (added.unit.name, added.role, added.valid_from, added.valid_until) == ("工业街道", "clerk", begins, last)


def test_what_is_wrong_is_said_of_each_line_and_nothing_of_it_is_entered(lead, cast):
    today, day = clock.today(), timedelta(days=1)
    report = checked(
        lead,
        ("受理员小王", "clerk", "昭君街道", "受理员", str(today + 30 * day), ""),
        ("别人", "clerk", "工业街道", "受理员", "", ""),
        ("新人一", "xinren1", "昭君街道", "司令员", "", ""),
        ("新人二", "xinren2", "没有的街道", "受理员", "", ""),
        ("新人三", "xinren3", "昭君街道", "受理员", str(today), str(today - day)),
        ("新人四", "xinren4", "达拉特旗", "系统管理员", "", ""),
        ("新人五", "xinren5", "昭君街道", "审计员", "", ""),
        ("新人六", "xinren6", "团结社区", "受理员", "", ""),
        ("东胜区小吴", "outsider", "昭君街道", "受理员", "", ""),
        ("审计员老周", "auditor", "昭君街道", "受理员", "", ""),
    )
    for said in (
        "同一任职的日期不能重叠",
        "登记的姓名不是这个",
        "昭君街道没有“司令员”，有：受理员",
        "达拉特旗没有叫这个名称的任职单位",
        "结束日期不能更早",
        "您不能在达拉特旗安排系统管理员",
        "您不能在昭君街道安排审计员",
        "不在您管辖的单位",
        "审计员不能兼任其他角色",
    ):
        assert said in report.text, said
    assert "可以导入 1 行" not in report.text
    assert [account(f"xinren{number}") for number in range(1, 7)] == [None] * 6


def test_two_lines_of_one_office_are_one_too_many(lead):
    report = checked(lead, NEW, (*NEW[:4], str(clock.today() + timedelta(days=9)), ""))
    assert "可以导入 1 行" in report.text
    assert "同一任职的日期不能重叠" in report.text


def test_taken_back_the_offices_are_gone_and_so_is_the_account_of_whoever_was_new(lead, cast):
    done = lead[0].fill(checked(lead, NEW, ("调解员老李", "mediator", "工业街道", "受理员", "", "")))
    assert account("wangxiaoyan")
    lead[0].fill(done, f"{done.url}/undoing")
    assert account("wangxiaoyan") is None
    assert [each.role for each in account("mediator").appointments] == ["mediator"]


def test_an_account_goes_with_its_last_office_also_when_a_password_was_handed_over_that_nobody_used(lead):
    done = lead[0].fill(checked(lead, NEW, (*NEW[:2], "工业街道", *NEW[3:])))
    for _ in range(2):
        lead[0].fill(lead[0].page(f"/accounts/{account('wangxiaoyan').id}/password"))
    lead[0].fill(lead[0].page(done.url), f"{done.url}/undoing")
    assert account("wangxiaoyan") is None
    assert (
        entries("account_end")
        == [
            f"撤销导入：王小燕（wangxiaoyan），受理员，从 {clock.today()} 起",
        ]
        * 2
    )


def test_nothing_is_taken_back_once_somebody_signed_in_and_it_is_said_whose_office_it_is(lead, cast, app):
    mediator = ("调解员老李", "mediator", "工业街道", "受理员", "", "")
    done = lead[0].fill(checked(lead, NEW, mediator))
    app.test_client().sign_in("mediator", PASSWORD)
    refused = lead[0].fill(lead[0].page(done.url), f"{done.url}/undoing")
    assert "调解员老李（mediator）的任职“工业街道 受理员”" in refused.text
    assert "在各人的账号页面上终止任职" in refused.text
    assert [each.role for each in account("mediator").appointments] == ["mediator", "clerk"]
    assert account("wangxiaoyan").appointments


def test_who_works_in_a_session_from_before_has_used_the_office(lead, as_user):
    as_user("mediator").page("/")
    done = lead[0].fill(checked(lead, ("调解员老李", "mediator", "工业街道", "受理员", "", "")))
    row = db.session.scalars(select(SignIn).where(SignIn.user_id == account("mediator").id)).one()
    row.seen_at = clock.now()
    db.session.commit()
    assert "mediator" in lead[0].fill(lead[0].page(done.url), f"{done.url}/undoing").text
    assert len(account("mediator").appointments) == 2


def test_who_was_noted_as_there_shortly_before_may_have_used_the_office(lead, as_user):
    """A session is noted every five minutes; what is only read leaves nothing else."""
    client = as_user("mediator")
    client.page("/")
    done = lead[0].fill(checked(lead, ("调解员老李", "mediator", "工业街道", "受理员", "", "")))
    client.page("/")
    assert "mediator" in lead[0].fill(lead[0].page(done.url), f"{done.url}/undoing").text
    assert len(account("mediator").appointments) == 2


def test_the_trail_says_for_which_days_an_office_was_given(lead):
    today = clock.today()
    lead[0].fill(checked(lead, (*NEW[:4], "", str(today)), ("调解员老李", "mediator", "工业街道", "受理员", "", "")))
    assert entries("account_create") == [f"wangxiaoyan：受理员，从 {today} 到 {today}"]
    assert entries("account_appoint") == [f"受理员，从 {today} 起"]


@pytest.mark.parametrize("number", ["13812345678", "150621197107069972", "wang13812345678"])
def test_a_number_of_a_person_is_no_account_name(lead, number):
    report = checked(lead, (NEW[0], number, *NEW[2:]))
    assert "账号里不能写身份证号" in report.text
    assert account(number) is None


def test_whoever_does_not_administer_imports_nothing(as_user, lead):
    for who in ("clerk", "director", "district", "auditor"):
        assert as_user(who).get(lead[1]).status_code == 403, who
