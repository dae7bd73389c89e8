"""清单: drafted, filled by hand or from Excel, published."""

from dataclasses import replace

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.duty_lists.blueprint import bp
from plugins.duty_lists.choices import LISTS
from plugins.duty_lists.forms.items import ITEM_FORMS, EditionForm, EnactForm, ItemForm
from plugins.duty_lists.models import DutyEdition
from plugins.duty_lists.models.edition import MANAGE
from plugins.duty_lists.models.item import COPIED
from plugins.duty_lists.papers import edition_papers
from plugins.duty_lists.register import SHEETS, editions, items
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import ReasonForm
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount
from portal.web.forms import Form
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

mount_register(
    bp,
    editions,
    at="/lists",
    endpoint="editions",
    export="duty_lists.export",
    actions=begin_button(DutyEdition.draft),
)
mount_register(bp, items, at="/items", endpoint="items", export="duty_lists.export")
mount_beginning(
    bp,
    DutyEdition.draft,
    Ask(
        EditionForm,
        done="已登记，请登记条目，或者从 Excel 导入。",
        button="编制",
        args=("kind", "title", "document", "copies"),
        error_at="kind",
    ),
    at="/lists/new",
    show=lambda edition: url_for("duty_lists.show_edition", edition_id=edition.id),
    back="duty_lists.editions",
    place="unit_id",
)


class ItemAsk(Ask):
    """A row is asked for as its list has it."""

    def fresh(self, edition: DutyEdition, *rows) -> Form:
        return Ask.fresh(self._of(edition), edition, *rows)

    def filled(self, edition: DutyEdition, *rows) -> Form:
        return Ask.filled(self._of(edition), edition, *rows)

    def _of(self, edition: DutyEdition) -> Ask:
        return replace(self, form=ITEM_FORMS[edition.kind])


def fields_of(form: ItemForm, edition: DutyEdition) -> dict:
    return {each.short_name: each.data for each in form if each.short_name in COPIED}


def next_serial(edition: DutyEdition) -> dict:
    return {"serial": max((each.serial for each in edition.items), default=0) + 1}


def _load(edition_id: int) -> DutyEdition:
    return get_or_404(DutyEdition.visible_to(current_user), edition_id)


steps = mount(
    bp,
    DutyEdition,
    at="/lists/<int:edition_id>",
    show="duty_lists.show_edition",
    prefix="edition_",
    steps={
        DutyEdition.enact: Ask(
            EnactForm,
            at="publication",
            done="已公布，请打印公示版张贴。",
            main=True,
            icon="check",
            start=lambda edition: {"document": edition.document},
            explanation="施行之日起，以前的一版不再适用，条目照旧保留。",
            error_at="valid_from",
        ),
        DutyEdition.add_item: ItemAsk(
            ItemForm,
            at="items/new",
            done="已登记。",
            icon="plus",
            start=next_serial,
            args=fields_of,
            error_at="serial",
        ),
        DutyEdition.correct_item: ItemAsk(
            ItemForm,
            at="items/<int:item_id>/correction",
            done="已更正。",
            title=lambda edition, item: f"更正：第 {item.serial} 项",
            button="保存",
            row=among("items"),
            start=lambda edition, item: {name: getattr(item, name) for name in COPIED},
            args=fields_of,
            edits=True,
            error_at="serial",
        ),
        DutyEdition.remove_item: Ask(
            ReasonForm,
            at="items/<int:item_id>/removal",
            done="已删去。",
            title=lambda edition, item: f"删去：第 {item.serial} 项 {item.title}",
            row=among("items"),
            tone="danger",
        ),
        DutyEdition.drop: Ask(ReasonForm, at="dropping", done="已作废。", icon="x", tone="danger"),
    },
)
for sheet in SHEETS.values():
    mount_import(bp, sheet, at="/lists/<int:edition_id>", load=_load, back="duty_lists.editions")


@bp.get("/lists/<int:edition_id>")
@requires("duty_lists.view")
def show_edition(edition_id: int):
    """One edition: its rows, whether it holds, its printed version."""
    edition = get_or_404(
        DutyEdition.visible_to(current_user).options(joinedload(DutyEdition.unit), selectinload(DutyEdition.items)),
        edition_id,
    )
    shown = steps.shown(edition, ("清单", "duty_lists.editions"), edition_papers)
    may_fill = edition.status == "drafted" and steps.takes_new(edition) and edition.allows(current_user, MANAGE)
    if may_fill:
        at = url_for(f"duty_lists.import_{edition.kind}_items", edition_id=edition.id)
        shown["actions"].append(Action("从 Excel 导入", at, "download"))
    return render(
        "duty_lists/edition.html",
        **shown,
        may_fill=may_fill,
        facts=[
            ("单位", edition.unit.name),
            ("清单", LISTS[edition.kind]),
            ("发文字号", edition.document),
            ("施行", day(edition.valid_from)),
            ("到", day(edition.valid_until)),
            ("条目", f"{len(edition.items)} 条"),
        ],
    )
