"""类别 on pages: the three steps, and the scan of a paper as a download (portal.entitlements.categories).

mount(bp, Member, at="/members/<int:member_id>", …, steps={…, **category_steps(Member)})
mount_proof(bp, Member, at="/members/<int:member_id>", needs="heating.manage")
"""

from typing import Any

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from wtforms import FileField, SelectField, StringField

from portal.database import records
from portal.files.models import chosen
from portal.files.views import hand_out
from portal.people.publishing import no_numbers_here
from portal.records.forms import LastDayForm
from portal.records.mounted import view_of
from portal.records.mounting import Ask, among, today
from portal.records.steps import Step
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404

__all__ = ["category_steps", "mount_proof"]

SCAN = "证件的照片或者 PDF 扫描件。只有办理登记的人能看，居民依法要求删除时一并删除。"


class CategoryForm(Form):
    """类别."""

    name = SelectField("类别")
    document = StringField("证件或文号", [Required("请写明证件或文号。"), Short(80)])
    valid_from = Date("从哪天起", [Required("请填写日期。")])
    valid_until = Date("有效期至", description="长期有效的不填。")
    upload = FileField("证明材料", description=f"{SCAN}可以以后补交。")

    def offer(self, record: Any) -> None:
        self.name.choices = record.category_class().KINDS


class ScanForm(Form):
    """证明材料."""

    upload = FileField("证明材料", description=SCAN)

    def validate_upload(self, field: FileField) -> None:
        if not chosen(field.data):
            raise ValidationError("请选择扫描件或者照片。")


class EndingForm(LastDayForm):
    """不再符合."""

    note = StringField("说明", [Short(200), no_numbers_here])


def category_steps(model: type[Any]) -> dict[Step, Ask]:
    """How categories of `model` are entered, proved and ended, for `mount`."""
    return {
        model.classify: Ask(
            CategoryForm,
            at="categories/new",
            done="已登记。",
            icon="plus",
            start=today("valid_from"),
            prepare=CategoryForm.offer,
            uploads=True,
        ),
        model.prove: Ask(
            ScanForm,
            at="categories/<int:category_id>/proof/new",
            done="已登记。",
            title=lambda record, category: f"证明材料：{category.label}",
            row=among("categories"),
            uploads=True,
            error_at="upload",
        ),
        model.declassify: Ask(
            EndingForm,
            at="categories/<int:category_id>/ending",
            done="已终止。",
            title=lambda record, category: f"终止类别：{category.label}",
            row=among("categories"),
            start=today("on"),
            error_at="on",
        ),
    }


def mount_proof(bp: Blueprint, model: type[Any], *, at: str, needs: str) -> None:
    """Mount the endpoint `proof`, the scan behind a category, below the address `at` of its record: a download, on record, for whoever
    holds `needs` there."""

    def answer(category_id: int, **ids: int) -> ResponseReturnValue:
        (ident,) = ids.values()
        found = get_or_404(select(model).where(model.reach(current_user, needs)), ident)
        category = among("categories")(found, category_id)
        if category is None or category.proof is None:
            abort(404)
        return hand_out(category.proof)

    view = requires(needs)(view_of(answer, "The scan behind a category."))
    bp.add_url_rule(f"{at}/categories/<int:category_id>/proof", "proof", records(view))
