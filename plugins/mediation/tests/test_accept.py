"""受理: with the consent of all, by mediators in office; one refusal ends it (人民调解法 §17, §19)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from plugins.mediation.models import Committee, Dispute, Mediator
from portal import clock
from portal.accounts.models import Appointment
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


def accept(dispute, by, *, consent: str = "yes", mediators=None, last: str = "") -> None:
    consents = {each.party_id: consent for each in dispute.parties}
    if last:
        consents[dispute.parties[-1].party_id] = last
    dispute.accept(
        source="application",
        consents=consents,
        by=by,
        mediators=[dispute.committee.mediators[1]] if mediators is None else mediators,
    )


def answer(client, dispute_id: int, **values):
    page = client.page(f"/mediation/disputes/{dispute_id}/acceptance")
    consents = {f"consents__{place}__consent": "yes" for place in range(3)}
    return client.fill(page, **consents | values)


def test_with_the_consent_of_all_it_is_accepted_and_numbered(cast, pending):
    accept(pending, cast.mediator)
    assert pending.status == "mediating"
    assert pending.number == f"（{clock.today().year}）昭君街道人调字第1号"
    assert pending.assignment.status == "acknowledged"
    assert pending.case.status == "in_progress"
    assert (pending.due_on - pending.accepted_on).days == 30


class TestARefusal:
    """一方明确拒绝调解的，不得调解."""

    def test_ends_it_and_the_case_goes_back_with_the_reason(self, as_user, cast, pending):
        name = pending.parties[-1].party.name
        dispute_id, case_id = pending.id, pending.case_id
        page = answer(as_user("mediator"), dispute_id, consents__2__consent="no", follows="end")
        assert "有当事人拒绝，已终止并退回派单" in page.text
        dispute = db.session.get(Dispute, dispute_id)
        assert (dispute.status, dispute.number, dispute.accepted_on) == ("refused", "", None)
        assert dispute.assignment.status == "returned"
        assert name in dispute.assignment.result
        assert "第十七条" in dispute.assignment.result
        assert dispute.case.status == "triaged"
        page = as_user("clerk").page(f"/cases/{case_id}")
        assert "当事人拒绝" in page.text
        assert f"/cases/{case_id}/assignments/new" in page.links()

    def test_needs_no_mediator_to_be_chosen(self, as_user, pending):
        dispute_id = pending.id
        page = answer(as_user("mediator"), dispute_id, consents__0__consent="no", follows="end", mediators=None)
        assert page.status == 200
        assert db.session.get(Dispute, dispute_id).status == "refused"

    def test_stays_with_the_party_that_refused_when_another_was_left_out(self, as_user, pending):
        page = answer(as_user("mediator"), pending.id, consents__1__consent=None, consents__2__consent="no")
        assert page.status == 422
        said = {name: value for name, value in page.fields(page.form()).items() if name.endswith("consent")}
        assert said == {"consents-0-consent": "yes", "consents-2-consent": "no"}

    def test_whether_the_others_go_on_is_asked_and_never_presumed(self, as_user, pending):
        client = as_user("mediator")
        page = answer(client, pending.id, consents__2__consent="no", remark="当事人行动不便")
        assert (page.status, "请选择能不能和其余各方继续调解" in page.text) == (422, True)
        assert page.fields(page.form())["remark"] == "当事人行动不便"
        assert db.session.get(Dispute, pending.id).status == "pending"

    def test_uses_up_no_number(self, cast, pending):
        accept(pending, cast.mediator, last="no")
        again = Dispute.receive(pending.case, by=cast.clerk)
        db.session.flush()
        accept(again, cast.mediator)
        assert again.number.endswith("第1号")

    def test_may_be_followed_by_another_try_once_they_agree(self, as_user, cast, pending):
        accept(pending, cast.mediator, last="no")
        db.session.commit()
        clerk, case_id = as_user("clerk"), pending.case_id
        page = clerk.page(f"/mediation/cases/{case_id}/dispute")
        assert "须各方都同意" in page.text
        clerk.fill(page)
        states = db.session.scalars(select(Dispute.status).order_by(Dispute.id)).all()
        assert states == ["refused", "pending"]


class TestMediators:
    """Who may be chosen."""

    def test_one_at_least(self, as_user, pending):
        page = answer(as_user("mediator"), pending.id, mediators=None, claims="赔偿五千元", remark="当事人行动不便")
        assert page.status == 422
        assert "请至少选定一名人民调解员" in page.text
        kept = page.fields(page.form())
        assert (kept["claims"], kept["remark"], kept["consents-2-consent"]) == ("赔偿五千元", "当事人行动不便", "yes")

    def test_only_those_in_office_are_offered(self, as_user, pending):
        page = as_user("mediator").page(f"/mediation/disputes/{pending.id}/acceptance")
        assert "李秀兰" in page.text
        assert "巴特尔" not in page.text

    def test_not_one_who_has_left(self, cast, pending):
        with pytest.raises(RuleError, match="在任"):
            accept(pending, cast.mediator, mediators=[pending.committee.mediators[2]])

    def test_not_one_of_another_committee(self, cast, pending):
        other = Committee.found(unit=cast.other_street, name="工业街道人民调解委员会", by=None)
        other.mediators = [Mediator(name="别人", valid_from=pending.committee.mediators[0].valid_from)]
        db.session.flush()
        with pytest.raises(RuleError, match="本调委会"):
            accept(pending, cast.mediator, mediators=other.mediators)

    def test_not_one_whose_number_was_typed_into_the_form(self, as_user, pending):
        page = answer(as_user("mediator"), pending.id, mediators="999999")
        assert page.status == 422

    def test_each_once(self, cast, pending):
        one = pending.committee.mediators[1]
        accept(pending, cast.mediator, mediators=[one, one])
        assert pending.mediators == [one]

    def test_an_empty_roster_says_where_to_fill_it(self, as_user, committee, pending):
        for each in committee.mediators:
            each.valid_until = each.valid_from
        db.session.commit()
        page = as_user("mediator").page(f"/mediation/disputes/{pending.id}/acceptance")
        assert "名册上没有在任的人民调解员" in page.text


def test_only_the_mediators_of_the_committee_accept(cast, pending):
    with pytest.raises(NotAllowed):
        accept(pending, cast.clerk)


def test_a_committee_further_down_works_for_itself(as_user, cast, committee, case):
    """The street's mediator sees what the community mediates, and is offered no step that would be refused."""
    Committee.found(unit=cast.taixing, name="泰兴社区人民调解委员会", by=None)
    db.session.flush()
    case.triage(kind="0201", level="minor", by=cast.clerk)
    dispute = Dispute.receive(case, by=cast.clerk)
    db.session.commit()
    client, dispute_id = as_user("mediator"), dispute.id
    page = client.page(f"/mediation/disputes/{dispute_id}")
    assert page.status == 200
    assert not [link for link in page.links() if link.endswith("/acceptance")]
    page = client.page(f"/mediation/disputes/{dispute_id}/acceptance")
    assert page.status == 403
    assert "由泰兴社区人民调解委员会办理" in page.text


def test_what_was_accepted_is_not_accepted_again(as_user, cast, mediating):
    with pytest.raises(WrongState):
        accept(mediating, cast.mediator)
    assert as_user("mediator").page(f"/mediation/disputes/{mediating.id}/acceptance").status == 409


def test_numbers_run_by_committee_and_year(cast, committee):
    village = Committee.found(unit=cast.nangan, name="南干社区人民调解委员会", by=None)
    village.mediators = [Mediator(name="王芳", valid_from=committee.mediators[0].valid_from)]
    mediator = cast.mediator
    mediator.appointments.append(Appointment(unit_id=cast.nangan.id, role="mediator"))
    db.session.flush()
    numbers = []
    for unit in (cast.taixing, cast.nangan, cast.taixing):
        case = factories.case(unit, by=cast.clerk)
        case.triage(kind="0201", level="minor", by=cast.clerk)
        dispute = Dispute.receive(case, by=cast.clerk)
        db.session.flush()
        accept(dispute, mediator, mediators=dispute.committee.mediators[:1])
        numbers.append(dispute.number)
    year = clock.today().year
    assert numbers == [
        f"（{year}）昭君街道人调字第1号",
        f"（{year}）南干社区人调字第1号",
        f"（{year}）昭君街道人调字第2号",
    ]


def test_two_mediators_accepting_at_once_get_numbers_in_a_row(app, cast, committee):
    ids = []
    for _ in range(6):
        case = factories.case(cast.taixing, by=cast.clerk)
        case.triage(kind="0201", level="minor", by=cast.clerk)
        dispute = Dispute.receive(case, by=cast.clerk)
        db.session.flush()
        ids.append(dispute.id)
    db.session.commit()

    def take(mine):
        for dispute_id in mine:
            with app.app_context():
                accept(db.session.get(Dispute, dispute_id), cast.mediator)
                db.session.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(take, [ids[::2], ids[1::2]]))
    found = db.session.scalars(select(Dispute.number)).all()
    assert sorted(found) == [f"（{clock.today().year}）昭君街道人调字第{number}号" for number in range(1, 7)]
