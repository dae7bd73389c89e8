"""调解日历: on the page, on the wall and on the telephone (RFC 5545); it names no party."""

import re
from datetime import timedelta

import pytest

from plugins.mediation.icalendar import WIDEST
from plugins.mediation.models import CalendarFeed
from plugins.mediation.tests.test_sittings import at
from portal import clock
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def sitting(cast, committee, mediating):
    """Tomorrow, nine to ten, in a room with a comma and a long name."""
    room = committee.open_room("一号调解室，二楼东侧" + "很长" * 14 + ",靠窗;", by=cast.director)
    made = mediating.arrange(at(9), at(10), room=room, by=cast.mediator)
    db.session.commit()
    return made


@pytest.fixture
def address(as_user, sitting) -> str:
    client = as_user("mediator")
    page = client.fill(client.page(f"/mediation/committees/{sitting.committee_id}/feed"))
    return re.search(r"(/mediation/public/\d+/calendar/\w+\.ics)", page.text)[1]


def lines(answer) -> list[str]:
    """Unfolded."""
    return answer.data.decode().replace("\r\n ", "").split("\r\n")


def test_the_page_has_hour_room_number_and_mediator_and_no_party(as_user, cast, sitting, mediating):
    page = as_user("mediator").page(f"/mediation/committees/{sitting.committee_id}/calendar?of={sitting.on}")
    for said in ("09:00-10:00", "一号调解室", mediating.number, cast.mediator.name):
        assert said in page.text
    assert not [each.party.name for each in mediating.parties if each.party.name in page.text]


def test_the_telephone_gets_it_without_signing_in(client, address, sitting, mediating):
    answer = client.get(address)
    assert answer.mimetype == "text/calendar"
    told = lines(answer)
    begins = clock.local(sitting.starts_at) - timedelta(hours=8)
    assert f"DTSTART:{begins:%Y%m%dT%H%M%S}Z" in told
    assert f"SUMMARY:人民调解 {mediating.number}" in told
    assert "STATUS:CONFIRMED" in told
    assert told[0] == "BEGIN:VCALENDAR"
    assert told[-2:] == ["END:VCALENDAR", ""]
    assert "\\,靠窗\\;" in next(each for each in told if each.startswith("LOCATION:"))


def test_no_line_is_longer_than_the_standard_lets_it_be(client, address):
    assert max(len(each) for each in client.get(address).data.split(b"\r\n")) <= WIDEST


def test_it_names_nobody(client, cast, address, mediating):
    text = client.get(address).data.decode()
    named = [each.party.name for each in mediating.parties] + [cast.mediator.name]
    assert not [each for each in named if each in text]


def test_a_change_and_a_cancellation_are_told_with_a_higher_revision(client, cast, address, mediating, sitting):
    mediating.rearrange(sitting, at(14), at(15), place="当事人家里", by=cast.mediator)
    mediating.call_off(sitting, "一方生病。", by=cast.mediator)
    db.session.commit()
    told = lines(client.get(address))
    assert {"SEQUENCE:2", "STATUS:CANCELLED"} <= set(told)
    assert "当事人家里" not in "".join(told)


class TestTheAddress:
    """It is a secret of one account."""

    def test_made_anew_the_old_one_leads_nowhere(self, client, as_user, address, sitting):
        signed_in = as_user("mediator")
        signed_in.fill(signed_in.page(f"/mediation/committees/{sitting.committee_id}/feed"))
        assert client.get(address).status_code == 404

    def test_is_kept_nowhere(self, address):
        [feed] = db.session.query(CalendarFeed).all()
        assert feed.code_hash not in address

    def test_ends_with_the_right_to_view(self, client, cast, address):
        cast.mediator.active = False
        db.session.commit()
        assert client.get(address).status_code == 404

    def test_leads_nowhere_in_another_unit(self, client, cast, address):
        assert client.get(re.sub(r"public/\d+", f"public/{cast.unit_ids['other_street']}", address)).status_code == 404


def test_the_sheet_for_the_wall_is_printed_in_the_office(as_user, sitting):
    url = f"/mediation/committees/{sitting.committee_id}/calendar.pdf?of={sitting.on:%Y-%m}"
    assert as_user("mediator").get(url).data[:4] == b"%PDF"
    assert as_user("grid").get(url).status_code == 403
