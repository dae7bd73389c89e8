"""The steps of an assignment as pages: by the unit that has it, by whoever handed it on, and by the unit that is told it was taken back."""

from flask import abort, url_for
from flask_login import current_user

from portal.accounts.models import User
from portal.cases.assignment_forms import RecallForm
from portal.cases.blueprint import bp
from portal.cases.choices import CALLED, LEAD
from portal.cases.choosers import handlers_for, unsigned
from portal.cases.forms import ReportForm
from portal.cases.models import Assignment, Case
from portal.cases.register import cases
from portal.cases.steps import pages
from portal.errors import WrongState
from portal.extensions import db
from portal.plugin.contributions import Action
from portal.records.forms import NoteForm, PlainForm, ReasonForm
from portal.records.mounting import Ask, mount
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import LARGEST_ID, get_or_404


def _of_case(case_id: int, assignment_id: int) -> Assignment:
    """One of a case that the reader may see."""
    case = get_or_404(Case.visible_to(current_user), case_id)
    return next((each for each in case.assignments if each.id == assignment_id), None) or abort(404)


def _assignment(case_id: int, assignment_id: int) -> Assignment:
    """One of this case, in the hands of the reader's unit (409 for another's), and on no desk of a plugin in effect."""
    found = _of_case(case_id, assignment_id)
    if found.on_another_desk:
        abort(404)
    if not found.is_for(current_user, "cases.handle"):
        raise WrongState(found.refusal("cases.handle"))
    return found


def _after_return(assignment: Assignment) -> str:
    """What was sent back may be out of sight."""
    seen = assignment.record.allows(current_user, "cases.view")
    return url_for("cases.show", case_id=assignment.case_id) if seen else url_for("cases.index")


def _how_often(assignment: Assignment) -> str:
    if assignment.role == CALLED:
        return "应哨的单位认为不属本单位的，写明理由，由中心主任裁定。"
    if assignment.goes_to_the_director:
        return f"{assignment.why_decided}，再要退回的由中心主任裁定。请写明理由。"
    return "退回要写明理由，由派单单位另行安排；办理时限照常计算。"


hands = mount(
    bp,
    Assignment,
    at="/<int:case_id>/assignments/<int:assignment_id>",
    show="cases.show",
    load=_assignment,
    line=cases.line,
    steps={
        Assignment.acknowledge: Ask(
            PlainForm,
            at="acknowledgement",
            done="已签收。",
            main=True,
            icon="check",
            explanation="签收后由本单位办理，请在时限内反馈结果。",
        ),
        Assignment.report: Ask(
            ReportForm,
            at="report",
            title="反馈结果",
            done="已反馈，等待核查。",
            main=True,
            icon="send",
            keeps_draft=True,
            uploads=True,
            error_at="uploads",
        ),
        Assignment.return_: Ask(
            ReasonForm,
            at="return",
            done=lambda assignment: "已退回。" if assignment.status == "returned" else "已报中心主任裁定。",
            icon="undo-2",
            tone="danger",
            keeps_draft=True,
            explanation=_how_often,
            to=_after_return,
        ),
    },
)


def _onward(assignment: Assignment, user: User) -> list[Action]:
    """What may be done next with its case."""
    return pages.actions(assignment.record, user)


def _leaves_it_to_us(assignment: Assignment) -> bool:
    """Whether without it nobody has the case in hand, or nobody leads."""
    rest = [each.role for each in assignment.record.in_hand if each.id != assignment.id]
    return not rest or (assignment.role == LEAD and LEAD not in rest)


def _who_has_it_now(assignment: Assignment) -> str:
    instead = next((each.unit for each in assignment.record.in_hand if each.sent_at >= assignment.ended_at), None)
    given = f"改交{instead}。{unsigned(assignment.record)}" if instead else ""
    return f"已收回，对方的工作台上会显示。{given}"


def _offer_instead(form: RecallForm, assignment: Assignment) -> None:
    """Who may get it instead; whom a whistle called, only a whistle calls."""
    form.unit_id.choices = {0: "先收回，以后再交办"} | handlers_for(assignment.record.unit)
    if assignment.role == CALLED:
        del form.unit_id


def _named(verb: str):
    """The title of a step that stands beside others of its kind: of which unit."""
    return lambda assignment: f"{verb}（{assignment.unit}）"


senders = mount(
    bp,
    Assignment,
    at="/<int:case_id>/assignments/<int:assignment_id>",
    show="cases.show",
    load=_of_case,
    then=_onward,
    steps={
        Assignment.remind: Ask(
            NoteForm,
            at="reminder",
            done="已催办，对方的工作台上会显示。",
            title=_named("催办"),
            button="确定催办",
            icon="bell",
        ),
        Assignment.recall: Ask(
            RecallForm,
            at="recall",
            done=_who_has_it_now,
            prepare=_offer_instead,
            error_at="unit_id",
            title=_named("收回"),
            leads_on=lambda assignment: assignment.role == CALLED and _leaves_it_to_us(assignment),
            button="确定收回",
            icon="undo-2",
            tone="danger",
            keeps_draft=True,
            explanation="收回后该单位不再办理，也不再能看到这件事；办理时限照常计算。",
        ),
        Assignment.close_silent: Ask(
            ReasonForm,
            at="silence",
            done="已按超期未反馈销单。",
            title=_named("超期未反馈销单"),
            leads_on=_leaves_it_to_us,
            button="确定销单",
            icon="ban",
            tone="danger",
            keeps_draft=True,
            explanation="该单位记为超期未反馈，这件事由本单位另行安排或者核查办结。",
        ),
        Assignment.uphold: Ask(
            NoteForm,
            at="upholding",
            done="已准予退回，请另行安排。",
            title=_named("准予退回"),
            leads_on=_leaves_it_to_us,
            icon="check",
            explanation=lambda assignment: f"{assignment.unit}申请退回的理由：{assignment.result}",
        ),
        Assignment.order_on: Ask(
            ReasonForm,
            at="order",
            done="已责令办理。",
            title=_named("责令办理"),
            icon="ban",
            tone="danger",
            keeps_draft=True,
            explanation=lambda assignment: f"{assignment.unit}申请退回的理由：{assignment.result}",
        ),
    },
)


def _to_be_told(assignment_id: int) -> Assignment:
    """An assignment of the reader's unit, whether it still sees the case or not."""
    found = db.session.get(Assignment, assignment_id) if assignment_id <= LARGEST_ID else None
    return found if found and found.is_for(current_user, "cases.handle") else abort(404)


def _what_became(assignment: Assignment) -> str:
    said = f"这张派单{assignment.status_name}，本单位不用再办理"
    return f"{said}（{moment(assignment.ended_at)}）。{assignment.result}" if assignment.ended_at else f"{said}。"


told = mount(
    bp,
    Assignment,
    at="/ended/<int:assignment_id>",
    leads=False,
    show="cases.index",
    load=_to_be_told,
    steps={
        Assignment.take_note: Ask(
            PlainForm,
            at="notice",
            done="已知悉。",
            button="知道了",
            explanation=_what_became,
            to=lambda assignment: url_for("home.desk"),
        ),
    },
)
