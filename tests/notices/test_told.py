"""Who is told of what: the unit that has to act, never whoever acted, and nobody by name."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.mediation.models import Committee, Dispute
from portal import clock
from portal.accounts import verbs
from portal.extensions import db
from portal.notices import Told
from portal.notices.models import Message
from portal.testing import factories

pytestmark = pytest.mark.database


def told() -> list[tuple[str, str]]:
    """What was told: kind, and unit or person."""
    rows = db.session.scalars(select(Message).order_by(Message.id))
    return [(each.kind, each.needs or "person") for each in rows]


def test_what_is_handed_to_a_unit_is_one_row_for_all_who_handle_there(cast, handed):
    [message] = db.session.scalars(select(Message))
    assert (message.kind, message.unit_id, message.needs) == ("handed", cast.labour_bureau.id, "cases.handle")
    assert (message.user_id, message.number, message.url) == (None, handed.record.number, f"/cases/{handed.case_id}")


def test_no_name_stands_in_it(cast, handed):
    [message] = db.session.scalars(select(Message))
    stored = " ".join(str(getattr(message, each.key)) for each in Message.__table__.columns if each.key != "number")
    assert "王铁柱" not in stored
    assert all(each.person.name not in stored for each in handed.record.parties)


def test_the_whole_way_of_a_case(cast, handed):
    handed.remind(by=cast.clerk)
    handed.acknowledge(by=cast.department)
    handed.report("已支付。", by=cast.department)
    handed.record.resolve("已支付。", by=cast.director)
    handed.record.reopen("又拖欠。", by=cast.director)
    assert told() == [
        ("handed", "cases.handle"),
        ("reminded", "cases.handle"),
        ("answered", "cases.resolve"),
        ("closed", "person"),
        ("closed", "cases.handle"),
        ("reopened", "cases.assign"),
        ("reopened", "person"),
        ("reopened", "cases.handle"),
    ]


def test_what_comes_back_is_told_to_the_street_though_the_case_lies_in_the_village(cast, handed):
    handed.return_("应由住建局办理。", by=cast.department)
    last = db.session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert (last.kind, last.unit_id, last.needs) == ("back", cast.street.id, "cases.assign")


def test_where_nobody_is_left_whoever_is_nearest_above_is_told(cast, handed):
    for each in (cast.clerk, cast.director):
        each.active = False
    handed.return_("应由住建局办理。", by=cast.department)
    assert [each.unit_id for each in db.session.scalars(select(Message))] == [cast.labour_bureau.id]


def test_recalled_and_silent_tell_the_unit(cast, handed):
    handed.recall("应由住建局办理。", by=cast.clerk)
    assert told()[-1] == ("back", "cases.handle")


def test_what_a_plugin_handles_is_not_told_to_the_unit(cast):
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0701", level="minor", by=cast.clerk)
    case.assign(cast.street, channel="mediation", by=cast.clerk)
    assert told() == []


def test_passed_up_and_sent_back_both_ends_are_told(cast):
    verbs.appoint(cast.mediator, "director", cast.county, by=None)
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    case.escalate(cast.county, "本级办不了。", done="调解两次。", asked="请协调。", by=cast.director)
    case.referral.refuse("请在街道办理。", by=cast.mediator)
    units = [each.unit_id for each in db.session.scalars(select(Message).order_by(Message.id))]
    assert (told(), units) == (
        [("handed", "cases.assign"), ("back", "cases.assign")],
        [cast.county.id, cast.street.id],
    )


def test_what_is_entered_as_of_last_year_is_no_news(cast):
    with clock.pretend(clock.now() - timedelta(days=365)):
        case = factories.case(cast.taixing, by=cast.clerk)
        case.triage(kind="0701", level="minor", by=cast.clerk)
        case.assign(cast.labour_bureau, by=cast.clerk)
    assert told() == []


def test_a_step_that_is_refused_tells_nobody(as_user, cast, handed):
    before = len(told())
    client = as_user("clerk")
    assert client.fill(client.page(f"/cases/{handed.case_id}/assignments/{handed.id}/recall"), text="").status == 422
    assert len(told()) == before


def test_a_kind_there_is_none_of_is_refused_where_it_is_declared():
    with pytest.raises(ValueError, match="no kind of message"):
        Told("gossip", "听说", to=lambda row, made: [], url="/")


def test_what_goes_to_mediation_is_told_to_the_mediators_of_the_committee(cast):
    Committee.found(unit=cast.street, name="昭君街道人民调解委员会", by=None)
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    Dispute.receive(case, by=cast.clerk)
    assert told() == [("handed", "mediation.mediate")]
