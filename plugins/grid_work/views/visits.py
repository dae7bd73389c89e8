"""走访记录: the list, and one with what became of it."""

from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.grid_work.blueprint import bp
from plugins.grid_work.choices import EXPORT, VIEW
from plugins.grid_work.forms import ChangeForm, FindForm, LinkForm, SettleForm, UpdateForm
from plugins.grid_work.models import HomeVisit
from plugins.grid_work.register import visits
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.records.forms import PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import day, moment
from portal.web.pages.rendering import get_or_404, render


def _meant(form: LinkForm, visit: HomeVisit) -> dict:
    number = (form.case.data or "").strip()
    found = db.session.scalar(Case.visible_to(current_user).where(Case.number == number).limit(1))
    if found is None:
        raise RuleError("没有找到这个编号的事项。", at="case")
    return {"case": found}


steps = mount(
    bp,
    HomeVisit,
    at="/visits/<int:visit_id>",
    show="grid_work.show_visit",
    prefix="visit_",
    steps={
        HomeVisit.find: Ask(FindForm, at="matter", done="已记下。", icon="pencil", error_at="title"),
        HomeVisit.learn_change: Ask(
            ChangeForm, at="change", done="已记下，由社区核对以后更新。", icon="pencil", error_at="title"
        ),
        HomeVisit.report: Ask(
            PlainForm,
            at="case",
            done=lambda visit: f"已登记为事项 {visit.case.number}，办理情况会写在这里。",
            main=True,
            icon="send",
            explanation="按这次走访记的内容登记为一件事项，由社区受理分流，不用再填。",
        ),
        HomeVisit.settle: Ask(SettleForm, at="result", done="已登记。", icon="check"),
        HomeVisit.update: Ask(UpdateForm, at="update", done="已登记。", main=True, icon="check"),
        HomeVisit.keep: Ask(ReasonForm, at="no-update", done="已登记。", icon="x"),
        HomeVisit.link: Ask(
            LinkForm,
            at="link",
            done="已记入事项。",
            icon="paperclip",
            args=_meant,
            explanation="事项的页面上会看到这次走访，内容不用再抄。",
            error_at="case",
        ),
        HomeVisit.drop: Ask(ReasonForm, at="dropping", done="已作废。", icon="x", tone="danger"),
    },
)
mount_register(bp, visits, at="/visits", endpoint="visits", export=EXPORT)


@bp.get("/visits/<int:visit_id>")
@requires(VIEW)
def show_visit(visit_id: int):
    """One visit: what was said, and what became of it."""
    whole = joinedload(HomeVisit.unit), joinedload(HomeVisit.recorder), joinedload(HomeVisit.case)
    found = get_or_404(HomeVisit.visible_to(current_user).options(*whole), visit_id)
    case, home = found.case, found.home_for(current_user)
    who = home.person if home else None
    may_open = case is not None and case.allows(current_user, "cases.view")
    return render(
        "grid_work/visit.html",
        **steps.shown(found, ("走访记录", "grid_work.visits")),
        facts=[
            ("地址", home.title if home else "已迁到别处"),
            ("联系人", who.name_shown if who else "没有登记" if home else "—"),
            ("日期", day(found.on)),
            ("见到了吗", found.met_name),
            ("怎么见的", found.way_name),
            ("记录人", found.recorder.name),
            ("记录时间", f"{moment(found.created_at)}{'，按纸上记的补录' if found.late else ''}"),
        ],
        home=home,
        case=case if may_open or found.status in ("reported", "answered") else None,
        may_open=may_open,
    )
