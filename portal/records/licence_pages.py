"""证照 on pages: the form, the two steps, and the columns of a list of bodies that have licences (portal.records.licences).

canteen_steps = mount(bp, Canteen, …, steps={…, **licence_steps(Canteen)})
canteens = Register(Canteen, columns=(…, *licence_columns(Canteen)), …)
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from wtforms import SelectField, StringField

from portal import clock
from portal.extensions import db
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here
from portal.records.asking import Ask, among
from portal.records.asking import today as from_today
from portal.records.columns import Column
from portal.records.forms import LastDayForm
from portal.records.steps import Step
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_before

__all__ = ["licence_steps", "licence_columns"]

STATES = {"": "齐全", "soon": "即将到期", "lapsed": "缺证或到期", "closed": "停办"}
TONES = {"": "ok", "soon": "warn", "lapsed": "danger", "closed": "neutral"}


class LicenceForm(Form):
    """证照."""

    creates = "一份证照"
    kind = SelectField("证照")
    holder = StringField("持证人", [Short(40), no_numbers_here])
    phone = StringField("持证人电话", [Short(20), telephone])
    number = StringField("证号", [Short(60), no_numbers_here])
    valid_from = Date("发证日期", [Required("请填写日期。")])
    valid_until = Date(
        "有效期至",
        [Optional(), not_before("valid_from", "有效期早于发证日期，请核对。")],
        description="长期有效的不填。",
    )

    def offer(self, kinds: Mapping[str, str], personal: Sequence[str]) -> None:
        """Let one of `kinds` be chosen; who holds it is asked of those that are `personal`."""
        self.kind.choices, self.personal = kinds, personal
        if not personal:
            del self.holder, self.phone
            return
        named = "、".join(kinds[each] for each in personal)
        self.holder.description = f"{named}填写从业人员姓名，其他证照不填。"
        self.phone.description = f"{named}填写；以后本人查询或者要求删除时凭它辨认。"

    def validate_holder(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if self.kind.data in self.personal and not field.data:
            raise ValidationError(f"{self.kind.choices[self.kind.data]}请填写持证人。")


def licence_steps(body: type[Any]) -> dict[Step, Ask]:
    """How licences of `body` are entered and withdrawn, for `mount`."""
    return {
        body.license: Ask(
            LicenceForm,
            at="licences/new",
            done="已登记。",
            button="登记",
            icon="plus",
            explanation="换证、延期：登记一份新的，到期以最晚的一份为准。",
            prepare=lambda form, record: form.offer(record.licence_class().KINDS, record.licence_class().PERSONAL),
        ),
        body.withdraw: Ask(
            LastDayForm,
            at="licences/<int:licence_id>/withdrawal",
            done="已注销。",
            title=lambda record, licence: f"注销{licence.title}",
            explanation="从业人员离岗、登记错误时注销；换证不要注销，登记新证即可。",
            row=among("licences"),
            start=from_today("on"),
        ),
    }


def licence_columns(body: type[Any], lapsed: str = STATES["lapsed"]) -> tuple[Column, Column]:
    """How it stands with the licences of each row (`lapsed`: what it is called when one is missing or has expired), and which ones."""

    def whole(rows: Sequence[Any]) -> list[Any]:
        found = select(body).where(body.id.in_([row.id for row in rows]))
        return list(db.session.scalars(found.options(joinedload(body.unit), selectinload(body.licences))).unique())

    def states(rows: Sequence[Any]) -> dict[int, str]:
        return {each.id: _state(each) for each in whole(rows)}

    def reminders(rows: Sequence[Any]) -> dict[int, str]:
        return {each.id: _reminder(each) for each in whole(rows)}

    return (
        Column("licences", "证照", kind="status", of_page=states, names=STATES | {"lapsed": lapsed}, tones=TONES),
        Column("expiry", "证照提醒", of_page=reminders, only="opt", width=40),
    )


def _state(body: Any) -> str:
    today = clock.today()
    if not body.is_open(today):
        return "closed"
    return "lapsed" if body.lapsed(today) else "soon" if body.lapsing(today) else ""


def _reminder(body: Any) -> str:
    today = clock.today()
    soon = [f"{each.title} {each.valid_until:%Y-%m-%d} 到期" for each in body.lapsing(today)]
    return "；".join(body.lapsed(today) or soon)
