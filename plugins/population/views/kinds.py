"""人员类别: the list, one of them, registering it from the page of a resident."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.population.blueprint import bp
from plugins.population.choices import EXPORT, VIEW
from plugins.population.forms.household import FinishForm, KindForm
from plugins.population.models import KindHeld
from plugins.population.models.kind import kinds_for
from plugins.population.register import kinds
from portal import clock
from portal.people.begun_from import resident_or_404
from portal.people.models import Person
from portal.records.beginning import mount_beginning
from portal.records.forms import ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, today
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

LIST, ONE = "population.kinds", "/kinds/<int:held_id>"


def _offer_kinds(form: KindForm, person: Person) -> None:
    form.kind.choices = {"": "请选择"} | kinds_for(person, current_user)


mount_register(bp, kinds, at="/kinds", endpoint="kinds", export=EXPORT)
mount_beginning(
    bp,
    KindHeld.register,
    Ask(
        KindForm,
        done=lambda row: f"已登记，编号 {row.number}。",
        button="登记",
        prepare=_offer_kinds,
        start=lambda person: {"on": clock.today()},
        explanation="登记在这位居民所属的单位。敏感的类别只有有权限的人能登记和看到。",
        error_at="kind",
    ),
    at="/residents/<int:person_id>/kinds/new",
    of=resident_or_404,
    show=lambda row: url_for("population.kind", held_id=row.id),
    back=lambda person: url_for("people.show", person_id=person.id),
)
steps = mount(
    bp,
    KindHeld,
    at=ONE,
    show="population.kind",
    prefix="kind_",
    steps={
        KindHeld.finish: Ask(FinishForm, at="end", done="已结束。", icon="check", start=today("on"), error_at="on"),
        KindHeld.annul: Ask(ReasonForm, at="annulment", done="已登记。", icon="x", tone="danger"),
    },
)


@bp.get(ONE)
@requires(VIEW)
def kind(held_id: int):
    """One of them: whose, which, since when, from where it is known."""
    whole = joinedload(KindHeld.unit), selectinload(KindHeld.events)
    row = get_or_404(KindHeld.visible_to(current_user).options(*whole), held_id)
    return render(
        "population/kind.html",
        **steps.shown(row, ("人员类别", LIST)),
        facts=[
            ("类别", row.kind_name),
            ("从哪天起", day(row.valid_from)),
            ("最后一天", day(row.valid_until)),
            ("来源", row.source),
            ("所属", row.unit.name),
        ],
        may_open=current_user.can("people.view", row.person),
    )
