"""补录单: asking, the page of a sheet, approving by somebody else."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.elder_care.blueprint import bp
from plugins.elder_care.choices import SITTINGS, WAYS
from plugins.elder_care.forms.late import LateForm
from plugins.elder_care.models import Canteen, LateSheet, Member
from plugins.elder_care.models.late import WHYS
from plugins.elder_care.models.lookup import member_with
from plugins.elder_care.views.till import till_or_404
from portal import clock
from portal.errors import RuleError
from portal.records.asking import Ask
from portal.records.attempt import attempt
from portal.records.forms import ReasonForm
from portal.records.mounting import mount
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

late_steps = mount(
    bp,
    LateSheet,
    at="/late/<int:late_id>",
    show="elder_care.late_sheet",
    steps={
        LateSheet.approve: Ask(
            at="approval",
            done="已批准并补录。",
            main=True,
            icon="check",
            explanation="请核对纸质签到表。每位按当天的补贴规定计算，已打过餐的不重复。",
        ),
        LateSheet.refuse: Ask(ReasonForm, at="refusal", done="已退回。", tone="danger"),
    },
)


@bp.get("/canteens/<int:canteen_id>/late/new")
@requires("elder_care.serve")
def new_late(canteen_id: int):
    """申请补录: the form."""
    canteen = till_or_404(canteen_id)
    sitting = canteen.sitting_at(clock.local(clock.now()).time())
    return _form(canteen, _choices(LateForm(data={"eaten_on": clock.today(), "sitting": sitting}), canteen))


@bp.post("/canteens/<int:canteen_id>/late/new")
@requires("elder_care.serve")
def ask_late(canteen_id: int):
    """The sheet, for somebody else to approve."""
    canteen = till_or_404(canteen_id)
    form = _choices(LateForm(), canteen)
    if not form.validate():
        return _form(canteen, form, 422)
    members, unknown = _members(canteen, form.lines())
    if unknown:
        form.diners.errors = [f"没有找到：{'、'.join(unknown)}。请核对卡号或编号。"]
        return _form(canteen, form, 422)
    made: list[LateSheet] = []
    if refused := attempt(lambda: made.append(_ask(canteen, form, members))):
        form.eaten_on.errors = [refused]
        return _form(till_or_404(canteen_id), form, 422)
    return saved(url_for("elder_care.late_sheet", late_id=made[0].id), "已提交，等待审批。", made[0].number)


@bp.get("/late/<int:late_id>")
@requires("elder_care.view")
def late_sheet(late_id: int):
    """One sheet and its lines."""
    sheet = get_or_404(
        LateSheet.visible_to(current_user).options(selectinload(LateSheet.lines), joinedload(LateSheet.unit)), late_id
    )
    return render(
        "elder_care/late/show.html",
        **late_steps.shown(sheet, ("补录", "elder_care.late_sheets")),
        facts=[
            ("助餐点", sheet.canteen.name),
            ("日期", str(sheet.eaten_on)),
            ("餐次", SITTINGS[sheet.sitting]),
            ("方式", WAYS[sheet.way]),
            ("套餐", sheet.set_meal.name),
            ("原因", WHYS[sheet.why]),
            ("说明", sheet.reason),
            ("申请人", sheet.asked_by.name),
        ],
    )


def _ask(canteen: Canteen, form: LateForm, members: list[Member]) -> LateSheet:
    names = ("eaten_on", "sitting", "way", "why", "reason", "set_meal_id")
    fields = {name: form[name].data for name in names}
    by = current_user._get_current_object()
    return LateSheet.ask(unit=canteen.unit, canteen=canteen, members=members, by=by, **fields)


def _members(canteen: Canteen, lines: list[str]) -> tuple[list[Member], list[str]]:
    """Those meant by the lines, and the lines that mean nobody."""
    found: dict[int, Member] = {}
    unknown = []
    for line in lines:
        try:
            member = member_with(canteen, line)
        except RuleError:
            member = None
        if member is None:
            unknown.append(line)
        else:
            found[member.id] = member
    return list(found.values()), unknown


def _choices(form: LateForm, canteen: Canteen) -> LateForm:
    form.sitting.choices = {each: SITTINGS[each] for each in canteen.sittings} or SITTINGS
    form.set_meal_id.choices = {each.id: each.name for each in canteen.prices(clock.today())}
    return form


def _form(canteen: Canteen, form: LateForm, status: int = 200):
    return render(
        "elder_care/late/new.html",
        status=status,
        canteen=canteen,
        form=form,
        crumbs=[(canteen.name, url_for("elder_care.canteen", canteen_id=canteen.id)), ("申请补录", "")],
    )
