"""From the desk and from the list straight to the form; what one person does at once on one page."""

from datetime import timedelta

import pytest

from portal import clock
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


def registered(cast, **told) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk, **told)
    db.session.commit()
    return case


def handed(cast, **told) -> Case:
    case = registered(cast, **told)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return case


def accepted(cast) -> Case:
    case = registered(cast)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    db.session.commit()
    return case


def sent_back(cast) -> Case:
    case = handed(cast)
    case.assignments[0].return_("不归我局管。", by=cast.department)
    db.session.commit()
    return case


def answered(cast) -> Case:
    case = handed(cast)
    case.assignments[0].acknowledge(by=cast.department)
    case.assignments[0].report("修好了。", by=cast.department)
    db.session.commit()
    return case


class TestFromTheDesk:
    """要办的 is a link to the form."""

    @pytest.mark.parametrize(
        ("make", "noun"),
        [
            (registered, "triage"),
            (accepted, "assignments/new"),
            (sent_back, "assignments/new"),
            (answered, "resolution"),
        ],
    )
    def test_of_the_step_that_it_names(self, as_user, cast, make, noun):
        case_id, clerk = make(cast).id, as_user("clerk")
        assert f"/cases/{case_id}/{noun}" in clerk.page("/").links()
        assert clerk.page(f"/cases/{case_id}/{noun}").status == 200

    def test_of_whatever_comes_next_for_the_unit_that_has_it(self, as_user, cast):
        case, department = handed(cast), as_user("department")
        case_id, assignment_id = case.id, case.assignments[0].id
        assert f"/cases/{case_id}/next" in department.page("/").links()
        forms = [f"/cases/{case_id}/assignments/{assignment_id}/{noun}" for noun in ("acknowledgement", "report")]
        assert department.page(f"/cases/{case_id}/next").url == forms[0]
        department.fill(department.page(forms[0]))
        assert department.page(f"/cases/{case_id}/next").url == forms[1]

    def test_of_the_notice_that_it_was_taken_back(self, as_user, cast):
        taken = handed(cast).assignments[0]
        taken.recall("派错了。", by=cast.clerk)
        db.session.commit()
        row = as_user("department").page("/").tree.xpath("//table//tr[contains(., '知悉')]")[0]
        assert set(row.xpath(".//a/@href")) == {f"/cases/ended/{taken.id}/notice"}

    def test_of_the_reminder_for_whoever_handed_it_on(self, as_user, cast):
        case = handed(cast)
        case_id, assignment_id = case.id, case.assignments[0].id
        assert (
            as_user("clerk").page(f"/cases/{case_id}/next").url
            == f"/cases/{case_id}/assignments/{assignment_id}/reminder"
        )

    def test_and_where_nothing_comes_next_to_the_matter(self, as_user, cast):
        case_id = handed(cast).id
        assert as_user("district").page(f"/cases/{case_id}/next").url == f"/cases/{case_id}"


class TestFromTheList:
    """A row leads to the form of its step."""

    def test_where_the_reader_may_take_it(self, as_user, cast):
        case_id = answered(cast).id
        assert f"/cases/{case_id}/resolution" in as_user("clerk").page("/cases?status=reported").links()

    def test_and_not_otherwise(self, as_user, cast):
        case_id = answered(cast).id
        assert f"/cases/{case_id}/resolution" not in as_user("department").page("/cases").links()


class TestFiledAtOnce:
    """办结并归档."""

    def test_takes_both_steps_and_waits_for_no_visit(self, as_user, cast):
        case_id, clerk = answered(cast).id, as_user("clerk")
        page = clerk.fill(clerk.page(f"/cases/{case_id}/resolution"), button=("filed", "1"))
        case = db.session.get(Case, case_id)
        assert (case.status, case.visit_by, case.outcome) == ("archived", None, "修好了。")
        assert [each.title for each in case.events[-2:]] == ["办结", "归档"]
        assert "已办结并归档" in page.text

    def test_is_not_what_the_main_button_does(self, as_user, cast):
        case_id, clerk = answered(cast).id, as_user("clerk")
        clerk.fill(clerk.page(f"/cases/{case_id}/resolution"))
        case = db.session.get(Case, case_id)
        assert (case.status, case.visit_by is None) == ("resolved", False)


class TestTakenBackAndHandedToAnother:
    """收回, 改交给."""

    def test_in_one_step_it_is_in_other_hands(self, as_user, cast):
        case = handed(cast)
        case_id, clerk = case.id, as_user("clerk")
        form = clerk.page(f"/cases/{case_id}/assignments/{case.assignments[0].id}/recall")
        page = clerk.fill(form, text="应由社区办理。", unit_id=str(cast.unit_ids["taixing"]))
        case = db.session.get(Case, case_id)
        assert [each.status for each in case.assignments] == ["recalled", "sent"]
        assert (case.assignments[1].unit_id, case.status) == (cast.unit_ids["taixing"], "assigned")
        assert "改交泰兴社区。" in page.text
        assert [(each.title, each.note, each.to_status) for each in case.events[-2:]] == [
            ("收回", f"从{cast.labour_bureau}收回，改交泰兴社区。应由社区办理。", "assigned"),
            ("交办", "交泰兴社区办理。", "assigned"),
        ]

    def test_the_day_of_acceptance_stays(self, as_user, cast):
        accepted = clock.now()
        taken = handed(cast).assignments[0]
        with clock.pretend(accepted + timedelta(days=3)):
            taken.recall("应由社区办理。", by=cast.clerk, instead=cast.taixing)
            db.session.commit()
            steps = as_user("clerk").page(f"/cases/{taken.case_id}").tree.xpath("//ol[contains(@class, 'steps')]/li")
        told = ["".join(each.itertext()) for each in steps]
        assert [f"{clock.local(accepted):%m-%d}" in each for each in told[:3]] == [True, True, False]

    def test_without_another_it_comes_back(self, as_user, cast):
        case = handed(cast)
        case_id, clerk = case.id, as_user("clerk")
        clerk.fill(clerk.page(f"/cases/{case_id}/assignments/{case.assignments[0].id}/recall"), text="应由社区办理。")
        assert (db.session.get(Case, case_id).status, db.session.get(Case, case_id).came_back) == ("triaged", True)

    def test_not_to_whom_it_is_taken_from(self, as_user, cast):
        case = handed(cast)
        case_id, clerk, bureau = case.id, as_user("clerk"), cast.unit_ids["labour_bureau"]
        form = clerk.page(f"/cases/{case_id}/assignments/{case.assignments[0].id}/recall")
        page = clerk.fill(form, text="派错了。", unit_id=str(bureau))
        assert (page.status, "不用收回" in page.text) == (422, True)
        assert db.session.get(Case, case_id).status == "assigned"

    def test_who_assisted_is_replaced_by_who_assists(self, cast):
        case = handed(cast)
        until = clock.now() + timedelta(days=5)
        helper = case.assign(cast.taixing, by=cast.clerk, role="assist", due_at=until)
        helper.recall("派错了。", by=cast.clerk, instead=cast.grid1)
        assert case.in_hand[1].due_at == until
        assert [(each.unit, each.role) for each in case.in_hand] == [
            (cast.labour_bureau, "lead"),
            (cast.grid1, "assist"),
        ]

    def test_not_to_whoever_has_it_already(self, cast):
        case = handed(cast)
        helper = case.assign(cast.taixing, by=cast.clerk, role="assist")
        with pytest.raises(RuleError, match="正在办理"):
            helper.recall("派错了。", by=cast.clerk, instead=cast.labour_bureau)


def test_the_only_applicant_is_who_was_elected_and_today(as_user, cast):
    case = registered(cast)
    page = as_user("clerk").page(f"/cases/{case.id}/representatives")
    fields = page.fields(page.form())
    assert (fields["parties"], fields["on"]) == (str(case.side(1)[0].id), f"{clock.today():%Y-%m-%d}")


def test_what_was_put_right_before_it_is_accepted_goes_on_to_triage(as_user, cast):
    case_id, clerk = registered(cast).id, as_user("clerk")
    page = clerk.fill(clerk.page(f"/cases/{case_id}/correction"), title="楼道漏水", reason="写错了。", onward="1")
    assert page.url == f"/cases/{case_id}/triage"
    db.session.get(Case, case_id).triage(kind="0201", level="minor", by=cast.clerk)
    db.session.commit()
    assert "接着办下一步" not in clerk.page(f"/cases/{case_id}/correction").text
