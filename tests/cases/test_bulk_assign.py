"""批量交办、批量催办: once for all that are ticked, and each that could not be done is named with the reason."""

from datetime import timedelta

import pytest

from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.testing import factories
from portal.testing.client import Page, read

pytestmark = pytest.mark.database


def accepted(cast, title: str, **fields) -> Case:
    case = factories.case(fields.pop("unit", cast.taixing), by=cast.clerk, title=title, **fields)
    case.triage(kind="0201", level="major", by=cast.clerk)
    return case


@pytest.fixture
def cases(cast) -> list[Case]:
    found = [accepted(cast, title) for title in ("漏水一", "漏水二", "漏水三")]
    db.session.commit()
    return found


def send(client, where: str, cases: list[Case], **filled):
    """Tick, press, fill the form that comes."""
    page = client.page(where)
    at = "assignments" if "triaged" in where else "reminders"
    token = page.fields(page.form("/logout"))["csrf_token"]
    ticked = [each.id for each in cases]
    answer = client.post(f"/cases/{at}", data={"chosen": ticked, "csrf_token": token})
    return client.fill(Page(answer, read(answer.text, at)), chosen=ticked, **filled)


def test_those_that_can_be_are_handed_on_and_the_others_named(as_user, cast, cases):
    cases[1].assign(cast.nangan, by=cast.clerk)
    cases[1].assignments[0].recall("派错了。", by=cast.clerk)
    cases[2].assign(cast.nangan, by=cast.clerk)
    db.session.commit()
    until = f"{clock.today() + timedelta(days=1)}"
    done = send(as_user("clerk"), "/cases?status=triaged", cases, unit_id=str(cast.labour_bureau.id), due_on=until)
    assert "漏水三" in done.text
    assert "已经交给南干社区，还没有反馈" in done.text
    for case in cases:
        db.session.refresh(case)
    assert [each.assignments[-1].unit.short_name for each in cases[:2]] == [str(cast.labour_bureau)] * 2
    assert clock.local(cases[0].assignments[0].due_at).date().isoformat() == until


def test_a_date_after_that_of_the_case_and_a_missing_unit_are_said(as_user, cast, cases):
    client, late = as_user("clerk"), f"{clock.today() + timedelta(days=300)}"
    assert send(client, "/cases?status=triaged", cases, unit_id="0").status == 422
    done = send(client, "/cases?status=triaged", cases[:1], unit_id=str(cast.labour_bureau.id), due_on=late)
    assert "不能晚于这件事的办理时限" in done.text
    assert not cases[0].assignments


def test_reminded_are_all_who_have_not_answered_and_nobody_twice_a_day(as_user, cast, cases):
    for case in cases[:2]:
        case.assign(cast.labour_bureau, by=cast.clerk)
    cases[0].assignments[0].remind(by=cast.clerk)
    db.session.commit()
    done = send(as_user("clerk"), "/cases?status=out", cases[:2], text="请抓紧。")
    assert "您今天已经催办过" in done.text
    db.session.refresh(cases[1].assignments[0])
    assert [each.assignments[0].reminded for each in cases[:2]] == [1, 1]


def test_it_is_offered_where_there_is_something_to_hand_on_and_to_whom_it_is_due(as_user, cases):
    assert "批量交办" not in as_user("clerk").page("/cases").text
    assert "/cases/assignments" in as_user("clerk").get("/cases?status=triaged").text
    assert "/cases/assignments" not in as_user("district").get("/cases?status=triaged").text
