"""Two who decide about one matter in the same moment: nobody who reported it is left without an answer."""

import pytest

from plugins.public_reports.models import Label, Report
from portal.accounts.models import User
from portal.cases.models import Case
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def two(report) -> list[int]:
    """Two reports of the same."""
    return [report().id, report(text="灯坏了。").id]


@pytest.fixture
def decide(cast):
    """`decide(ident, lambda report, by: …)`: what the clerk decides about a report, as a web request does."""
    clerk = cast.clerk.id

    def deciding(ident: int, act):
        def decided():
            with db.session.no_autoflush:
                act(db.session.get_one(Report, ident), db.session.get_one(User, clerk))
            db.session.flush()
            return "decided"

        return decided

    return deciding


def merging(into: int):
    return lambda report, by: report.merge_into(db.session.get_one(Report, into), by=by)


def declining(report, by):
    report.decline("不在本单位职责范围", "路灯归市政。", "", by=by)


def referring(report, by):
    report.refer("119", "已打电话。", by=by)


def accepting(report, by):
    report.accept("楼道灯不亮", "property", by=by)


def withdrawing(report, by):
    report.withdraw(by=None)


def waits_or_is_answered(report: Report) -> bool:
    """Whether somebody will answer it, or has."""
    goes_on = report.into or report
    return bool(report.answer) or goes_on.open or (report.case is not None and report.case.open)


def test_of_two_that_are_merged_into_each_other_one_stays(two, decide, while_open):
    one, other = two
    assert while_open(decide(one, merging(other)), decide(other, merging(one))) == ("decided", None)
    db.session.expire_all()
    assert [db.session.get_one(Report, each).status for each in two] == ["merged", "received"]


@pytest.mark.parametrize("act", [declining, referring, accepting, withdrawing])
@pytest.mark.parametrize("merged_first", [True, False])
def test_what_is_merged_at_this_moment_is_answered_too(two, decide, while_open, act, merged_first):
    one, other = two
    acts = decide(one, merging(other)), decide(other, act)
    while_open(*(acts if merged_first else acts[::-1]))
    db.session.expire_all()
    assert all(waits_or_is_answered(each) for each in db.session.query(Report) if each.status != "withdrawn")
    merged = db.session.get_one(Report, one)
    assert merged.case_id == (merged.into.case_id if merged.into else None)


def test_two_report_behind_a_new_label_in_the_same_moment(cast, while_open):
    label = Label.enter(unit=cast.grid1, title="万豪花园北门", kind="gate", by=cast.director)
    db.session.commit()
    ident = label.id

    def sending(text: str):
        def sent():
            behind = db.session.get_one(Label, ident)
            with db.session.no_autoflush:
                Report.send(unit=behind.unit, label=behind, matter="property", text=text, by=None)
            db.session.flush()
            return "sent"

        return sent

    assert while_open(sending("灯坏了。"), sending("楼里黑。")) == ("sent", "sent")
    db.session.expire_all()
    assert db.session.get_one(Label, ident).status == "in_use"


@pytest.fixture
def case(cast) -> int:
    """One under way, without parties."""
    entered = factories.case(cast.taixing, by=cast.clerk)
    entered.accept(by=cast.clerk)
    db.session.commit()
    return entered.id


@pytest.mark.parametrize("joined_first", [True, False])
def test_what_is_joined_to_a_case_closed_at_this_moment_is_answered(two, decide, while_open, cast, case, joined_first):
    def joining(report, by):
        report.join(db.session.get_one(Case, case), by=by)

    def closing(report, by):
        db.session.get_one(Case, case).resolve("物业换了灯。", by=by)

    one, other = two
    acts = decide(one, joining), decide(other, closing)
    answered = while_open(*(acts if joined_first else acts[::-1]))
    assert answered == (("decided", "decided") if joined_first else ("decided", None))
    db.session.expire_all()
    report = db.session.get_one(Report, one)
    assert (report.status, report.answer) == (("answered", "物业换了灯。") if joined_first else ("received", ""))


@pytest.mark.parametrize("merged_first", [True, False])
def test_what_is_merged_into_one_whose_case_is_closed_at_this_moment_is_answered(
    two, decide, while_open, cast, merged_first
):
    one, other = two
    accepted = db.session.get_one(Report, other)
    accepted.accept("楼道灯不亮", "property", by=cast.clerk)
    accepted.case.accept(by=cast.clerk)
    db.session.commit()
    acts = decide(one, merging(other)), decide(other, lambda report, by: report.case.resolve("换了灯。", by=by))
    while_open(*(acts if merged_first else acts[::-1]))
    db.session.expire_all()
    assert all(waits_or_is_answered(each) for each in db.session.query(Report))
