"""Papers as they are signed and filled in by hand: the guardian signs for a child, and what nobody knows is a line to write on."""

from datetime import timedelta

import pytest
from flask import render_template

from plugins.mediation.models import Dispute
from plugins.mediation.models.investigation import Exhibit
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.extensions import db
from portal.people.id_types import document_name
from portal.records.people import Contact

pytestmark = pytest.mark.database
GUARDIAN = "法定代理人云建国"
PARTIES = "mediation/documents/parties.html"


def plain(text: str) -> str:
    return text.replace(" ", "").replace("　", "")


def of_a_child(dispute: Dispute) -> Dispute:
    """The first party is nine years old, and the father acts for it."""
    child = dispute.parties[0]
    child.party.person.birth_date = clock.today() - timedelta(days=9 * 366)
    child.agent, child.relation = Contact(name="云建国", phone="13900001234"), "father"
    db.session.commit()
    return dispute


def paper(client, dispute: Dispute, name: str) -> str:
    return plain(text_of(client.get(f"/mediation/disputes/{dispute.id}/{name}.pdf")))


@pytest.mark.parametrize("role", ["payee_id", "payer_id"])
def test_the_guardian_stands_in_the_receipt_of_a_child_that_is_paid_or_pays(as_user, effective, role):
    dispute, client = of_a_child(effective), as_user("mediator")
    child, other = dispute.parties[0].party_id, dispute.parties[1].party_id
    page = client.page(f"/mediation/disputes/{dispute.id}/instalments/{dispute.agreement.instalments[0].id}")
    ids = {role: str(child), "payer_id" if role == "payee_id" else "payee_id": str(other)}
    client.fill(page, amount_fen="400", how="cash", **ids)
    [payment] = db.session.get(Dispute, dispute.id).receipts
    receipt = paper(client, db.session.get(Dispute, dispute.id), f"payments/{payment.id}")
    assert receipt.count(GUARDIAN) == (2 if role == "payee_id" else 1)  # among the particulars, and to sign


def test_the_guardian_signs_for_what_a_child_hands_in(as_user, cast, mediating):
    dispute = of_a_child(mediating)
    handed = {"name": "诊断证明", "kind": "document", "received_on": clock.today()}
    dispute.all_evidence.append(Exhibit(party=dispute.parties[0].party, **handed))
    db.session.commit()
    assert GUARDIAN in paper(as_user("mediator"), dispute, "evidence")


def test_the_guardian_signs_for_the_notice_that_mediation_is_over(as_user, cast, mediating):
    dispute = of_a_child(mediating)
    dispute.terminate("双方差距太大。", by=cast.mediator)
    db.session.commit()
    assert GUARDIAN in paper(as_user("mediator"), dispute, "termination")


def test_how_the_guardian_is_reached_stands_where_the_party_is_introduced(as_user, written):
    dispute = of_a_child(written)
    dispute.parties[0].party.person.phone = None
    db.session.commit()
    assert "法定代理人：云建国（父亲），联系方式：13900001234" in paper(as_user("mediator"), dispute, "agreement")


@pytest.mark.parametrize("name", ["application", "acceptance", "agreement"])
def test_who_has_no_papers_leaves_a_line_for_each_of_them(as_user, written, name):
    person = written.parties[0].party.person
    person.id_number, person.birth_date, person.ethnicity, person.occupation = None, None, "", ""
    db.session.commit()
    text = paper(as_user("mediator"), written, name)
    assert all(f"{each}：" in text for each in ("公民身份号码", "出生日期", "民族", "职业或职务"))


def test_a_line_is_drawn_below_and_stays_with_its_label(app, mediating):
    mediating.parties[0].party.person.occupation = ""
    with app.test_request_context():
        macros = app.jinja_env.get_template(PARTIES).make_module({"long_day": str})
        said = str(macros.described(mediating.parties[0], None, whole=True))
        drawn = render_template("documents/document.css")
    assert '<span class="nowrap">职业或职务：<u class="nowrap">' in said
    assert "u { border-bottom:" in drawn


def test_what_was_shown_is_called_as_a_document_not_as_its_number(as_user, mediating):
    text = paper(as_user("mediator"), mediating, "identity")
    assert "居民身份证" in text
    assert document_name("resident") not in text
