"""Somebody holds two offices in two districts: what one office allows counts in its own unit only."""

import pytest

from plugins.heroes.models import Deed, Hero
from plugins.mediation.models import Committee, Dispute
from portal import clock
from portal.accounts.models import Appointment
from portal.audit import trail
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin_admin.switching import switch
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    """漏水 in 泰兴社区, of 达拉特旗."""
    found = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    return found


@pytest.fixture
def with_office(as_user, cast):
    """`with_office("auditor", "clerk", "outside_street")` is a client of the auditor, who is a clerk there as well."""

    def sign_in(username: str, role: str, place: str):
        db.session.add(Appointment(user_id=cast.user_ids[username], unit_id=cast.unit_ids[place], role=role))
        db.session.commit()
        return as_user(username)

    return sign_in


def test_an_auditor_who_is_a_clerk_elsewhere_does_not_see_the_cases_audited(with_office, case):
    number, title, person = case.id, case.title, case.parties[0].person_id
    client = with_office("auditor", "clerk", "outside_street")
    assert client.get(f"/cases/{number}").status_code == 404
    assert title not in client.page("/cases").text
    assert f"/cases/{number}" not in client.page(f"/search?q={title}").links()
    assert client.get(f"/people/{person}").status_code == 404
    assert client.get(f"/people/{person}/full").status_code == 404


def test_the_full_data_of_a_resident_takes_the_right_where_the_resident_is(with_office, cast):
    person = factories.resident(cast.grid1).id
    db.session.commit()
    client = with_office("grid", "director", "outside_street")
    assert client.get(f"/people/{person}").status_code == 200
    assert client.get(f"/people/{person}/full").status_code == 403


def test_a_clerk_who_audits_another_district_reads_its_trail_only(with_office, cast):
    trail.record("download", actor=cast.director, unit=cast.street, detail="旗里的文件")
    trail.record("download", actor=cast.outsider, unit=cast.outside_street, detail="区里的文件")
    db.session.commit()
    shown = with_office("clerk", "auditor", "dongsheng").page("/audit/").text
    assert "区里的文件" in shown
    assert "旗里的文件" not in shown


def test_who_administers_or_decides_for_a_district_does_not_rule_the_unit_of_another_office(with_office, cast):
    client = with_office("district", "clerk", "outside_street")
    client.fill(client.page("/account"), "/unit", unit_id=cast.unit_ids["outside_street"])
    for page in ("/settings", "/settings/mediation"):
        assert client.get(page).status_code == 403, page
    client = with_office("administrator", "clerk", "outside_street")
    desk = client.page("/account")
    client.fill(desk, "/unit", unit_id=cast.unit_ids["outside_street"])
    for page in ("/plugins/", "/plugins/roles", "/plugins/mediation"):
        assert client.get(page).status_code == 403, page
    token = desk.fields(desk.form("/logout"))["csrf_token"]
    grant = {"csrf_token": token, "role": "clerk", "permission": "people.reveal", "granted": "0", "reason": "试"}
    assert client.post("/plugins/roles", data=grant).status_code == 403


class TestMediation:
    """人民调解."""

    @pytest.fixture
    def dispute(self, cast) -> Dispute:
        case = factories.case(cast.grid1, by=cast.clerk)
        committee = Committee.found(unit=cast.street, name="昭君街道人民调解委员会", by=None)
        db.session.flush()
        case.triage(kind=case.kind, level=case.level, by=cast.clerk)
        found = Dispute.receive(case, by=cast.clerk)
        db.session.commit()
        assert found.committee is committee
        return found

    def test_a_grid_worker_who_mediates_elsewhere_does_not_see_the_disputes_of_the_grid(
        self, with_office, cast, dispute
    ):
        number = dispute.id
        client = with_office("grid", "mediator", "street")
        assert client.get(f"/mediation/disputes/{number}").status_code == 200
        db.session.query(Appointment).filter_by(user_id=cast.grid.id, role="mediator").update(
            {"unit_id": cast.unit_ids["other_street"]}
        )
        db.session.commit()
        assert client.get(f"/mediation/disputes/{number}").status_code == 404

    def test_a_roster_is_changed_by_those_who_manage_it(self, with_office, dispute):
        committee = dispute.committee_id
        client = with_office("clerk", "director", "other_street")
        assert client.get(f"/mediation/committees/{committee}/mediators/new").status_code == 403

    def test_a_committee_is_set_up_by_those_who_manage_the_unit(self, with_office, cast):
        client = with_office("director", "clerk", "other_street")
        client.fill(client.page("/account"), "/unit", unit_id=cast.unit_ids["other_street"])
        assert client.get("/mediation/committees/new").status_code == 403


def test_deeds_of_courage_are_seen_through_an_office_that_may_see_them(with_office, cast):
    deed = Deed.nominate(
        unit=cast.taixing,
        heroes=[Hero(name="张三")],
        by=cast.clerk,
        title="救人",
        kind="water",
        happened_at=clock.now(),
        location="水库",
        story="跳入水中。",
        source="grassroots",
        applicant="泰兴社区",
    )
    db.session.commit()
    client = with_office("mediator", "clerk", "other_street")
    assert client.get("/heroes/deeds").status_code == 200
    assert client.get(f"/heroes/deeds/{deed.id}").status_code == 404


@pytest.mark.parametrize(
    ("page", "values"),
    [
        ("/heroes/rolls/new", {"year": "2026", "quarter": "1"}),
        ("/heroes/association/new", {"name": "东胜区见义勇为协会"}),
    ],
)
def test_rolls_and_associations_are_founded_where_one_manages(with_office, cast, page, values):
    switch("heroes", cast.dongsheng, "on", by=None, reason="启用")
    client = with_office("district", "clerk", "outside_street")
    desk = client.page("/account")
    client.fill(desk, "/unit", unit_id=cast.unit_ids["outside_street"])
    token = desk.fields(desk.form("/logout"))["csrf_token"]
    assert client.post(page, data={"csrf_token": token, **values}).status_code == 403
