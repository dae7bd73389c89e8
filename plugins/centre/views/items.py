"""自检条目 and 整改: what is asked, and what is done about what is short."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.centre.blueprint import bp
from plugins.centre.choices import EXPORT, VIEW
from plugins.centre.forms.centres import EndForm
from plugins.centre.forms.checks import ItemForm, PostponeForm, ResultForm
from plugins.centre.models import CheckItem, CheckMeasure
from plugins.centre.register import items, measures
from plugins.centre.sheets import ITEMS
from plugins.centre.views.facts import known
from portal.records.beginning import mount_beginning
from portal.records.forms import ReasonForm
from portal.records.import_pages import begin_or_import, mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present, today
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

KINDS = ("county", "township", "community")

mount_register(
    bp, items, at="/items", endpoint="items", export=EXPORT, actions=begin_or_import(CheckItem.enter, bp, ITEMS, KINDS)
)
mount_register(bp, measures, at="/measures", endpoint="measures", export=EXPORT)
mount_beginning(
    bp,
    CheckItem.enter,
    Ask(ItemForm, done="已登记，从这天起开始的自检都问这一条。", start=today("valid_from"), error_at="title"),
    at="/items/new",
    show=lambda item: url_for("centre.show_item", item_id=item.id),
    back="centre.items",
)
mount_import(bp, ITEMS, at="/units/<int:unit_id>", back="centre.items", kinds=KINDS)
item_steps = mount(
    bp,
    CheckItem,
    at="/items/<int:item_id>",
    show="centre.show_item",
    prefix="item_",
    steps={
        CheckItem.end: Ask(
            EndForm,
            at="ending",
            done="已停用。",
            icon="x",
            tone="danger",
            start=today("on"),
            explanation="要改的，停用这一条，另登记一条；以前答过的不变。",
        )
    },
)
measure_steps = mount(
    bp,
    CheckMeasure,
    at="/measures/<int:measure_id>",
    show="centre.show_measure",
    prefix="measure_",
    steps={
        CheckMeasure.finish: Ask(ResultForm, at="result", done="已完成。", main=True, icon="check"),
        CheckMeasure.postpone: Ask(
            PostponeForm, at="due-day", done="已改。", icon="clock", start=present("due_on"), error_at="due_on"
        ),
        CheckMeasure.drop: Ask(ReasonForm, at="dropping", done="已登记。", icon="x", tone="danger"),
    },
)


@bp.get("/items/<int:item_id>")
@requires(VIEW)
def show_item(item_id: int):
    """One item, with its source."""
    item = get_or_404(CheckItem.visible_to(current_user).options(joinedload(CheckItem.unit)), item_id)
    return render(
        "records/record.html",
        **item_steps.shown(item, ("自检条目", "centre.items")),
        facts=known(
            ("哪一块", item.block_name),
            ("来源", item.source),
            ("哪个单位定的", item.unit.name),
            ("从", day(item.valid_from)),
            ("到", day(item.valid_until)),
        ),
    )


@bp.get("/measures/<int:measure_id>")
@requires(VIEW)
def show_measure(measure_id: int):
    """One measure: about which item of which check, until when."""
    found = CheckMeasure.visible_to(current_user).options(
        joinedload(CheckMeasure.item), joinedload(CheckMeasure.check), joinedload(CheckMeasure.unit)
    )
    measure = get_or_404(found, measure_id)
    return render(
        "records/record.html",
        **measure_steps.shown(measure, ("整改", "centre.measures")),
        facts=known(
            ("哪一条", measure.item.title),
            ("哪一次自检", measure.check.title),
            ("单位", measure.unit.name),
            ("期限", day(measure.due_on)),
            ("完成", day(measure.done_on)),
        ),
    )
