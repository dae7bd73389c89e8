"""The form for one kind of the list."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from unicodedata import normalize

from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange
from wtforms.widgets import HiddenInput

from portal import clock
from portal.cases.choices import KINDS, subkind_choices
from portal.cases.kinds.catalogue import KindList
from portal.cases.kinds.deciding import merged_into
from portal.cases.kinds.delivered import STEP, Kind
from portal.cases.kinds.models import NAME, REASON, WORDS
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date
from portal.web.forms.plain_words import plain_words

FARTHEST = 99_999
NEW = "new"  # a group of its own
CHOOSE = {"": "请选择"}
FORMULAS = ("=", "+", "-", "@")
MARKS = "<>＜＞"


def national_choices() -> dict[str, dict[str, str]]:
    """Both levels of the 政法综治 book."""
    return {"": CHOOSE} | {name: {code: f"{name}（不分细类）"} | subkind_choices(code) for code, name in KINDS.items()}


class KindForm(Form):
    """事项类型."""

    inherited: Mapping[str, str] = MappingProxyType({})  # group → where its kinds are counted
    group = SelectField("大类", [Required("请选择大类，都不合适的选“新的大类”。")])
    name = StringField("名称", [Required(), Short(NAME), no_numbers_here])
    words = StringField(
        "俗称、近义词",
        [Short(WORDS), no_numbers_here],
        description="群众怎么说就怎么写，用空格或顿号隔开，查找和提示时用。",
        render_kw={"data-width": "text"},
    )
    national = SelectField(
        "统计时归入（政法综治口径）",
        choices=national_choices,
        description="报表按这一口径，本地怎么叫都不变。增加到已有大类里、这里不选的，随大类。",
    )
    place = IntegerField(
        "顺序号",
        [Optional(), NumberRange(0, FARTHEST, f"请填写 0 至 {FARTHEST} 之间的整数。")],
        description="小的排在前面，不填排在最后。",
    )
    closed = BooleanField("停用，以后不再登记")
    successor = SelectField("并入", description="停用后，统计把它算进哪一类；不并入的单独算。")
    valid_from = Date("生效日期", [Optional()], description="不填从今天开始。已经登记的事项不变。")
    reason = StringField("为什么改（记入修改记录）", [Required("请写明依据或理由。"), Short(REASON), plain_words])
    seen = IntegerField(widget=HiddenInput(), default=0)

    def offer(self, kinds: KindList, code: str = "") -> None:
        """The choices for the kind `code`, or for a new one."""
        listed = kinds.on()
        if code:
            del self.group
        else:
            groups = {each.code: each.name for each in listed.values() if each.is_group and not each.closed}
            self.group.choices = CHOOSE | {key: name for key, name in groups.items() if key != "99"} | {NEW: "新的大类"}
            self.inherited = {key: listed[key].national for key in groups}
            del self.closed, self.successor
            return
        alike = [each for each in kinds.on().values() if each.code != code and not each.closed]
        fit = [each for each in alike if each.is_group == (len(code) == 2) or each.code == "99"]
        self.successor.choices = {"": "不并入"} | {each.code: kinds.name(each.code) for each in fit}
        if (kept := merged_into(kinds, code)) not in self.successor.choices:
            self.successor.choices |= {kept: f"{kinds.name(kept)}（已停用）"}

    def validate_national(self, field):
        if not field.data:
            field.data = self.inherited.get(self.group.data if "group" in self else "", "")
        if not field.data and not ("group" in self and self.group.errors):
            raise ValidationError("请选择统计时归入哪一类。")

    def validate_name(self, field):
        if normalize("NFKC", field.data).startswith(FORMULAS):
            raise ValidationError("名称不能以 =、+、-、@ 开头，导出以后表格软件会当成公式。")
        if any(each in MARKS for each in field.data) or not any(each.isalpha() for each in field.data):
            raise ValidationError("名称里要有汉字或者字母，不能有尖括号。")

    def validate_words(self, field):
        if any(len(word) > NAME for word in self.spoken):
            raise ValidationError(f"每个词最多 {NAME} 个字，词和词用空格或顿号隔开。")

    @property
    def spoken(self) -> tuple[str, ...]:
        """The words, each once."""
        divided = (self.words.data or "").translate(str.maketrans("、，,；;", "     "))
        return tuple(dict.fromkeys(divided.split()))

    @property
    def below(self) -> str:
        """The group that was chosen; nothing for a new one."""
        return "" if self.group.data == NEW else self.group.data

    @property
    def day(self):
        return self.valid_from.data or clock.today()

    def kind(self, code: str = "") -> Kind:
        """What was filled in."""
        made = Kind(code, (self.name.data or "").strip(), self.national.data, self.spoken)
        place = FARTHEST // STEP * STEP if self.place.data is None else self.place.data
        if "closed" not in self:
            return replace(made, place=place)
        return replace(made, place=place, closed=self.closed.data, successor=self.successor.data)
