"""The row of a list that something is about: one of the likely ones, or one by its number."""

from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import NumberRange

from plugins.duty_lists.choices import KINDS
from plugins.duty_lists.matching import Match
from plugins.duty_lists.models import Admission, DutyEdition, DutyItem
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.web.forms import Form, Optional, Required, ValidationError

BY_NUMBER, NONE = "number", "none"


class HitForm(Form):
    """What it is found to be. Values of `hit`: `i7` a row, `a3` what was admitted, BY_NUMBER, NONE."""

    hit = RadioField("命中哪一条", [Required("请选择一项。")])
    kind = SelectField("按序号找：哪一张清单", choices={"": "请选择", **KINDS}, default="")
    serial = IntegerField("序号", [Optional(), NumberRange(1, 9999, "序号应在 1 到 9999 之间。")])

    def offer(self, matches: list[Match], unit: OrgUnit, none: str = "") -> None:
        """The likely rows, each with why; then by number; then `none`."""
        likely = {f"i{each.row.id}": f"{each.row.about}（{each.why}）" for each in matches}
        admitted = db.session.scalars(Admission.rows_for(unit, clock.today())).all() if none else []
        further = {f"a{each.id}": f"已准入：{each.about}" for each in admitted}
        last = {NONE: none} if none else {}
        self.hit.choices = [*(likely | further | {BY_NUMBER: "另一条，按清单和序号找"} | last).items()]
        self._unit = unit

    def validate_hit(self, field) -> None:
        if field.data == BY_NUMBER and not (self.kind.data and self.serial.data):
            raise ValidationError("请在下面选择清单并填写序号。")
        if field.data == BY_NUMBER and self.item is None:
            raise ValidationError("现行的这张清单里没有这个序号，请核对。")

    @property
    def item(self) -> DutyItem | None:
        """The row that was chosen."""
        found = DutyEdition.rows_for(self._unit, clock.today())
        chosen = self.hit.data or ""
        if chosen == BY_NUMBER:
            found = found.where(DutyEdition.kind == self.kind.data, DutyItem.serial == self.serial.data)
            return db.session.scalars(found.limit(1)).first()
        return db.session.scalar(found.where(DutyItem.id == int(chosen[1:]))) if chosen.startswith("i") else None

    @property
    def admission(self) -> Admission | None:
        chosen = self.hit.data or ""
        return db.session.get(Admission, int(chosen[1:])) if chosen.startswith("a") else None
