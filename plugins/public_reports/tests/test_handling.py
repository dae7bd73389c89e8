"""What is decided about a report, and what whoever reported it is told."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
from werkzeug.datastructures import FileStorage

from plugins.public_reports.models import Report
from portal import clock
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.testing import factories
from portal.testing.pictures import photo

pytestmark = pytest.mark.database


def accepted(report: Report, cast) -> Report:
    report.accept("楼道灯不亮", "property", by=cast.clerk)
    db.session.commit()
    return report


def closed(report: Report, cast, outcome="物业换了灯。") -> Report:
    report.case.accept(by=cast.clerk)
    report.case.resolve(outcome, by=cast.director)
    db.session.commit()
    return report


def test_the_case_says_what_and_not_who(cast, report):
    case = accepted(report(), cast).case
    assert (case.source, case.kind, case.description, case.location) == (
        "scan",
        "0402",
        "楼道的灯不亮。",
        "万豪花园南门，3 号楼 2 单元",
    )
    assert (case.parties, case.unnamed) == ([], True)


def test_what_comes_of_the_case_is_the_answer_with_the_name_of_who_gave_it(cast, report):
    sent = closed(accepted(report(), cast), cast)
    assert (sent.status, sent.answer, sent.answered_by, sent.in_time) == (
        "answered",
        "物业换了灯。",
        cast.director.name,
        True,
    )


def test_everybody_who_reported_the_same_gets_the_answer(cast, report):
    first, second, third = report(), report(text="灯坏了。"), report(text="楼里黑。")
    second.merge_into(first, by=cast.clerk)
    accepted(first, cast)
    third.join(first.case, by=cast.clerk)
    closed(first, cast)
    assert [each.answer for each in (first, second, third)] == ["物业换了灯。"] * 3


def test_what_is_merged_into_a_refused_one_is_told_the_same(cast, report):
    first, second = report(), report(text="灯坏了。")
    second.merge_into(first, by=cast.clerk)
    first.decline("不在本单位职责范围", "路灯归市政。", "市政热线", by=cast.clerk)
    assert (first.status, second.status) == ("declined", "answered")
    assert second.answer == first.answer == "不在本单位职责范围。路灯归市政。 可以找：市政热线"


def test_a_merged_case_carries_the_answer_to_those_who_reported_it(cast, report):
    first, second = accepted(report(), cast), accepted(report(text="灯坏了。"), cast)
    second.case.merge_into(first.case, "同一件事", by=cast.clerk)
    db.session.commit()
    assert second.status == "accepted", "it goes on"
    closed(first, cast)
    assert second.answer == "物业换了灯。"


def test_a_report_leads_to_the_one_it_was_merged_into_and_that_one_back(as_user, cast, report):
    first, second = report(), report(text="灯坏了。")
    second.merge_into(first, by=cast.clerk)
    db.session.commit()
    pages = {each: f"/public_reports/reports/{each.id}" for each in (first, second)}
    clerk = as_user("clerk")
    assert pages[first] in clerk.page(pages[second]).links()
    shown = clerk.page(pages[first])
    assert "并到这里的 1 件来件" in shown.text
    assert pages[second] in shown.links()


@pytest.mark.parametrize("itself", [True, False])
def test_none_goes_with_itself_or_with_one_that_is_over(cast, report, itself):
    first, second = report(), report(text="灯坏了。")
    second.refer("119", "已打电话。", by=cast.clerk)
    with pytest.raises(RuleError):
        first.merge_into(first if itself else second, by=cast.clerk)


def test_the_clock_stands_still_while_the_reporter_is_asked(cast, report):
    with time_machine.travel("2026-11-24 09:00+08:00", tick=False):
        sent = report()
        sent.look(by=cast.clerk)
        due = sent.due_at
        sent.ask("哪一层？", by=cast.clerk)
        assert sent.due_at is None
    with time_machine.travel("2026-11-26 09:00+08:00", tick=False):
        sent.remark("三层。", by=None)
    assert (sent.status, sent.due_at) == ("seen", due + timedelta(days=2))


@pytest.mark.parametrize(
    ("sent_at", "due"),
    [
        ("2026-11-24 09:00", "2026-11-24 15:30"),  # three of them before noon
        ("2026-11-24 16:30", "2026-11-25 11:30"),
        ("2026-11-27 17:00", "2026-11-30 12:00"),  # over a weekend
    ],
)
def test_four_working_hours_until_the_first_look(report, sent_at, due):
    with time_machine.travel(f"{sent_at}+08:00", tick=False):
        assert f"{clock.local(report().due_at):%Y-%m-%d %H:%M}" == due


def test_what_is_not_solved_is_taken_up_once_more(cast, report):
    sent = closed(accepted(report(), cast), cast)
    sent.reopen("只亮了一天。", by=None)
    sent.take_up(by=cast.clerk)
    db.session.commit()
    assert (sent.status, sent.case.status) == ("accepted", "triaged")
    sent.case.resolve("重新布了线。", by=cast.director)
    assert sent.answer == "重新布了线。"
    with pytest.raises(RuleError, match="已经再反映过一次"):
        sent.reopen("还是不亮。", by=None)


def test_what_is_asked_for_once_more_stands_on_top_of_the_desk_and_its_case_is_not_filed(as_user, cast, report):
    sent = closed(accepted(report(), cast), cast)
    sent.reopen("只亮了一天。", by=None)
    db.session.commit()
    desk = as_user("clerk").page("/").text
    assert "回来的在前" in desk
    assert f"{sent.title}重新办理" in desk.partition("回来的在前")[2]
    with pytest.raises(RuleError, match=sent.number):
        sent.case.archive(by=cast.clerk)


def test_where_the_case_is_archived_a_new_one_is_opened(cast, report):
    sent = closed(accepted(report(), cast), cast)
    first = sent.case
    first.archive(by=cast.clerk)
    sent.reopen("只亮了一天。", by=None)
    sent.take_up(by=cast.clerk)
    assert sent.case is not first
    assert first.number in sent.events[-1].note


def test_it_is_rated_once_and_within_the_days(cast, report):
    sent = closed(accepted(report(), cast), cast)
    late = clock.now() + timedelta(days=8)
    with clock.pretend(late), pytest.raises(RuleError, match="超过 7 日"):
        sent.rate(True, True, True, by=None)
    sent.rate(True, False, False, by=None, reason="没修好。")
    with pytest.raises(RuleError, match="已经评价过"):
        sent.rate(True, True, True, by=None)


def test_what_is_set_apart_is_looked_at_by_another(cast, report):
    sent = closed(accepted(report(), cast), cast)
    sent.set_apart("要求免交物业费，没有依据。", by=cast.director)
    with pytest.raises(NotAllowed, match="您是申请人"):
        sent.confirm_apart(by=cast.director)
    sent.confirm_apart(by=cast.district)
    assert sent.apart == "confirmed"


def test_the_pictures_go_on_to_the_case(cast, report):
    sent = accepted(report(photos=[FileStorage(io.BytesIO(photo()), "1.jpg")]), cast)
    assert db.session.scalars(Attachment.of(sent.case)).one().sha256 == sent.photos[0].sha256


def test_who_reports_the_own_work_is_told_by_signs(cast, report):
    sent = accepted(report(by=cast.director, channel="phone"), cast)
    assert closed(sent, cast).signs == "own,fast"


def test_cases_that_may_be_the_same_are_shown_while_it_is_undecided(as_user, cast, report):
    case = factories.case(
        cast.taixing, by=cast.clerk, title="三单元地下室积水", description="地下室积水很深，没有人来抽。"
    )
    db.session.commit()
    sent = report(text="三单元地下室积水很深。", matter="leak")
    clerk = as_user("clerk")
    assert case.number in clerk.page(f"/public_reports/reports/{sent.id}").text
    path = f"/public_reports/reports/{sent.id}/merger"
    assert f'value="{case.number}"' in clerk.get(f"{path}?into={case.number}").get_data(as_text=True)
    clerk.fill(clerk.page(path), path, number=case.number)
    db.session.refresh(sent)
    assert (sent.status, sent.case_id) == ("merged", case.id)


@pytest.mark.parametrize("typed", ["{last}", "昭君街道反映[2026]{last}号", "昭君街道反映（2026） {last} 号"])
def test_a_report_to_merge_into_is_found_by_what_people_write_of_its_number(as_user, cast, report, typed):
    first, second = report(), report(text="灯坏了。")
    year, last = re.findall(r"\d+", first.number)
    clerk, path = as_user("clerk"), f"/public_reports/reports/{second.id}/merger"
    clerk.fill(clerk.page(path), path, number=typed.replace("2026", year).format(last=int(last)))
    db.session.refresh(second)
    assert (second.status, second.into) == ("merged", first)


def test_an_address_in_common_is_no_likeness(as_user, cast, report):
    factories.case(cast.taixing, by=cast.clerk, title="三单元有人养流浪狗", description="3号楼三单元门前，流浪狗咬人。")
    db.session.commit()
    sent = report(text="3号楼三单元地下室积水很深。", matter="leak")
    assert "可能是这些事项" not in as_user("clerk").page(f"/public_reports/reports/{sent.id}").text


def test_there_is_a_reason_to_refuse(as_user):
    district = as_user("district")
    page = district.fill(district.page("/settings/public_reports"), **{"set-grounds": "；；；", "reason": "试"})
    assert page.status == 422
    assert "请至少写一个理由" in page.text
