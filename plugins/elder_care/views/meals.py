"""就餐台账: the list, one meal, and 冲正."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from plugins.elder_care.blueprint import bp
from plugins.elder_care.choices import CATEGORY_NAMES, SHOWN_BY, SOURCES
from plugins.elder_care.forms.members import CounterForm
from plugins.elder_care.models import Meal, MealSettlement, Member
from plugins.elder_care.models.serving import counter, objection_to
from plugins.elder_care.register import meals
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.money import format_yuan
from portal.people.masking import mask_name
from portal.plugin.activation import takes_new
from portal.records.bulk import Bulk
from portal.records.lists import mount_register
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.formatting import day, moment
from portal.web.pages.rendering import get_or_404, render

WHOLE = (joinedload(Meal.canteen), joinedload(Meal.member).joinedload(Member.person), joinedload(Meal.operator))


class Countering:
    """冲正 as a step of many lines: each is countered by itself, in a transaction of its own, for its member is locked meanwhile."""

    label, needs, not_by = "冲正", "elder_care.approve", ()

    def is_offered_on(self, row: Any, user: User, allows: Callable[[Any, User, str], bool], kind: str = "") -> bool:
        return allows(row, user, self.needs)

    def is_open_to(self, user: User, found: Meal) -> bool:
        return objection_to(found, user) is None

    def prepare(self, found: Meal) -> None:
        """Nothing is read before."""

    def take(self, found: Meal, *, by: User, reason: str) -> None:
        """Raises RuleError."""
        counter(found, reason, by=by)


mount_register(
    bp,
    meals,
    at="/meals",
    endpoint="meals",
    export="elder_care.export",
    bulk=(
        Bulk(
            Countering(),
            at="countered",
            form=CounterForm,
            warning="冲正后原记录不改，每一餐各反向记一笔，理由相同。",
        ),
    ),
)


@bp.get("/meals/<int:meal_id>")
@requires("elder_care.view")
def meal(meal_id: int):
    """One line of the book: what was reckoned, by whom, whether it was countered."""
    found = get_or_404(Meal.visible_to(current_user).options(*WHOLE), meal_id)
    other = db.session.scalar(select(Meal.id).where(Meal.counters_id == found.id)) or found.counters_id
    facts = [
        ("助餐点", found.canteen.name),
        ("就餐人", f"{found.member.number} {_name(found)}"),
        ("就餐日期", day(found.eaten_on)),
        ("餐次", found.sitting_name),
        ("方式", found.way_name),
        ("价格", f"{format_yuan(found.price_fen)} 元"),
        ("补贴", f"{format_yuan(found.subsidy_fen)} 元"),
        ("自付", f"{format_yuan(found.own_fen)} 元"),
        ("补贴依据", CATEGORY_NAMES[found.category]),
        ("核对", SHOWN_BY[found.shown_by]),
        ("来源", SOURCES[found.source]),
        ("操作员", found.operator.name if found.operator else ""),
        ("记录时间", moment(found.entered_at)),
        ("记账日期", day(found.booked_on)),
        ("冲正理由", found.reason),
    ]
    refused = objection_to(found, current_user._get_current_object())
    return render(
        "elder_care/meal.html",
        meal=found,
        facts=facts,
        other=other,
        refused=str(refused) if type(refused) is RuleError else "",
        may_counter=refused is None and takes_new(bp.name, found.unit),
        crumbs=[("就餐台账", url_for("elder_care.meals")), (f"第 {found.id} 笔", "")],
    )


@bp.get("/meals/<int:meal_id>/counter")
@requires("elder_care.view")
def new_counter(meal_id: int):
    """Which meal, and why."""
    return _page(_meal(meal_id), CounterForm())


@bp.post("/meals/<int:meal_id>/counter")
@requires("elder_care.view")
def counter_meal(meal_id: int):
    """Enter it the other way round."""
    found, form = _meal(meal_id), CounterForm()
    if not form.validate():
        return _page(found, form, 422)
    entry = counter(found, form.reason.data, by=current_user._get_current_object())
    return saved(
        url_for("elder_care.meal", meal_id=entry.id),
        "已冲正。" + "吃了别的，请重新打餐。" * (found.eaten_on == clock.today()),
    )


def _meal(meal_id: int) -> Meal:
    """The meal, if the reader may counter it: said before a form is filled in."""
    found = get_or_404(Meal.visible_to(current_user).options(*WHOLE), meal_id)
    if refused := objection_to(found, current_user._get_current_object()):
        raise refused
    return found


def _name(found: Meal) -> str:
    """In full for whoever sees the roster there."""
    member = found.member
    return member.title if member.allows(current_user, "elder_care.members") else mask_name(member.title)


def _page(found: Meal, form: CounterForm, status: int = 200):
    return render(
        "elder_care/counter.html",
        status=status,
        form=form,
        about=f"{found.member.title} {found.eaten_on} {found.sitting_name}",
        shares=f"价格 {format_yuan(found.price_fen)} 元，补贴 {format_yuan(found.subsidy_fen)} 元，"
        f"自付 {format_yuan(found.own_fen)} 元",
        booked=MealSettlement.would_book(found.canteen_id, found.booked_on),
        back=url_for("elder_care.meal", meal_id=found.id),
    )
