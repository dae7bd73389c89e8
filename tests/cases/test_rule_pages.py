"""The pages of 时限表, 分流规则 and 放假安排: saved, refused with everything typed kept, tried before, and not for others."""

from datetime import date

import pytest
from sqlalchemy import func, select

from portal.cases.policy.models import LimitRow
from portal.cases.routing.models import RouteRow
from portal.extensions import db
from portal.jobs.models import Job
from portal.jobs.worker import Worker
from portal.testing import factories
from portal.workdays.models import WorkdaysDay, WorkdaysNotice

pytestmark = pytest.mark.database


@pytest.fixture
def district(as_user):
    return as_user("district")


def test_a_line_is_added_shown_changed_and_closed(district, cast):
    page = district.fill(district.page("/cases/limits/new"), source="hotline", period="5个工作日", reason="旗文件")
    assert "时限表第 1 条已保存" in page.text
    assert "12345热线：5 个工作日" in page.text
    page = district.fill(district.page(f"/cases/limits/1?unit={cast.county.id}"), period="4 个工作日", reason="更严")
    assert "12345热线：4 个工作日" in page.text
    page = district.fill(district.page(f"/cases/limits/1?unit={cast.county.id}"), closed="y", reason="不用了")
    assert "已停用" in page.text
    assert db.session.scalar(select(func.count(LimitRow.id))) == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"period": "5"}, "请写明数目和单位"),
        ({"period": "999 日"}, "1 至 365"),
        ({"period": "61 日", "source": "petition"}, "《信访工作条例》第三十四条规定最长 60 日"),
        ({"period": "5 日", "valid_from": "2020-01-01"}, "不能早于今天"),
        ({"period": "5 日", "reason": ""}, "请写明依据"),
    ],
)
def test_what_does_not_fit_is_said_at_the_field_and_nothing_is_lost(district, typed, said):
    page = district.fill(district.page("/cases/limits/new"), **({"level": "hard", "reason": "旗文件"} | typed))
    assert page.status == 422
    assert said in page.text
    fields = page.fields(page.form())
    assert (fields["level"], fields["period"]) == ("hard", typed["period"])
    assert db.session.scalar(select(func.count(LimitRow.id))) == 0


@pytest.mark.parametrize("table", ["limits", "routes"])
def test_a_line_with_an_endless_number_is_none(district, cast, table):
    page = district.page(f"/cases/{table}/new")
    endless = f"/cases/{table}/{10**30}?unit={cast.county.id}"
    assert district.get(endless).status_code == 404
    assert district.post(endless, data=page.fields(page.form())).status_code == 404


def test_running_cases_are_moved_after_a_look_at_how_many(district, cast, app):
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0201", level="hard", by=cast.clerk)
    db.session.commit()
    before = case.due_at
    district.fill(district.page("/cases/limits/new"), level="hard", period="3 个工作日", reason="旗文件")
    db.session.expire_all()
    assert case.due_at == before
    page = district.page(f"/cases/limits/running?unit={cast.county.id}")
    assert "件时限提前" in page.text
    assert "马上在后台按现行规定重算" in district.fill(page).text
    Worker(app).run_one()
    db.session.expire_all()
    assert case.due_at < before
    assert db.session.scalar(select(Job.message)) == "按现行时限规定看了 1 件，重算 1 件。"


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        (("hard", "hard", "minor"), "至少 1 件时限要变（1 件提前，0 件推后）"),
        (("minor", "minor", "hard"), "数到 2 件为止，时限都和现行规定一致。其余的还没有看"),
    ],
)
def test_where_counting_stops_the_page_says_so_and_all_can_be_moved(district, cast, monkeypatch, levels, said):
    monkeypatch.setattr("portal.cases.policy.running.COUNTED", 2)
    for level in levels:
        factories.case(cast.taixing, by=cast.clerk).triage(kind="0201", level=level, by=cast.clerk)
    db.session.commit()
    district.fill(district.page("/cases/limits/new"), level="hard", period="3 个工作日", reason="旗文件")
    page = district.page(f"/cases/limits/running?unit={cast.county.id}")
    assert said in page.text
    assert "全部重算" in page.text


def test_a_rule_is_tried_before_it_is_saved(district, cast):
    case = factories.case(cast.taixing, by=cast.clerk, title="欠薪")
    case.triage(kind="0701", level="minor", by=cast.clerk)
    case.assign(cast.street, by=cast.clerk)
    db.session.commit()
    typed = {"place": "10", "kind": "07", "handler": "community", "reason": "旗文件"}
    page = district.fill(district.page("/cases/routes/new"), **typed)
    assert "过去 90 天交办过的 1 件里，1 件会交给别处" in page.text
    assert "还没有保存" in page.text
    assert db.session.scalar(select(func.count(RouteRow.id))) == 0
    assert "分流规则第 1 条已保存" in district.fill(page).text
    assert db.session.scalar(select(RouteRow.handler)) == "community"


def test_a_department_that_was_closed_is_named(district, cast):
    cast.labour_bureau.closed_on = date(2026, 1, 1)
    db.session.commit()
    page = district.page("/cases/routes/new")
    assert cast.labour_bureau.short_name not in page.text
    page = district.fill(page, place="10", handler="department", department="", reason="旗文件")
    assert page.status == 422
    assert "请选择部门" in page.text


def test_the_notice_of_a_year_is_pasted_and_what_was_tentative_waits_for_the_job(district):
    days = "2027-01-01 休 元旦\n2027-01-02\t休\t元旦\n2027-02-06 班 春节"
    page = district.fill(district.page("/cases/holidays"), year="2027", source="国务院办公厅通知", days=days)
    assert "已录入2027 年放假安排 3 天" in page.text
    assert db.session.scalar(select(func.count(WorkdaysDay.day)).where(WorkdaysDay.day >= date(2027, 1, 1))) == 3
    assert db.session.scalar(select(Job.task)) == "cases.reckon_tentative"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("", "请写上放假和调休"),
        ("2027-01-01 放 元旦", "第 1 行：第二列写“休”或者“班”"),
        ("2026-01-01 休 元旦", "不在 2027 年"),
        ("2027-01-01 休 元旦\n2027-01-01 休 元旦", "写了两次"),
        ("2027-01-04 班 元旦", "本来就上班"),
        ("元旦 休", "第 1 行"),
    ],
)
def test_a_notice_that_is_none_is_refused(district, days, said):
    page = district.fill(district.page("/cases/holidays"), year="2027", source="通知", days=days)
    assert page.status == 422
    assert said in page.text
    assert page.fields(page.form())["source"] == "通知"
    assert db.session.scalar(select(func.count(WorkdaysNotice.id))) == 0


@pytest.mark.parametrize("who", ["clerk", "director", "administrator", "auditor"])
def test_who_does_not_manage_settings_gets_in_nowhere(as_user, who):
    client = as_user(who)
    for url in ("limits", "limits/new", "limits/running", "routes", "routes/new", "holidays"):
        assert client.get(f"/cases/{url}").status_code == 403
