"""补录单: asking, the page of a sheet, approving by somebody else."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.elder_care.blueprint import bp
from plugins.elder_care.choices import SITTINGS, WAYS
from plugins.elder_care.forms.late import LateForm
from plugins.elder_care.models import LateSheet
from plugins.elder_care.models.late import WHYS
from plugins.elder_care.register import late_sheets
from plugins.elder_care.views.till import till_or_404
from portal import clock
from portal.records.beginning import mount_beginning
from portal.records.forms import ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
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


mount_beginning(
    bp,
    LateSheet.ask,
    Ask(
        LateForm,
        done="已提交，等待审批。",
        button="提交补录",
        prepare=lambda form, canteen: form.offer(canteen),
        start=lambda canteen: {
            "eaten_on": clock.today(),
            "sitting": canteen.sitting_at(clock.local(clock.now()).time()),
        },
        error_at="eaten_on",
    ),
    at="/canteens/<int:canteen_id>/late/new",
    show=lambda sheet: url_for("elder_care.late_sheet", late_id=sheet.id),
    back=lambda canteen: url_for("elder_care.canteen", canteen_id=canteen.id),
    of=till_or_404,
    prefix="late_",
)
mount_register(bp, late_sheets, at="/late", endpoint="late_sheets", export="elder_care.export")


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
