"""合并: entries that may be of one resident are listed, looked at side by side, merged, and taken apart again."""

from datetime import datetime

from flask import abort, url_for
from flask_login import current_user
from sqlalchemy import select
from wtforms import BooleanField, RadioField, TextAreaField

from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people import guesses
from portal.people.checking import Number
from portal.people.duplicates import Apart, Pair, alike_to, piece_of
from portal.people.fields import id_type_field
from portal.people.finding import people_numbered
from portal.people.merging import DAYS, MERGE, Merger, hindrance, merge
from portal.people.models import Person
from portal.people.views import bp, person_or_404
from portal.web.forms import Form, Required, Short
from portal.web.forms.idempotency import saved
from portal.web.forms.plain_words import plain_words
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

ANOTHER = "0"


def _reason(example: str) -> TextAreaField:
    return TextAreaField(
        "理由",
        [Required("请写明理由。"), Short(200), plain_words],
        render_kw={"rows": 2},
        description=f"例如：{example}。理由会记入审计记录。",
    )


class MergerForm(Form):
    """合并另一条登记."""

    other = RadioField("另一条登记", validators=[Required("请选择要并过来的那一条。")])
    id_type = id_type_field()
    id_number = Number("另一条的证件号码", [Short(40)], rule="person", description="上面没有的，填写号码。")
    reason = _reason("同一个人登记了两次，已核对户口簿")
    checked = BooleanField(
        "核对过，是同一个人", render_kw={"data-width": "choice"}, description="提交后两条并排显示，核对以后再勾选。"
    )

    def offer(self, pairs: list[Pair]) -> None:
        """What may be chosen: the entries that are alike, or another by its number."""
        told = {str(each.other.id): f"{_about(each.other)}（{each.why}）" for each in pairs}
        self.other.choices = told | {ANOTHER: "另外的一条，按证件号码"}


class PartForm(Form):
    """撤销合并."""

    reason = _reason("是两个人，姓名相同")


@bp.get("/duplicates")
@requires(MERGE)
def duplicates():
    """疑似重复, of the unit in which one works, a piece at a time."""
    units = current_user.units_with(MERGE)
    if not units:
        abort(403)
    return _list(units[0], None)


@bp.get("/duplicates/<int:unit_id>/<int:person_id>")
@requires(MERGE)
def earlier_duplicates(unit_id: int, person_id: int):
    """The next piece: those entered before this resident."""
    unit = next((each for each in current_user.units_with(MERGE) if each.id == unit_id), None) or abort(404)
    last = get_or_404(Person.visible_to(current_user), person_id)  # who may be part of another entry by now
    return _list(unit, (last.created_at, last.id))


def _list(unit: OrgUnit, before: tuple[datetime, int] | None):
    piece = piece_of(unit, current_user, MERGE, before)
    return render("people/duplicates.html", unit=unit, piece=piece, crumbs=[*_crumbs(), ("疑似重复", "")])


@bp.post("/<int:person_id>/apart/<int:other_id>")
@requires(MERGE)
def part(person_id: int, other_id: int):
    """不是同一个人: they are not offered again."""
    one, other = _entry(person_id), _entry(other_id)
    if one is other:
        raise RuleError("这是同一条登记。")
    Apart.say(one, other, by=current_user)
    return saved(url_for("people.new_merger", person_id=one.id), "已记下是两个人，不再提示。")


@bp.get("/<int:person_id>/merger")
@requires(MERGE)
def new_merger(person_id: int):
    """Which entry is merged into this one."""
    person = _entry(person_id)
    return _page(person, MergerForm())


@bp.post("/<int:person_id>/merger")
@requires(MERGE)
def create_merger(person_id: int):
    """Both side by side; once somebody says that it is one, merged."""
    person, form = _entry(person_id), MergerForm()
    form.offer(alike_to(person, current_user, MERGE))
    if not form.validate():
        return _page(person, form, status=422)
    try:
        other = _chosen(person, form)
        if bar := hindrance(person, other, current_user):
            raise bar
        if not form.checked.data:
            form.checked.errors = ["请核对下面两条登记，是同一个人再勾选。"]
            return _page(person, form, other, status=422)
        merger = merge(person, other, form.reason.data, by=current_user)
    except RuleError as error:
        db.session.rollback()
        form[error.at or "other"].errors = [str(error)]
        return _page(_entry(person_id), form, status=error.status)
    said = f"已合并，另一条的 {merger.rows} 条记录归到这一条。{merger.until} 以前可以撤销。"
    return saved(url_for("people.show", person_id=person_id), said)


@bp.get("/mergers/<int:merger_id>/undoing")
@requires(MERGE)
def new_parting(merger_id: int):
    """Asks for the reason."""
    return _parting(_merger(merger_id), PartForm())


@bp.post("/mergers/<int:merger_id>/undoing")
@requires(MERGE)
def undo_merger(merger_id: int):
    """撤销合并."""
    merger, form = _merger(merger_id), PartForm()
    if not form.validate():
        return _parting(merger, form, 422)
    try:
        merger.undo(form.reason.data, by=current_user)
    except RuleError as error:
        db.session.rollback()
        form.reason.errors = [str(error)]
        return _parting(_merger(merger_id), form, error.status)
    return saved(url_for("people.show", person_id=merger.gone_id), "已撤销合并，两条登记和各自的记录都恢复了。")


def _entry(person_id: int) -> Person:
    person = person_or_404(person_id)
    return abort(403) if person.erased_at or person.restricted_at or not current_user.can(MERGE, person) else person


def _chosen(person: Person, form: MergerForm) -> Person:
    """The other entry. Raises RuleError."""
    if form.other.data != ANOTHER:
        return _entry(int(form.other.data))
    guesses.admit(form.id_number.data)
    found = db.session.scalars(people_numbered([form.id_number.data or ""], [person.unit])).first()
    guesses.note(form.id_number.data, [found] if found else [])
    if found is None or not current_user.can(MERGE, found):
        raise RuleError("没有找到这个号码的登记，请核对。", at="id_number")
    return found


def _merger(merger_id: int) -> Merger:
    merger = get_or_404(select(Merger).where(Merger.reach(current_user, MERGE)), merger_id)
    return merger if merger.may_be_undone else abort(409)


def _page(person: Person, form: MergerForm, other: Person | None = None, *, status: int = 200):
    pairs = alike_to(person, current_user, MERGE)
    form.offer(pairs)
    back = url_for("people.show", person_id=person.id)
    crumbs = [*_crumbs(), (person.name, back), ("合并", "")]
    return render(
        "people/merger.html",
        status=status,
        person=person,
        form=form,
        pairs=pairs,
        other=other,
        lines=_side_by_side(person, other) if other else [],
        days=DAYS,
        back_url=back,
        crumbs=crumbs,
    )


def _parting(merger: Merger, form: PartForm, status: int = 200):
    back = url_for("people.show", person_id=merger.kept_id)
    return render("people/parting.html", status=status, merger=merger, form=form, back_url=back)


def _side_by_side(person: Person, other: Person) -> list[tuple[str, str, str]]:
    told = {
        "姓名": "name",
        "性别": "gender",
        "出生年份": "birth_masked",
        "证件号码": "document_shown",
        "联系电话": "phone_masked",
        "住址": "address_masked",
        "单位": "workplace",
        "所在单位": "unit",
    }
    lines = [(label, *(str(getattr(each, name) or "") for each in (person, other))) for label, name in told.items()]
    return [*lines, ("登记日期", *(f"{clock.local(each.created_at):%Y-%m-%d}" for each in (person, other)))]


def _about(who: Person) -> str:
    return "　".join(filter(None, (who.name, who.gender, who.birth_masked, who.document_shown, who.phone_masked)))


def _crumbs() -> list[tuple[str, str]]:
    return [("居民", url_for("people.index"))]
