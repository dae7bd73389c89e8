"""见义勇为协会; the fund and its ledger."""

from flask import abort, url_for
from flask_login import current_user

from plugins.heroes.blueprint import bp
from plugins.heroes.ledger_forms import AssociationForm, EntryForm
from plugins.heroes.models import Association, FundEntry
from portal import clock
from portal.extensions import db
from portal.plugin.context import current_unit
from portal.records.columns import Column
from portal.records.exports import BATCH, hand_over
from portal.records.forms import ReasonForm
from portal.records.mounting import attempt
from portal.web.forms.idempotency import saved
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import LARGEST_ID, render

SHOWN = 100
LEDGER = (
    Column("sequence", "序号", kind="number"),
    Column("booked_on", "日期", kind="day"),
    Column("kind", "类别"),
    Column("counterparty", "对方", width=28),
    Column("note", "摘要", width=36),
    Column("earned", "收入", kind="money"),
    Column("spent", "支出", kind="money"),
    Column("balance_fen", "余额", kind="money"),
    Column("actor", "经办人"),
)


@bp.get("/association")
@requires("heroes.view")
def association():
    """The association with its members, and those that left."""
    unit = permitted(current_unit())
    found = Association.of(unit)
    members = found.members if found else []
    return render(
        "heroes/association.html",
        association=found,
        members=[each for each in members if not each.valid_until],
        gone=[each for each in members if each.valid_until],
        may_manage=current_user.can("heroes.manage", found or unit),
    )


@bp.get("/association/new")
@requires("heroes.manage")
def new_association():
    """设立: the form."""
    unit = permitted(current_unit())
    return page(AssociationForm(data={"name": f"{unit.short_name}见义勇为协会"}), "设立协会")


@bp.post("/association/new")
@requires("heroes.manage")
def found_association():
    """设立 for the unit one works in."""
    unit, form = permitted(current_unit()), AssociationForm()
    return take(
        form,
        "设立协会",
        lambda: Association.found(unit, form.name.data, form.founded_on.data),
        url_for("heroes.association"),
    )


@bp.get("/fund")
@requires("heroes.ledger")
def fund():
    """The ledger, the newest entry first."""
    found = association_or_404()
    entries = db.session.scalars(
        FundEntry.of(found).order_by(None).order_by(FundEntry.sequence.desc()).limit(SHOWN)
    ).all()
    countered = {each.corrects_id for each in entries}
    return render(
        "heroes/fund.html",
        association=found,
        entries=entries,
        countered=countered,
        faults=found.faults(),
        may_book=current_user.can("heroes.fund", found),
        shown=SHOWN,
    )


@bp.get("/fund.xlsx")
@requires("heroes.ledger")
def export_fund():
    """The whole ledger as Excel; on record."""
    found = association_or_404()
    return hand_over(
        "见义勇为基金台账",
        LEDGER,
        (_line(each) for each in db.session.scalars(FundEntry.of(found).execution_options(yield_per=BATCH))),
        form="xlsx",
        count=found.entries,
        subject=found,
        unit=found.unit,
    )


def _line(entry: FundEntry) -> list:
    earned, spent = max(entry.amount_fen, 0), max(-entry.amount_fen, 0)
    return [
        entry.sequence,
        entry.booked_on,
        entry.kind_name,
        entry.counterparty,
        entry.note,
        earned / 100 if earned else "",
        spent / 100 if spent else "",
        entry.balance_fen / 100,
        entry.actor.name if entry.actor else "",
    ]


@bp.get("/fund/new")
@requires("heroes.fund")
def new_entry():
    """记账: the form."""
    association_or_404()
    return page(EntryForm(data={"on": clock.today()}), "登记收支", back=url_for("heroes.fund"))


@bp.post("/fund/new")
@requires("heroes.fund")
def book():
    """记账."""
    found, form = association_or_404(), EntryForm()
    return take(
        form,
        "登记收支",
        lambda: found.book(
            form.kind.data,
            form.amount_fen,
            on=form.on.data,
            by=current_user,
            counterparty=form.counterparty.data,
            note=form.note.data or "",
        ),
        url_for("heroes.fund"),
    )


@bp.get("/fund/<int:entry_id>/counter")
@requires("heroes.fund")
def new_counter(entry_id: int):
    """冲正: the form."""
    _entry(association_or_404(), entry_id)
    return page(
        ReasonForm(), "冲正", back=url_for("heroes.fund"), explanation="已经记的账不能改，只能反向冲正后重新登记。"
    )


@bp.post("/fund/<int:entry_id>/counter")
@requires("heroes.fund")
def counter(entry_id: int):
    """冲正."""
    found, form = association_or_404(), ReasonForm()
    entry = _entry(found, entry_id)
    return take(form, "冲正", lambda: found.counter(entry, form.text.data, by=current_user), url_for("heroes.fund"))


def association_or_404() -> Association:
    """The association of the unit one works in, where one holds the right of the view in the association itself."""
    return permitted(Association.of(current_unit()) or abort(404))


def _entry(found: Association, entry_id: int) -> FundEntry:
    entry = db.session.get(FundEntry, entry_id) if entry_id <= LARGEST_ID else None
    return entry if entry and entry.association_id == found.id else abort(404)


def take(form, verb: str, act, url: str, **shown):
    """Validate, act, save and lead on; what a rule forbids is said on top of the same form."""
    if form.validate():
        if not (refused := attempt(act)):
            return saved(url, "已保存。")
        form.form_errors.append(refused)
    return page(form, verb, status=422, back=url, **shown)


def page(form, verb: str, *, status: int = 200, back: str = "", **shown):
    """The page of one form."""
    return render(
        "heroes/step.html",
        status=status,
        form=form,
        verb=verb,
        about="",
        back=back or url_for("heroes.association"),
        **shown,
    )
