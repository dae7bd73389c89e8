"""到期的个人信息: the registers, what is due in one, the asking, and the second person's word."""

from datetime import date

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import TextAreaField

from portal.database import reading_first
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.attempt import attempt
from portal.retention.models import MANAGE, RetentionRun
from portal.retention.registers import Kept, Seen, ending, registers, undeclared
from portal.retention.settings import kept_until, years
from portal.web.forms import Form, Required, Short
from portal.web.forms.idempotency import claim, saved
from portal.web.forms.plain_words import plain_words
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

bp = Blueprint("retention", __name__, url_prefix="/retention", template_folder="templates")
TITLE = "到期的个人信息"
RUNS = 50  # on the page


class AskForm(Form):
    """为什么处理."""

    reason = TextAreaField(
        "依据或理由",
        [Required("请写明依据或理由。"), Short(200), plain_words],
        render_kw={"rows": 2},
        description="例如：保存期限届满，档案已移交。会记入审计记录。",
    )


class DecideForm(Form):
    """同意或者不同意: nothing to fill in."""


@bp.get("")
@requires(MANAGE)
def index() -> ResponseReturnValue:
    """Every register with its term; what was asked for."""
    unit = _unit()
    groups: dict[str, list[tuple[Kept, int]]] = {}
    for each in registers().values():
        groups.setdefault(each.module(unit), []).append((each, years(each.key, unit)))
    runs = db.session.scalars(RetentionRun.visible_to(current_user).order_by(RetentionRun.id.desc()).limit(RUNS)).all()
    return render("retention/index.html", groups=groups, kept=undeclared(), runs=runs, unit=unit)


@bp.get("/<key>")
@requires(MANAGE)
def preview(key: str) -> ResponseReturnValue:
    """What would be done, or is for people to weigh, and the first rows."""
    kept = _register(key)
    return _preview(kept, AskForm(), _due(kept))


@bp.post("/<key>")
@requires(MANAGE)
def ask(key: str) -> ResponseReturnValue:
    """申请处理."""
    kept, form = _register(key), AskForm()
    with reading_first():
        due = _due(kept)
    if onward := claim():  # the key of the form was given back meanwhile
        return onward
    if not form.validate():
        return _preview(kept, form, due, 422)
    seen = {"count": due[1].number, "whole": due[1].whole}
    if refused := attempt(lambda: RetentionRun.ask(key, _unit(), form.reason.data, **seen, by=current_user)):
        form.reason.errors = [str(refused)]
        return _preview(kept, form, due, 422)
    done = (
        "已申请，请另一位同事复核。" if due[1].whole else "已申请。记录很多，先在后台清点，清点完了请另一位同事复核。"
    )
    return saved(url_for("retention.index"), done)


@bp.get("/runs/<int:run_id>")
@requires(MANAGE)
def show(run_id: int) -> ResponseReturnValue:
    """What was asked for, and the buttons of the second person."""
    run = _run(run_id)
    kept = registers().get(run.register)
    rows = kept.look(run.unit, run.before).rows if kept and run.state == "asked" else []
    crumbs = [(TITLE, url_for("retention.index")), (run.register_name, "")]
    may = {"may": run.may_be_decided_by(current_user), "may_withdraw": run.may_be_withdrawn_by(current_user)}
    return render("retention/run.html", run=run, kept=kept, rows=rows, form=DecideForm(), **may, crumbs=crumbs)


@bp.post("/runs/<int:run_id>/approval")
@requires(MANAGE)
def approve(run_id: int) -> ResponseReturnValue:
    """同意."""
    _run(run_id).approve(by=current_user)
    return saved(url_for("retention.show", run_id=run_id), "已同意，后台分批处理。")


@bp.post("/runs/<int:run_id>/refusal")
@requires(MANAGE)
def refuse(run_id: int) -> ResponseReturnValue:
    """不同意."""
    _run(run_id).refuse(by=current_user)
    return saved(url_for("retention.show", run_id=run_id), "没有同意，什么都没有改。")


@bp.post("/runs/<int:run_id>/withdrawal")
@requires(MANAGE)
def withdraw(run_id: int) -> ResponseReturnValue:
    """撤回."""
    _run(run_id).withdraw(by=current_user)
    return saved(url_for("retention.show", run_id=run_id), "已撤回，什么都没有改。")


def _run(run_id: int) -> RetentionRun:
    return get_or_404(RetentionRun.visible_to(current_user), run_id)


def _register(key: str) -> Kept:
    return ending().get(key) or abort(404)


def _unit() -> OrgUnit:
    return current_user.units_with(MANAGE)[0]


def _due(kept: Kept) -> tuple[date | None, Seen]:
    """The day before which rows are due, None where they are kept for ever; and what is."""
    unit = _unit()
    before = kept_until(kept.key, unit)
    return before, kept.look(unit, before) if before else Seen(0, True, [])


def _preview(kept: Kept, form: AskForm, due: tuple[date | None, Seen], status: int = 200) -> ResponseReturnValue:
    unit = _unit()
    return render(
        "retention/preview.html",
        status=status,
        kept=kept,
        unit=unit,
        years=years(kept.key, unit),
        before=due[0],
        **due[1]._asdict(),
        form=form,
        back_url=url_for("retention.index"),
        crumbs=[(TITLE, url_for("retention.index")), (kept.keeping.name, "")],
    )
