"""分流规则: whom it proposes, what cannot be saved, and that a person decides."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment
from portal.cases.routing.models import RouteRow
from portal.cases.routing.table import propose
from portal.cases.routing.trial import tried
from portal.cases.tables.terms import Terms
from portal.errors import RuleError
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database
BUREAU = "达拉特旗人力资源和社会保障局"


def rule(unit, place, handler="community", line=0, **more) -> RouteRow:
    fields = {"place": place, "place_level": "", "words": "", "handler": handler, "department": "", "period": ""}
    values = dict.fromkeys(Terms._fields, "") | fields | more
    return RouteRow.decide(unit, line, values, by=None, reason="旗文件", valid_from=clock.today())


@pytest.fixture
def wages(cast):
    return factories.case(cast.taixing, by=cast.clerk, title="工地拖欠工资", kind="0701")


def test_the_first_rule_that_fits_proposes_and_says_why(cast, wages):
    rule(cast.county, 10, "department", department=BUREAU, words="欠薪 拖欠工资")
    rule(cast.county, 90, "township")
    found = propose(wages)
    assert found.unit_id == cast.labour_bureau.id
    assert f"{cast.county.short_name}分流规则第 1 条，写到“拖欠工资”" in found.reason
    leak = factories.case(cast.taixing, by=cast.clerk, title="楼上漏水")
    assert propose(leak).unit_id == cast.street.id


def test_the_table_of_the_street_is_asked_before_that_of_the_county(cast, wages):
    rule(cast.county, 10, "department", department=BUREAU)
    rule(cast.street, 90, "township", kind="07")
    assert propose(wages).unit_id == cast.street.id


def test_without_a_rule_nothing_is_proposed(cast, wages):
    rule(cast.county, 10, kind="02")
    assert propose(wages) is None


def test_where_the_unit_is_not_there_it_says_so_and_proposes_nobody(cast):
    rule(cast.county, 10, "grid")
    case = factories.case(cast.taixing, by=cast.clerk)
    assert propose(case).unit_id is None
    assert "这里没有这个单位" in propose(case).reason


def test_two_for_the_same_cases_contradict_each_other(cast):
    rule(cast.county, 10, "community", kind="07")
    with pytest.raises(RuleError, match=r"和第 1 条.*矛盾"):
        rule(cast.county, 20, "township", kind="07")


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [({}, {"kind": "07"}), ({"kind": "07"}, {"kind": "0701"}), ({"words": "工资"}, {"words": "拖欠工资"})],
)
def test_a_narrow_rule_behind_a_wide_one_is_never_reached(cast, wide, narrow):
    rule(cast.county, 10, "community", **wide)
    with pytest.raises(RuleError, match="永远轮不到"):
        rule(cast.county, 20, "township", **narrow)
    rule(cast.county, 5, "township", **narrow)


def test_a_wide_rule_put_before_a_narrow_one_is_refused_with_the_name_of_that(cast):
    rule(cast.county, 10, "community", kind="07")
    with pytest.raises(RuleError, match=r"第 1 条.*永远轮不到"):
        rule(cast.county, 5, "township")


def test_tried_on_the_past_it_says_how_many_would_go_elsewhere(cast, wages):
    leak = factories.case(cast.taixing, by=cast.clerk, title="楼上漏水")
    for case, unit in ((wages, cast.street), (leak, cast.nangan)):
        case.triage(kind=case.kind, level="minor", by=cast.clerk)
        case.assign(unit, by=cast.clerk)
    db.session.flush()
    row = rule(cast.county, 10, "department", department=BUREAU, kind="07")
    found = tried(cast.county, row, cast.district)
    assert (
        found["about"]
        == "按这张表，过去 90 天交办过的 2 件里，1 件会交给别处，1 件没有规则管到、照旧由人选；由这一条定的 1 件。"
    )
    assert [each[2:] for each in found["cases"]] == [("工地拖欠工资", cast.street.short_name, BUREAU)]
    with clock.pretend(clock.now() + timedelta(days=91)):
        assert tried(cast.county, row, cast.district) is None


def test_at_triage_it_is_chosen_already_and_a_person_confirms_or_chooses_another(as_user, cast, wages):
    rule(cast.county, 10, "department", department=BUREAU, kind="07", period="2 个工作日")
    db.session.commit()
    client = as_user("director")
    page = client.page(f"/cases/{wages.id}/triage")
    fields = page.fields(page.form())
    assert (fields["unit_id"], fields["route"]) == (str(cast.labour_bureau.id), "assign")
    assert fields["due_on"]
    assert "建议交给" in page.text
    assert wages.status == "registered"
    client.fill(page, unit_id=str(cast.street.id), due_on="")
    db.session.expire_all()
    assert [each.unit_id for each in wages.assignments] == [cast.street.id]


def test_the_date_for_the_answer_is_not_after_that_of_the_case(as_user, cast, wages):
    db.session.commit()
    client = as_user("director")
    page = client.fill(
        client.page(f"/cases/{wages.id}/triage"),
        unit_id=str(cast.street.id),
        due_on=str(clock.today() + timedelta(days=200)),
    )
    assert page.status == 422
    assert "不能晚于这件事的办理时限" in page.text
    db.session.expire_all()
    assert wages.status == "registered"


def test_a_unit_in_which_nobody_could_sign_for_it_is_not_proposed_and_that_is_said(as_user, cast, wages):
    rule(cast.county, 10, "department", department=BUREAU)
    for each in db.session.scalars(select(Appointment).where(Appointment.unit_id == cast.labour_bureau.id)):
        each.user.active = False
    db.session.commit()
    page = as_user("director").page(f"/cases/{wages.id}/triage")
    assert page.fields(page.form())["unit_id"] == "0"
    assert "现在没有能签收的账号，没有替您选上，请另选。" in page.text
