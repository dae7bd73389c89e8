"""Pages of 吹哨报到: blown from a case, approved, answered, rated, closed."""

from flask import abort, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from plugins.whistle.blueprint import bp
from plugins.whistle.choices import ANSWER, BLOW, EXPORT, VIEW
from plugins.whistle.forms import ArrivalForm, BlowForm, CallsForm, RatingForm, ResultForm
from plugins.whistle.models import Call, Whistle
from plugins.whistle.papers import papers
from plugins.whistle.register import whistles
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.contributions import Action
from portal.records.beginning import mount_beginning
from portal.records.forms import NoteForm, PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render


def departments_of(row: Case | Whistle) -> dict[int, str]:
    """The departments of the county: id → name."""
    found = select(OrgUnit.id, OrgUnit.short_name).where(
        OrgUnit.kind == "department",
        OrgUnit.county_id == row.county_id,
        OrgUnit.township_id.is_(None),
        OrgUnit.closed_on.is_(None),
    )
    return {each.id: each.short_name for each in db.session.execute(found.order_by(OrgUnit.path))}


def _offer(form: CallsForm, row: Case | Whistle) -> None:
    form.offer(departments_of(row))


mount_register(bp, whistles, at="/whistles", endpoint="index", export=EXPORT)
mount_beginning(
    bp,
    Whistle.blow,
    Ask(
        BlowForm,
        done=lambda whistle: f"{whistle.number}：{whistle.status_name}。",
        button="吹哨",
        prepare=_offer,
        start=lambda case: {"place_of_meeting": case.location},
        groups=("calls",),
        error_at="calls",
        keeps_draft=True,
    ),
    at="/cases/<int:case_id>/new",
    of=Case,
    show=lambda whistle: url_for("whistle.show", whistle_id=whistle.id),
    back=lambda case: url_for("cases.show", case_id=case.id),
)


def _onward(whistle: Whistle, user: User) -> list[Action]:
    """What may be done next: about a department first."""
    return [*(action for each in whistle.calls for action in calls.actions(each, user)), *steps.actions(whistle, user)]


steps = mount(
    bp,
    Whistle,
    at="/whistles/<int:whistle_id>",
    show="whistle.show",
    then=_onward,
    steps={
        Whistle.approve: Ask(
            NoteForm, at="approval", done="已批准，已通知部门报到。", main=True, icon="check", button="批准"
        ),
        Whistle.close: Ask(ResultForm, at="closure", done="已办结。", main=True, icon="circle-check", keeps_draft=True),
        Whistle.call_more: Ask(
            CallsForm, at="calls/new", done="已增加。", icon="plus", prepare=_offer, groups=("calls",), error_at="calls"
        ),
        Whistle.refuse: Ask(ReasonForm, at="refusal", done="已登记为不予批准。", icon="ban", tone="danger"),
        Whistle.withdraw: Ask(
            ReasonForm,
            at="withdrawal",
            done="已撤回，部门的工作台上会显示。",
            icon="undo-2",
            tone="danger",
            explanation="部门还没有反馈的，一并收回。",
        ),
    },
)


def _call(whistle_id: int, call_id: int) -> Call:
    """A department of a whistle that the reader may see."""
    whistle = get_or_404(Whistle.visible_to(current_user), whistle_id)
    return next((each for each in whistle.calls if each.id == call_id), None) or abort(404)


def _of(verb: str):
    """The title of a step that stands beside others of its kind: of which department."""
    return lambda call: f"{verb}（{call.unit}）"


def _now(call: Call) -> dict:
    return {"at": clock.now()}


def _who_came(call: Call) -> dict[str, str]:
    """What stands above the forms that agree to it, or deny it."""
    came = f"{moment(call.came_at)}，带队人{call.leader.name}，{call.people} 人。" if call.came_at else ""
    return {"部门": str(call.unit), "报到": came}


calls = mount(
    bp,
    Call,
    at="/whistles/<int:whistle_id>/calls/<int:call_id>",
    show="whistle.show",
    load=_call,
    prefix="call_",
    steps={
        Call.arrive: Ask(
            ArrivalForm, at="arrival", done="已报到，待吹哨单位确认。", main=True, icon="check", start=_now
        ),
        Call.enter: Ask(
            ArrivalForm,
            at="entry",
            done="已登记，待部门认可。",
            title=_of("登记报到"),
            button="登记",
            icon="check",
            start=_now,
        ),
        Call.confirm: Ask(
            PlainForm,
            at="confirmation",
            done="已确认。",
            title=_of("确认报到"),
            main=True,
            icon="check",
            seen=_who_came,
        ),
        Call.agree: Ask(PlainForm, at="agreement", done="已认可。", main=True, icon="check", seen=_who_came),
        Call.deny: Ask(ReasonForm, at="denial", done="已登记。", title=_of("到场不属实"), icon="x", seen=_who_came),
        Call.contradict: Ask(ReasonForm, at="contradiction", done="已登记。", icon="x", seen=_who_came),
        Call.miss: Ask(
            NoteForm,
            at="absence",
            done="已登记。",
            title=_of("登记未报到"),
            icon="x",
            tone="danger",
        ),
        Call.rate: Ask(
            RatingForm, at="rating", done="已评价。", title=_of("评价部门"), main=True, icon="pencil", button="评价"
        ),
        Call.rate_back: Ask(
            RatingForm,
            at="rating-back",
            done="已评价。",
            icon="pencil",
            button="评价",
            explanation="该不该吹给本单位，情况说清楚没有，现场组织得怎样。",
        ),
    },
)


def _facts(whistle: Whistle) -> list[tuple[str, str]]:
    told = [
        ("吹哨单位", str(whistle.unit)),
        ("为什么吹哨", whistle.kind_name),
        ("依据", whistle.basis),
        ("报到地点", whistle.place_of_meeting),
        ("要求到场", moment(whistle.come_by or whistle.meet_at)),
        ("吹哨人", whistle.blown_by.name),
        ("批准人", whistle.approved_by.name if whistle.approved_by else ""),
    ]
    return [(label, value) for label, value in told if value]


@bp.get("/whistles/<int:whistle_id>")
@requires(VIEW)
def show(whistle_id: int):
    """One whistle: who was called, who came, what came of it."""
    whistle = get_or_404(
        Whistle.visible_to(current_user).options(
            joinedload(Whistle.unit),
            joinedload(Whistle.case),
            joinedload(Whistle.blown_by),
            joinedload(Whistle.approved_by),
            selectinload(Whistle.calls).joinedload(Call.leader),
        ),
        whistle_id,
    )
    return render(
        "whistle/show.html",
        **steps.shown(whistle, ("吹哨报到", "whistle.index"), papers),
        rows=[(each, calls.actions(each, current_user)) for each in whistle.calls],
        facts=_facts(whistle),
        may_open=whistle.case.allows(current_user, "cases.view"),
        sees_leaders=any(whistle.allows(current_user, each) for each in (BLOW, ANSWER)),
    )
