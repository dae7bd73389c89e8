"""证书, 培训, 表彰: what the roster keeps of each mediator, and who is told before a certificate ends."""

from datetime import timedelta

import pytest

from plugins.mediation.models import Credential
from portal import clock
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def fill(as_user, committee):
    """`fill(**values)` sends the form as the director."""
    client = as_user("director")

    def send(**values):
        form = client.page(f"/mediation/committees/{committee.id}/credentials/new")
        return client.fill(form, **{"mediators": [f"{committee.mediators[0].id}"], "title": "人民调解员证"} | values)

    return send


def test_a_training_stands_with_each_who_was_there(fill, committee):
    both = [f"{each.id}" for each in committee.serving]
    assert "岗前培训" in fill(kind="training", title="岗前培训", hours="16", mediators=both).text
    assert [each.hours for each in db.session.query(Credential)] == [16, 16]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "certificate"}, "请填写证书编号"),
        ({"kind": "training"}, "请填写学时"),
        ({"kind": "training", "hours": "5000"}, "学时在 1 到 1000 之间"),
        ({"kind": "honour", "number": "7"}, "登记表彰的不填证书编号"),
        ({"kind": "honour", "valid_until": "2027-01-01"}, "登记表彰的不填有效期"),
        ({"kind": "honour", "mediators": []}, "请至少勾选一名调解员"),
        ({"kind": "certificate", "number": "7", "valid_until": "2001-01-01"}, "有效期早于发证日期"),
        ({"kind": ""}, "请选择"),
    ],
)
def test_what_cannot_be_gets_its_message(fill, values, said):
    page = fill(**values)
    assert page.status == 422
    assert said in page.text


def test_what_was_entered_by_mistake_is_taken_away(fill, as_user, committee):
    fill(kind="honour", title="先进个人")
    client, [row] = as_user("director"), db.session.query(Credential).all()
    page = client.page(f"/mediation/committees/{committee.id}/credentials/{row.id}/removal")
    assert "先进个人" in page.text
    client.fill(page)
    assert db.session.query(Credential).all() == []


class TestTheDesk:
    """调解员任期、证书将到期."""

    TITLE = "调解员任期、证书将到期"

    def certificate(self, committee, days: int) -> None:
        ends = clock.today() + timedelta(days=days)
        row = {"kind": "certificate", "title": "人民调解员证", "number": "7", "on": clock.today(), "valid_until": ends}
        committee.credentials.append(Credential(mediator=committee.mediators[0], **row))
        db.session.commit()

    @pytest.mark.parametrize(("days", "told"), [(-1, True), (30, True), (90, False)])
    def test_tells_the_director_before_a_certificate_ends(self, as_user, committee, days, told):
        self.certificate(committee, days)
        assert (self.TITLE in as_user("director").page("/").text) is told

    def test_is_silent_once_there_is_a_later_one(self, as_user, committee):
        self.certificate(committee, 5)
        self.certificate(committee, 500)
        assert self.TITLE not in as_user("director").page("/").text

    def test_tells_before_a_term_ends_and_lists_who_it_is(self, as_user, committee):
        committee.mediators[0].valid_until = clock.today() + timedelta(days=9)
        db.session.commit()
        client = as_user("director")
        assert self.TITLE in client.page("/").text
        page = client.page("/mediation/mediators?desk=mediation-ending")
        assert committee.mediators[0].name in page.text
        assert committee.mediators[1].name not in page.text
        assert self.TITLE not in as_user("mediator").page("/").text
