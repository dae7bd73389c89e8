"""接着办下一步: the button beside that of a step leads on to the form of the next one."""

import pytest

from portal.cases.choices import ASSIST
from portal.cases.models import Case
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def answered(cast) -> Case:
    """Handed to the street, whose answer waits to be checked."""
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    given = case.assign(cast.street, by=cast.clerk)
    given.acknowledge(by=cast.clerk)
    given.report("已办。", by=cast.clerk)
    db.session.commit()
    return case


def test_who_closes_a_case_goes_on_to_the_archive(as_user, answered):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"/cases/{answered.id}/resolution"), onward="1")
    assert page.url == f"/cases/{answered.id}/archive"
    assert "已办结。" in page.text


def test_without_it_the_page_of_the_case_is_shown(as_user, answered):
    clerk = as_user("clerk")
    assert clerk.fill(clerk.page(f"/cases/{answered.id}/resolution")).url == f"/cases/{answered.id}"


@pytest.fixture
def handed(cast) -> Case:
    """Handed to the street and, beside it, to the labour office."""
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    case.assign(cast.street, by=cast.clerk, beside=[{"unit": cast.labour_bureau, "role": ASSIST}])
    db.session.commit()
    return case


def test_who_takes_a_case_back_says_there_who_gets_it_instead(as_user, handed):
    lead, _ = handed.assignments
    page = as_user("clerk").page(f"/cases/{handed.id}/assignments/{lead.id}/recall").text
    assert ("改交给" in page, "接着办下一步" in page) == (True, False)


def test_who_takes_it_back_from_whoever_assists_is_not_asked_to_go_on(as_user, handed):
    _, beside = handed.assignments
    assert "接着办下一步" not in as_user("clerk").page(f"/cases/{handed.id}/assignments/{beside.id}/recall").text


def test_the_last_step_leads_nowhere(as_user, answered, cast):
    answered.resolve("已办。", by=cast.clerk)
    db.session.commit()
    page = as_user("clerk").page(f"/cases/{answered.id}/archive")
    assert "接着办下一步" not in page.text


def test_who_may_not_take_the_next_step_comes_to_the_page_of_the_case(as_user, cast):
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    given = case.assign(cast.labour_bureau, by=cast.clerk)
    given.acknowledge(by=cast.department)
    db.session.commit()
    department = as_user("department")
    form = department.page(f"/cases/{case.id}/assignments/{given.id}/report")
    assert "接着办下一步" not in form.text
    assert department.fill(form, text="已办。", onward="1").url == f"/cases/{case.id}"
