"""Where the district has the gate on, a case about something that was taken back is not handed to a community."""

import pytest

from plugins.duty_lists.models import CaseDuty
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast):
    """A case of the street that waits to be handed on."""
    made = factories.case(cast.street, by=cast.clerk, title="采集企业用电数据", description="请社区逐户采集。")
    made.accept(by=cast.clerk)
    db.session.commit()
    return made


def tied(case, row, cast, **more):
    CaseDuty.tie(case, row, by=cast.clerk, **more)
    db.session.commit()


def test_it_is_refused_with_the_number_of_the_row(cast, case, listed, decide):
    decide(gate="on")
    tied(case, listed("withdrawn"), cast)
    with pytest.raises(RuleError, match="收回清单第 12 项“采集企业用电数据”不能交给泰兴社区，由工信局承接"):
        case.assign(cast.taixing, by=cast.clerk)


def test_nor_is_it_passed_down_the_tree(cast, case, listed, decide):
    decide(gate="on")
    tied(case, listed("withdrawn"), cast)
    with pytest.raises(RuleError, match="不能交给泰兴社区"):
        case.delegate(cast.taixing, "请办理。", clock.today(), by=cast.clerk)


def test_nothing_is_half_handed_on(as_user, cast, case, listed, decide):
    decide(gate="on")
    tied(case, listed("withdrawn"), cast)
    clerk, url = as_user("clerk"), f"/cases/{case.id}/assignments/new"
    page = clerk.fill(clerk.page(url), unit_id=str(cast.unit_ids["taixing"]), note="请办理。")
    assert page.status == 422
    assert "收回清单第 12 项" in page.text
    db.session.expire_all()
    assert case.assignments == []


@pytest.mark.parametrize(
    ("gate", "kind", "urgent"), [("off", "withdrawn", False), ("on", "basic", False), ("on", "negative", True)]
)
def test_it_is_handed_on_where_nothing_forbids_it(cast, case, listed, decide, gate, kind, urgent):
    decide(gate=gate)
    tied(case, listed(kind), cast, urgent=urgent, reason="今晚必须办。")
    assert case.assign(cast.taixing, by=cast.clerk).unit == cast.taixing


def test_a_department_may_have_it(cast, case, listed, decide):
    decide(gate="on")
    tied(case, listed("withdrawn"), cast)
    assert case.assign(cast.labour_bureau, by=cast.clerk).unit == cast.labour_bureau


def test_the_row_is_chosen_on_the_page_of_the_case(as_user, case, listed):
    row, clerk = listed("withdrawn"), as_user("clerk")
    assert f"/duty_lists/cases/{case.id}" in clerk.page(f"/cases/{case.id}").links()
    form = clerk.page(f"/duty_lists/cases/{case.id}")
    assert "收回清单第 12 项 采集企业用电数据" in form.text
    assert "请写明为什么应急" in clerk.fill(form, hit=f"i{row.id}", urgent="y").text
    page = clerk.fill(form, hit=f"i{row.id}")
    assert "收回清单第 12 项 采集企业用电数据" in page.text
