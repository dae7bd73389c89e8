"""The list, the page of a dispute and the work desk: what waits, and how little it asks of the database."""

from datetime import UTC, datetime, timedelta

import pytest
from time_machine import travel

from plugins.mediation.models import Dispute, checked
from portal import clock
from portal.extensions import db
from portal.testing import factories
from portal.testing.cast import PASSWORD
from portal.testing.statements import statements

pytestmark = pytest.mark.database
LIST, DETAIL, CARDS = 5, 13, 3  # of the page: what changed the text is one list more


def spent(client, url: str) -> list[str]:
    client.page(url)  # once before: what is cached for the process is cached
    with statements() as sent:
        assert client.page(url).status == 200
    return sent


@pytest.fixture
def busy(cast, committee, effective):
    """Twenty-five disputes, one of them with a long history."""
    for _ in range(24):
        case = factories.case(cast.taixing, by=cast.clerk)
        case.triage(kind="0201", level="minor", by=cast.clerk)
        Dispute.receive(case, by=cast.clerk)
    for number in range(5):
        effective.visit(
            by=cast.mediator,
            visited_at=clock.now(),
            way="phone",
            interviewee=f"张{number}",
            performance="按期履行。",
            satisfaction="good",
        )
    db.session.commit()
    return effective.id


@pytest.mark.parametrize("who", ["clerk", "mediator", "district"])
def test_the_list_costs_the_same_however_long(as_user, busy, who):
    sent = spent(as_user(who), "/mediation/disputes")
    assert len(sent) <= LIST, "\n\n".join(sent)


@pytest.mark.parametrize("who", ["clerk", "mediator"])
def test_the_page_of_a_dispute_costs_the_same_however_long_its_history(as_user, busy, who):
    sent = spent(as_user(who), f"/mediation/disputes/{busy}")
    assert len(sent) <= DETAIL, f"{len(sent)}:\n" + "\n\n".join(sent)


def test_the_page_of_what_waits_for_signatures(as_user, agreed):
    sent = spent(as_user("mediator"), f"/mediation/disputes/{agreed.id}")
    assert len(sent) <= DETAIL, f"{len(sent)}:\n" + "\n\n".join(sent)


def test_the_words_of_an_agreement_are_read_once_a_page(as_user, written, monkeypatch):
    read, findings_of = [], checked.findings_of
    monkeypatch.setattr(checked, "findings_of", lambda draft: read.append(draft) or findings_of(draft))
    as_user("mediator").page(f"/mediation/disputes/{written.id}")
    assert len(read) == 1


def test_the_cards_ask_once_each(as_user, busy):
    sent = [each for each in spent(as_user("mediator"), "/") if "mediation_" in each]
    assert len(sent) <= CARDS, "\n\n".join(sent)


def test_the_list_is_filtered_and_paged(as_user, busy):
    client = as_user("mediator")
    page = client.page("/mediation/disputes?status=pending")
    assert "共 24 条" in page.text
    following = next(link for link in page.links() if "after=" in link)
    assert "status=pending" in following
    assert client.page(following).text.count("未受理") == 4
    assert "没有符合条件的纠纷" in client.page("/mediation/disputes?status=refused").text
    assert client.page("/mediation/disputes?status=nonsense").status == 200


class TestTheWorkDesk:
    """What waits for the mediators."""

    def test_what_came_in(self, as_user, pending):
        desk = as_user("mediator").page("/").text
        assert "调解待受理 1" in desk
        assert f"{clock.local(pending.case.due_at):%Y-%m-%d}" in desk
        assert "调解待受理" not in as_user("clerk").page("/").text

    def test_what_a_committee_below_has_waits_for_its_own_mediators(self, as_user, cast, pending):
        pending.assignment.unit = cast.taixing
        db.session.commit()
        assert "没有等您办的事" in as_user("mediator").page("/").text

    def test_what_is_under_way_with_the_last_day(self, as_user, mediating):
        desk = as_user("mediator").page("/").text
        assert "剩 30 天" in desk
        assert f"{mediating.due_on:%Y-%m-%d}" in desk

    @pytest.mark.parametrize(("days", "words"), [(-8, None), (-3, "剩 3 天"), (0, "今天到期"), (4, "超期 4 天")])
    def test_what_falls_due(self, as_user, cast, effective, days, words):
        due, effective.visit_on = effective.agreement.instalments[0].due_on, None
        db.session.commit()
        with travel(datetime(due.year, due.month, due.day, 4, tzinfo=UTC) + timedelta(days=days)):
            text = as_user("mediator").page("/").text
        assert "履行期将到或已过" in text
        assert (words is None) == (effective.case.title not in text)
        assert words is None or words in text

    def test_the_parties_are_visited_when_it_is_planned(self, as_user, effective):
        visit_on = effective.visit_on
        with travel(datetime(visit_on.year, visit_on.month, visit_on.day, 4, tzinfo=UTC)):
            assert "调解协议到期回访 1" in as_user("mediator").page("/").text

    def test_nothing_once_it_is_paid(self, as_user, cast, effective):
        due, effective.visit_on = effective.agreement.instalments[0].due_on, None
        effective.pay(effective.agreement.instalments[0], clock.today(), by=cast.mediator)
        db.session.commit()
        with travel(datetime(due.year, due.month, due.day, 4, tzinfo=UTC)):
            assert effective.case.title not in as_user("mediator").page("/").text

    def test_a_single_performance_until_it_was_asked_after(self, as_user, cast, effective):
        effective.agreement.instalments, effective.agreement.perform_by = [], clock.today() + timedelta(days=2)
        db.session.commit()
        client = as_user("mediator")
        assert "剩 2 天" in client.page("/").text
        effective.visit(
            by=cast.mediator,
            visited_at=clock.now(),
            way="phone",
            interviewee="张三",
            performance="已履行。",
            satisfaction="good",
        )
        db.session.commit()
        assert "剩 2 天" not in client.page("/").text

    def test_only_what_lies_in_the_own_street(self, app, cast, pending):
        cast.mediator.appointments[0].unit = cast.other_street
        title = pending.case.title
        db.session.commit()
        client = app.test_client()
        client.sign_in("mediator", PASSWORD)
        assert title not in client.page("/").text


def test_the_page_of_the_case_tells_how_mediation_stands(as_user, effective):
    page = as_user("clerk").page(f"/cases/{effective.case_id}")
    assert "履行中" in page.text
    assert effective.number in page.text
    assert f"/mediation/disputes/{effective.id}" in page.links()
