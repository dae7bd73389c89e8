"""交办: to a unit or a department, to several, and to nobody twice."""

import pytest

from portal import clock
from portal.cases.choosers import handlers_for
from portal.cases.models import Case
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    db.session.commit()
    return case


def test_the_case_waits_to_be_acknowledged(as_user, cast, case):
    client, case_id = as_user("director"), case.id
    page = client.page(f"/cases/{case_id}/assignments/new")
    page = client.fill(page, unit_id=cast.unit_ids["labour_bureau"], note="请三日内答复。")
    assert "待签收" in page.text
    assert db.session.get(Case, case_id).assignments[0].note == "请三日内答复。"


def test_two_departments_may_have_it_but_none_twice(as_user, cast, case):
    police = OrgUnit.create(kind="department", name="达拉特旗公安局", parent=cast.county)
    case.assign(cast.labour_bureau, by=cast.clerk)
    case.assign(police, by=cast.clerk)
    with pytest.raises(RuleError, match="已经交给"):
        case.assign(police, by=cast.clerk)
    db.session.commit()
    client = as_user("clerk")
    page = client.fill(client.page(f"/cases/{case.id}/assignments/new"), unit_id=str(police.id))
    assert page.status == 422
    assert "已经交给达拉特旗公安局" in page.text


def test_who_hands_it_to_another_is_told_who_has_it_and_confirms(as_user, cast, case):
    client, url, case_id = as_user("clerk"), f"/cases/{case.id}/assignments/new", case.id
    before = client.page(url)
    assert "还没有反馈" not in before.text
    assert "as_well" not in before.fields(before.form())
    case.assign(cast.labour_bureau, by=cast.director)
    db.session.commit()
    asked = client.fill(before, unit_id=str(cast.unit_ids["street"]), note="请上门核实。")
    said = f"已经交给{cast.labour_bureau}（{clock.today():%Y-%m-%d} 交办，待签收），还没有反馈"
    assert asked.status == 422
    assert said in asked.text
    assert "还要再交给一个单位的，请勾选确认" in asked.text
    kept = asked.fields(asked.form())
    assert (kept["unit_id"], kept["note"]) == (str(cast.unit_ids["street"]), "请上门核实。")
    assert said in client.page(url).text
    assert client.fill(asked, as_well="y").status == 200
    assert len(db.session.get(Case, case_id).assignments) == 2


def test_what_was_answered_is_handed_on_without_a_question(as_user, cast, case):
    case.assign(cast.street, by=cast.clerk).acknowledge(by=cast.clerk)
    case.assignments[0].report("已答复。", by=cast.clerk)
    db.session.commit()
    client = as_user("clerk")
    page = client.page(f"/cases/{case.id}/assignments/new")
    assert "as_well" not in page.fields(page.form())
    assert client.fill(page, unit_id=str(cast.unit_ids["labour_bureau"])).status == 200


def test_a_desk_of_a_plugin_and_the_unit_itself_are_two_hands(cast, case):
    case.assign(cast.street, by=cast.clerk)
    case.assign(cast.street, by=cast.clerk, channel="mediation")
    assert [each.channel for each in case.assignments] == ["", "mediation"]


def test_what_was_not_triaged_cannot_be_handed_on(cast):
    case = factories.case(cast.taixing, by=cast.clerk)
    with pytest.raises(WrongState):
        case.assign(cast.labour_bureau, by=cast.clerk)


def test_the_chooser_offers_own_places_and_departments_above_and_nothing_of_other_districts(cast):
    offered = {ident for units in handlers_for(cast.taixing).values() for ident in units}
    expected = {*(cast.unit_ids[key] for key in ("street", "taixing", "nangan", "grid1", "labour_bureau"))}
    assert offered == expected


def test_a_case_of_the_county_may_go_to_its_streets(cast):
    offered = {ident for units in handlers_for(cast.county).values() for ident in units}
    assert offered == {*(cast.unit_ids[key] for key in ("street", "other_street", "labour_bureau"))}


def test_a_unit_that_was_closed_while_the_form_was_open_is_said_to_be_gone(as_user, cast, case):
    client = as_user("clerk")
    form = client.page(f"/cases/{case.id}/assignments/new")
    cast.nangan.closed_on = clock.today()
    db.session.commit()
    page = client.fill(form, unit_id=str(cast.nangan.id), note="请核实。")
    assert page.status == 422
    assert "选的这一项现在不能选，可能刚刚撤销" in page.text
    assert "请核实。" in page.text


def test_who_hands_it_to_a_unit_without_accounts_is_told(as_user, cast, case):
    client, url = as_user("clerk"), f"/cases/{case.id}/assignments/new"
    assert "没有能签收的账号" not in client.fill(client.page(url), unit_id=str(cast.labour_bureau.id)).text
    page = client.page(url)
    page = client.fill(page, unit_id=str(cast.nangan.id), as_well="y")
    assert "南干社区现在没有能签收的账号，请打电话告知，或者收回改交。" in page.text
