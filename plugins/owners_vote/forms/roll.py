"""The roll of a vote: flats with their areas, and whose they are."""

import re
import unicodedata

from wtforms import BooleanField, StringField

from portal.people.fields import id_type_field, resident_id, telephone
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.records.people import Contact
from portal.web.forms import Form, Required, Short, ValidationError

MOST_AREA = 10_000_000  # 100,000 m²


class Area(StringField):
    """专有部分面积 in m², typed with at most two decimals; `data` is an integer of 0.01 m², or None."""

    def process_formdata(self, valuelist):
        text = unicodedata.normalize("NFKC", valuelist[0] if valuelist else "")
        text = re.sub(r"[\s,]|平方米|平米|m2|㎡", "", text)
        self.data = None
        if not text:
            return
        match = re.fullmatch(r"([0-9]{1,6})(?:\.([0-9]{1,2}))?", text)
        if not match:
            raise ValueError("面积写得不对，请写成 98.56 这样，最多两位小数。")
        self.data = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))

    def _value(self):
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else f"{self.data // 100}.{self.data % 100:02d}"


class DoorForm(Form):
    """Which flat."""

    building = StringField("楼栋", [Required("请填写楼栋。"), Short(20)], description="例如：3号楼")
    door = StringField("门号", [Required("请填写门号。"), Short(20)], description="例如：2单元501")


class OwnersForm(DoorForm):
    """Whose it is."""

    owners = StringField(
        "业主", [Short(120), no_numbers_here], description="共有的用顿号分开，第一个代表其他人投票。未售的不填。"
    )
    phone = StringField("联系电话", [Short(30), telephone], description="第一个业主的。")
    id_number = StringField("证件号码", [Short(40), resident_id], description="第一个业主的；用来认出同一人的几套房。")
    id_type = id_type_field()
    unsold = BooleanField("开发商未售、未交付")

    @property
    def names(self) -> list[str]:
        return [normalise_name(each) for each in re.split(r"[、,，;；]", self.owners.data or "") if each.strip()]

    def people(self) -> list[Contact]:
        """The owners; telephone and ID number are those of the first."""
        known = {"phone": self.phone.data or None, "id_number": self.id_number.data or None}
        return [Contact(name=each, **(known if place == 0 else {})) for place, each in enumerate(self.names)]

    def validate_owners(self, field):
        if not self.names and not self.unsold.data:
            raise ValidationError("请填写业主；未售、未交付的选“开发商未售”。")
        if any(len(each) > 40 for each in self.names):
            raise ValidationError("姓名不超过 40 个字。")

    def arguments(self) -> dict:
        names = ("building", "door", "unsold")
        return {name: self[name].data for name in names} | {"owners": self.people()}


class FlatForm(OwnersForm):
    """登记房屋: its labels are the headings of the sheet."""

    creates = "一套房屋"
    area = Area(
        "专有部分面积",
        [Required("请填写面积。")],
        description="平方米，按不动产登记簿；没有登记的按实测、合同。",
        render_kw={"data-width": "number"},
    )

    def validate_area(self, field):
        if field.data is not None and not 0 < field.data <= MOST_AREA:
            raise ValidationError("面积应在 0.01 至 100,000 平方米之间。")

    def arguments(self) -> dict:
        return {**super().arguments(), "area": self.area.data}


class TransferForm(OwnersForm):
    """变更业主."""

    reason = StringField(
        "依据", [Required("请写明依据。"), Short(200), no_numbers_here], description="例如：不动产权证、继承公证"
    )

    def arguments(self) -> dict:
        return {**super().arguments(), "reason": self.reason.data}
