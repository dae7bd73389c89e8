"""Migrations on a database with rows: what an office has entered is there afterwards, and again after going back."""

import pytest
from sqlalchemy import select, text

from plugins.mediation.models import Committee, DisputeParty, FollowUp, Guest, Mediator, Session
from portal import clock
from portal.extensions import db
from portal.migrating import History, downgrade, drift, histories, upgrade_all

pytestmark = pytest.mark.database


@pytest.fixture
def history(app) -> History:
    return next(each for each in histories() if each.key == "mediation")


def back(history: History, to: str) -> None:
    db.session.commit()
    db.session.remove()
    downgrade(history, to)


def forth(history: History) -> None:
    db.session.commit()
    db.session.remove()
    upgrade_all()
    assert drift(history) == []


def test_two_committees_of_one_unit_become_the_first(history, mediating):
    kept, number = mediating.committee_id, mediating.number
    back(history, "mediation_0002")
    columns = "unit_id, city_id, county_id, township_id, community_id, grid_id, subgrid_id, founded_on"
    db.session.execute(
        text(
            f"INSERT INTO mediation_committee (id, name, {columns}) SELECT 99, '又一个', {columns} FROM mediation_committee"
        )
    )
    for table in ("mediator", "dispute"):
        db.session.execute(text(f"UPDATE mediation_{table} SET committee_id = 99"))
    forth(history)
    [committee] = db.session.query(Committee).all()
    assert (committee.id, committee.name) == (kept, "达拉特旗昭君街道人民调解委员会")
    assert len(committee.mediators) == 3
    assert db.session.scalar(text("SELECT number FROM mediation_dispute")) == number


def test_a_mediators_number_is_carried_over_and_back(history, committee, cast):
    committee.appoint(by=cast.director, name="白玉兰", phone="13904770001", valid_from=clock.today())
    back(history, "mediation_0003")
    plain = db.session.execute(text("SELECT name, phone FROM mediation_mediator ORDER BY id")).all()
    assert [phone for _, phone in plain] == ["", "", "", "13904770001"]
    assert plain[-1].name == "白玉兰"
    assert db.session.scalar(text("SELECT count(*) FROM records_contact")) == 0
    forth(history)
    *others, appointed = db.session.query(Mediator).order_by(Mediator.id)
    assert (appointed.phone, appointed.contact.name) == ("13904770001", "白玉兰")
    assert [each.contact for each in others] == [None] * 3


def test_guests_and_whom_a_visit_asked_are_carried_over_and_back(history, effective, cast):
    party = effective.parties[0].party.name
    told = {
        "by": cast.mediator,
        "visited_at": clock.now(),
        "way": "phone",
        "performance": "好。",
        "satisfaction": "good",
    }
    for name in (party, "李红", ""):
        effective.visit(interviewee=name, **told)
    back(history, "mediation_0004")
    assert plain("interviewee", "follow_up") == [party, "李红", ""]
    typed = "李红 邻居\r\n王明　律师 法律顾问、白玉兰 13904770001；\n"
    db.session.execute(text("UPDATE mediation_session SET guests = :typed"), {"typed": typed})
    forth(history)
    assert guests() == [("李红", "邻居", None), ("王明", "律师 法律顾问", None), ("白玉兰", "", "13904770001")]
    asked = [
        (each.interviewee.name, each.party_id is not None) for each in db.session.query(FollowUp).order_by(FollowUp.id)
    ]
    assert asked == [(party, True), ("李红", False), ("未记录", False)]
    back(history, "mediation_0004")
    assert plain("guests", "session") == ["李红 邻居\n王明 律师 法律顾问\n白玉兰 13904770001"]
    assert plain("interviewee", "follow_up") == [party, "李红", "未记录"]
    assert db.session.scalar(text("SELECT count(*) FROM records_contact")) == 0
    forth(history)
    assert guests()[-1] == ("白玉兰", "", "13904770001")


def plain(column: str, table: str) -> list:
    """A column of mediation as it stands in the database."""
    return list(db.session.scalars(text(f"SELECT {column} FROM mediation_{table} ORDER BY id")))


def guests() -> list[tuple]:
    return [(each.who.name, each.identity, each.who.phone) for each in db.session.query(Guest).order_by(Guest.id)]


def test_who_acted_for_a_party_goes_with_the_column(history, cast, mediating):
    mediating.name_agent(mediating.parties[0], "云建国", relation="entrusted", by=cast.mediator)
    back(history, "mediation_0005")
    of_the_case = "SELECT agent_id FROM cases_party WHERE agent_id IS NOT NULL"
    assert db.session.scalar(text(f"SELECT count(*) FROM records_contact WHERE id NOT IN ({of_the_case})")) == 0
    forth(history)
    assert db.session.scalars(select(DisputeParty.agent_id)).all() == [None] * 3


def test_relations_own_work_and_agents_at_a_sitting_are_added_to_what_is_there(history, written):
    written.sessions[0].agents_present = [written.parties[0].party_id]
    back(history, "mediation_0006")
    assert db.session.scalar(text("SELECT count(*) FROM mediation_dispute_party")) == 3
    forth(history)
    party = db.session.query(DisputeParty).first()
    assert (party.relation, party.own_work) == ("", False)
    assert db.session.query(Session).first().agents_present == []
