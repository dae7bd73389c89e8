"""What is longer or more than usual: a name of sixty characters, a term of five thousand, forty parties, two hundred instalments."""

from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute, DisputeParty
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.extensions import db

pytestmark = pytest.mark.database
LONG = "阿不都热合曼·买买提依明" * 5  # sixty characters
SOON = clock.today() + timedelta(days=60)


def at(dispute: Dispute, noun: str = "agreement") -> str:
    return f"/mediation/disputes/{dispute.id}/{noun}"


def test_a_name_of_sixty_characters_stands_whole_on_the_agreement(as_user, written):
    person = written.parties[0].party.person
    person.name = LONG[:60]
    db.session.commit()
    assert LONG[:60] in text_of(as_user("mediator").get(at(written, "agreement.pdf")))


def test_a_term_of_five_thousand_is_refused_with_how_many_it_has_and_kept(as_user, written):
    client = as_user("mediator")
    page = client.fill(client.page(at(written)), terms__0__text="被申请人" * 1250)
    assert page.status == 422
    assert "最多 2000 个字" in page.text
    assert len(page.fields(page.form())["terms-0-text"]) == 5000


def test_forty_parties_sign_one_agreement(as_user, written, stage):
    for _ in range(37):
        written.case.enter_parties([(2, stage.resident())])
        written.everyone.append(DisputeParty.of(written.case.parties[-1]))
    db.session.commit()
    client = as_user("mediator")
    assert client.page(at(written)).status == 200
    text = text_of(client.get(at(written, "agreement.pdf")))
    assert "一式41份" in text
    assert "各方当事人认为有必要的" in text
    assert all(each.party.name in text for each in written.parties)


def test_two_hundred_instalments_that_do_not_add_up_are_refused_with_the_number(as_user, written):
    client = as_user("mediator")
    page = client.page(at(written))
    lines = {}
    for each in range(200):
        lines |= {f"instalments-{each}-due_on": str(SOON), f"instalments-{each}-amount": "10"}
    answer = client.post(page.url, data=dict(page.fields(page.form())) | lines)
    assert answer.status_code == 422
    assert "最多 60 项，收到 200 项" in answer.text


def test_sixty_instalments_that_do_not_add_up_are_refused_with_the_sum(as_user, written):
    client = as_user("mediator")
    page = client.page(at(written))
    lines = {}
    for each in range(60):
        lines |= {f"instalments-{each}-due_on": str(SOON), f"instalments-{each}-amount": "10"}
    answer = client.post(page.url, data=dict(page.fields(page.form())) | lines)
    assert answer.status_code == 422
    assert "分期合计 600.00 元，" in answer.text
