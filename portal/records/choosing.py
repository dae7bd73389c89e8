"""The box of a form in which one of several bodies is chosen (a forum, a neighbourhood), each called by its community and its name."""

from typing import Any

from flask import abort, request
from flask_login import current_user
from wtforms import SelectField, ValidationError

from portal.extensions import db
from portal.org.models import OrgUnit
from portal.web.forms import Form
from portal.web.pages.rendering import LARGEST_ID

__all__ = ["offer_bodies", "chosen_body"]

MOST = 100  # in the box; the page of any other leads to the form, too


def offer_bodies(field: SelectField, model: type[Any], permission: str, parameter: str) -> None:
    """Fill `field` with the rows of `model` on which the reader holds `permission`, by community; of the one that the address names by
    `parameter` (`?forum=12`), only that. Where there are several and `field` has no value, none of them is chosen beforehand."""
    found = (
        model.visible_to(current_user)
        .where(model.reach(current_user, permission))
        .join(model.unit)
        .with_only_columns(model.id, model.name, OrgUnit.short_name)
        .order_by(OrgUnit.path, model.id)
    )
    if (named := request.args.get(parameter, "")).isdecimal():
        found = found.where(model.id == min(int(named[:12]), LARGEST_ID))
    rows = db.session.execute(found.limit(MOST + 1)).all()
    field.choices = {row.id: f"{row.short_name}　{row.name}" for row in rows[:MOST]}
    if len(rows) > 1:
        field.choices = {0: "请选择"} | field.choices
        field.validators = [*field.validators, _is_chosen]
    if len(rows) > MOST:
        field.description = f"只列出前 {MOST} 个，其他的请从它自己的页面进入。"


def _is_chosen(form: Form, field: SelectField) -> None:
    if not field.data:
        raise ValidationError("请选择一个。")


def chosen_body(field: SelectField, model: type[Any]) -> Any:
    """The row that was chosen in `field`; 404 where there is none."""
    return db.session.get(model, field.data) or abort(404)
