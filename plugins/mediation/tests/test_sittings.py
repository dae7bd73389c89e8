"""调解安排: a room, a mediator, a party is in one place at a time, and who books is told what stands in the way."""

from datetime import datetime, timedelta

import pytest

from plugins.mediation.models import Dispute, Room, Sitting
from plugins.mediation.samples import DISPUTES
from portal import clock
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


def at(hour: int, minute: int = 0, days: int = 1) -> datetime:
    day = clock.today() + timedelta(days=days)
    return datetime.combine(day, datetime.min.time().replace(hour=hour, minute=minute), clock.SHANGHAI)


@pytest.fixture
def rooms(cast, committee) -> list[Room]:
    for name in ("一号调解室", "二号调解室"):
        committee.open_room(name, by=cast.director)
    db.session.commit()
    return committee.rooms


@pytest.fixture
def another(cast, committee, mediating, stage) -> Dispute:
    """A second dispute of the committee, of other parties, with another mediator."""
    second = DISPUTES.bring("mediating", stage, given={Dispute.accept: {"mediators": committee.mediators[:1]}})
    db.session.commit()
    return second


def book(dispute: Dispute, room: Room, begins: datetime, ends: datetime, by) -> Sitting:
    return dispute.arrange(begins, ends, room=room, by=by)


def test_it_stands_on_the_dispute_and_on_its_timeline(as_user, mediating, rooms):
    client = as_user("mediator")
    form = client.page(f"/mediation/disputes/{mediating.id}/sittings/new")
    page = client.fill(form, room=f"{rooms[0].id}")
    assert "一号调解室" in page.text
    assert "09:00-10:30" in page.text
    assert "安排调解" in as_user("clerk").page(f"/cases/{mediating.case_id}").text


@pytest.mark.parametrize(
    ("begins", "ends", "clash"),
    [
        ((9, 0), (10, 0), True),
        ((9, 59), (11, 0), True),
        ((8, 0), (12, 0), True),
        ((10, 0), (11, 0), False),
        ((8, 0), (9, 0), False),
    ],
)
def test_a_room_is_used_once_at_a_time(cast, mediating, another, rooms, begins, ends, clash):
    book(mediating, rooms[0], at(9), at(10), cast.mediator)
    if not clash:
        book(another, rooms[0], at(*begins), at(*ends), cast.mediator)
        return
    with pytest.raises(RuleError, match=f"一号调解室在 .* 已有安排（{mediating.number}）"):
        book(another, rooms[0], at(*begins), at(*ends), cast.mediator)


def test_a_mediator_is_in_one_room_at_a_time(cast, mediating, another, rooms):
    another.choose(mediating.mediators, "committee")
    book(mediating, rooms[0], at(9), at(10), cast.mediator)
    with pytest.raises(RuleError, match=f"调解员{cast.mediator.name}在"):
        book(another, rooms[1], at(9, 30), at(10, 30), cast.mediator)


def test_whoever_takes_over_must_be_free_at_the_sittings_ahead(cast, mediating, another, rooms):
    book(mediating, rooms[0], at(9), at(10), cast.mediator)
    book(another, rooms[1], at(9), at(10), cast.mediator)
    with pytest.raises(RuleError, match="已有安排"):
        another.choose([mediating.mediators[0]], "parties")


def test_a_party_is_in_one_room_at_a_time_and_no_more_is_told_of_the_other_than_its_time(cast, mediating, rooms, stage):
    same = [(1, mediating.parties[0].party.person), (2, stage.resident())]
    told = {"title": "院墙", "description": "院墙过界。", "source": "visit", "kind": "0201", "level": "minor"}
    case = Case.register(unit=cast.taixing, parties=same, by=cast.clerk, **told)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    given = {Dispute.receive: {"case": case}, Dispute.accept: {"mediators": mediating.committee.mediators[:1]}}
    second = DISPUTES.bring("mediating", stage, given=given)
    book(mediating, rooms[0], at(9), at(10), cast.mediator)
    with pytest.raises(RuleError, match=f"当事人{same[0][1].name}在"):
        book(second, rooms[1], at(9), at(10), cast.mediator)


@pytest.mark.parametrize("ends_it", ["call_off", "terminate", "rearrange"])
def test_what_no_longer_takes_place_stands_in_nobodys_way(cast, mediating, another, rooms, ends_it):
    sitting = book(mediating, rooms[0], at(9), at(10), cast.mediator)
    if ends_it == "call_off":
        mediating.call_off(sitting, "一方生病。", by=cast.mediator)
    elif ends_it == "terminate":
        mediating.terminate("双方分歧过大。", by=cast.mediator)
    else:
        mediating.rearrange(sitting, at(14), at(15), room=rooms[0], by=cast.mediator)
    assert book(another, rooms[0], at(9), at(10), cast.mediator).where == "一号调解室"


def test_what_is_ahead_when_the_agreement_takes_effect_is_called_off(as_user, cast, agreed, stage, rooms):
    sitting = book(agreed, rooms[0], at(9), at(10), cast.mediator)
    DISPUTES.bring("effective", stage, agreed)
    db.session.commit()
    assert (sitting.called_off_at is not None, sitting.revision) == (True, 1)
    calendar = as_user("mediator").page(f"/mediation/committees/{agreed.committee_id}/calendar?of={sitting.on}")
    assert agreed.number not in calendar.text


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        (at(9, days=-1), at(10, days=-1), "已经过了"),
        (at(10), at(9), "结束时间要在开始以后"),
        (at(9), at(9, days=3), "不超过 12 小时"),
        (at(9, days=900), at(10, days=900), "请核对年份"),
    ],
)
def test_times_that_cannot_be_are_told(cast, mediating, rooms, begins, ends, said):
    with pytest.raises(RuleError, match=said):
        book(mediating, rooms[0], begins, ends, cast.mediator)


def test_what_stands_in_the_way_is_said_on_the_form_with_what_was_typed(as_user, cast, mediating, another, rooms):
    book(mediating, rooms[0], at(9), at(10, 30), cast.mediator)
    db.session.commit()
    client = as_user("mediator")
    page = client.fill(client.page(f"/mediation/disputes/{another.id}/sittings/new"), room=f"{rooms[0].id}")
    assert page.status == 422
    assert "一号调解室在" in page.text
    assert page.fields(page.form())["room"] == f"{rooms[0].id}"


def test_a_place_is_a_room_or_is_written(as_user, mediating, rooms):
    client = as_user("mediator")
    url = f"/mediation/disputes/{mediating.id}/sittings/new"
    assert client.fill(client.page(url), room="0").status == 422
    assert client.fill(client.page(url), room=f"{rooms[0].id}", place="家里").status == 422
    assert "当事人家里" in client.fill(client.page(url), room="0", place="当事人家里").text


class TestRooms:
    """增设 and 停用."""

    def test_two_in_use_have_not_the_same_name(self, cast, committee, rooms):
        with pytest.raises(RuleError, match="已有“一号调解室”"):
            committee.open_room("一号调解室", by=cast.director)

    def test_one_with_a_sitting_ahead_is_not_given_up(self, cast, committee, mediating, rooms):
        book(mediating, rooms[0], at(9), at(10), cast.mediator)
        with pytest.raises(RuleError, match="还安排了调解"):
            committee.close_room(rooms[0], clock.today(), by=cast.director)
        committee.close_room(rooms[1], clock.today(), by=cast.director)


class TestRecord:
    """A sitting that was arranged, and the record of it."""

    def held(self, dispute, cast, at, **fields):
        told = {"place": "一号调解室", "transcript": "申请人：同意。", "outcome": "continue"}
        dispute.hold_session(held_at=at, by=cast.mediator, **told | fields)
        db.session.commit()

    def test_it_begins_with_when_and_where_it_was_arranged(self, as_user, cast, mediating, rooms):
        book(mediating, rooms[0], at(9), at(10), cast.mediator)
        db.session.commit()
        with clock.pretend(at(11)):
            client = as_user("mediator")
            assert "已过，没有调解记录" in client.page(f"/mediation/disputes/{mediating.id}").text
            form = client.page(f"/mediation/disputes/{mediating.id}/sessions/new")
            begun = form.fields(form.form())
        assert (begun["held_at"][-5:], begun["ended_at"][-5:], begun["place"]) == ("09:00", "10:00", "一号调解室")

    def test_which_of_a_day_it_was_is_known_by_the_hour(self, cast, mediating, rooms):
        morning = book(mediating, rooms[0], at(9), at(10), cast.mediator)
        evening = book(mediating, rooms[0], at(15), at(16), cast.mediator)
        db.session.commit()
        with clock.pretend(at(17)):
            self.held(mediating, cast, morning.starts_at + timedelta(minutes=20))
            assert (mediating.sessions[0].sitting_id, mediating.without_record) == (morning.id, [evening])
            assert mediating.to_record == evening

    def test_one_that_nobody_came_to_is_called_off_afterwards(self, cast, mediating, rooms):
        first = book(mediating, rooms[0], at(9), at(10), cast.mediator)
        second = book(mediating, rooms[0], at(9, days=2), at(10, days=2), cast.mediator)
        db.session.commit()
        with clock.pretend(at(11, days=2)):
            mediating.call_off(first, "双方没有到场。", by=cast.mediator)
            self.held(mediating, cast, second.starts_at)
            with pytest.raises(RuleError, match="已经有调解记录"):
                mediating.call_off(second, "登记错了。", by=cast.mediator)
        assert mediating.without_record == []

    def test_put_right_to_another_day_it_is_the_record_of_none(self, cast, mediating, rooms):
        sitting = book(mediating, rooms[0], at(9), at(10), cast.mediator)
        db.session.commit()
        told = {"place": "一号调解室", "transcript": "申请人：同意。", "outcome": "continue"}
        with clock.pretend(at(17, days=2)):
            self.held(mediating, cast, sitting.starts_at)
            assert mediating.without_record == []
            held_at = sitting.starts_at + timedelta(days=1)
            mediating.correct_session(mediating.sessions[0], "日期记错了。", held_at=held_at, by=cast.mediator, **told)
        assert mediating.without_record == [sitting]
