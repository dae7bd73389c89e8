"""A report is answered by the case that carries it: merged and back, taken up again, closed while the module was off."""

from datetime import timedelta

import pytest

from plugins.public_reports.models import Report
from portal import clock
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.plugin_admin.switching import switch
from portal.testing import factories

pytestmark = pytest.mark.database


def accepted(report: Report, cast) -> Report:
    report.accept("楼道灯不亮", "property", by=cast.clerk)
    db.session.commit()
    return report


def closed(case, cast, outcome="物业换了灯。"):
    if case.status == "registered":
        case.accept(by=cast.clerk)
    case.resolve(outcome, by=cast.director)
    db.session.commit()


def switched(cast, state):
    switch("public_reports", cast.county, state, by=None, reason="试")
    db.session.commit()


@pytest.fixture
def merged(cast, report):
    """Two reports; the case of the second goes on as part of that of the first."""
    first, second = accepted(report(), cast), accepted(report(text="灯坏了。"), cast)
    second.case.merge_into(first.case, "同一件事", by=cast.clerk)
    db.session.commit()
    return first, second


def test_whoever_closes_the_case_is_told_that_the_reporter_reads_what_is_written(as_user, cast, merged):
    first, _ = merged
    first.case.accept(by=cast.clerk)
    other = factories.case(cast.street, by=cast.clerk)
    other.accept(by=cast.clerk)
    db.session.commit()
    director, said = as_user("director"), "反映人会看到这里写的结果，原样作为答复"
    assert said in director.page(f"/cases/{first.case.id}/resolution").text
    assert said not in director.page(f"/cases/{other.id}/resolution").text


def test_what_comes_back_from_a_merger_is_answered_by_its_own_case(cast, merged):
    first, second = merged
    closed(first.case, cast)
    second.case.come_back("不是一件事。", by=cast.clerk)
    db.session.commit()
    assert (first.status, second.status) == ("answered", "accepted")
    closed(second.case, cast, "另外修好了。")
    assert second.answer == "另外修好了。"


def test_what_was_answered_in_time_stays_so_when_the_office_adds_to_it_later(cast, report):
    sent = accepted(report(), cast)
    closed(sent.case, cast)
    sent.case.reopen("没有修好。", by=cast.director)
    with clock.pretend(sent.case.due_at + timedelta(days=1)):
        closed(sent.case, cast, "换了线。")
    assert (sent.answer, sent.in_time) == ("换了线。", True)


def test_what_is_asked_for_once_more_is_late_where_it_comes_late(cast, report):
    sent = accepted(report(), cast)
    closed(sent.case, cast)
    sent.reopen("只亮了一天。", by=None)
    sent.take_up(by=cast.clerk)
    with clock.pretend(sent.case.due_at + timedelta(days=1)):
        closed(sent.case, cast, "换了线。")
    assert sent.in_time is False


def test_a_case_closed_while_the_module_was_off_is_answered_with_the_name_of_who_closed_it(cast, report):
    sent = accepted(report(), cast)
    switched(cast, "off")
    closed(sent.case, cast)
    assert sent.status == "accepted"
    with clock.pretend(sent.case.due_at + timedelta(days=1)):
        switched(cast, "on")
    assert (sent.status, sent.answer, sent.answered_by) == ("answered", "物业换了灯。", cast.director.name)
    assert sent.in_time is True, "the case was closed in time"


def test_a_case_taken_up_again_while_the_module_was_off_is_answered_again(cast, report):
    sent = accepted(report(), cast)
    closed(sent.case, cast)
    switched(cast, "off")
    sent.case.reopen("没有修好。", by=cast.director)
    switched(cast, "on")
    assert sent.status == "accepted"


def test_the_case_that_carries_it_is_taken_up_again_and_no_second_one_opened(cast, merged):
    first, second = merged
    closed(first.case, cast)
    own = second.case
    second.reopen("只亮了一天。", by=None)
    second.take_up(by=cast.clerk)
    assert (second.case, first.case.status) == (own, "triaged")


def test_a_report_joined_to_a_case_from_elsewhere_stands_on_its_page(as_user, cast, report):
    case = factories.case(cast.taixing, by=cast.clerk)
    case.accept(by=cast.clerk)
    sent = report()
    sent.join(case, by=cast.clerk)
    db.session.commit()
    assert f"/public_reports/reports/{sent.id}" in as_user("clerk").page(f"/cases/{case.id}").links()


def test_the_case_that_carries_on_shows_the_reports_of_both(as_user, merged):
    page = as_user("clerk").page(f"/cases/{merged[0].case_id}")
    assert {f"/public_reports/reports/{each.id}" for each in merged} <= set(page.links())


def test_an_answer_of_the_first_version_stands_unless_it_was_asked_for_once_more(cast, report):
    closed_one, again, waiting = (
        accepted(report(), cast),
        accepted(report(text="灯坏了。"), cast),
        report(text="楼里黑。"),
    )
    for each in (closed_one, again):
        closed(each.case, cast)
    again.reopen("只亮了一天。", by=None)
    db.session.commit()
    idents = [each.id for each in (closed_one, again, waiting)]
    history = next(each for each in histories() if each.key == "public_reports")
    db.session.remove()
    downgrade(history, "public_reports_0001")
    upgrade_all()
    assert drift(history) == []
    assert [db.session.get_one(Report, each).stands for each in idents] == [True, False, False]
