"""The forms of grids, of those who work and sponsor them, and of the grids of departments."""

from collections.abc import Callable

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from plugins.grids.choices import DUTIES, EXTENTS, KINDS, LONGEST_LINE, POSTS
from portal.accounts.models import User
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.records.forms import name_field, phone_field
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_before, not_in_future, within_years

MOST_PEOPLE = 100_000
NOT_CHANGED = "不改的不填。个人电话只有管理网格的人看得到一部分，不公示。"
BEFORE = "卸任日期早于到任日期，请核对。"


def _day(label: str, *checks, **more) -> Date:
    return Date(label, [Required(f"请填写{label}。"), within_years(60), *checks], **more)


def _whole(label: str, most: int) -> IntegerField:
    between = NumberRange(0, most, f"填 0 到 {most} 之间的整数。")
    return IntegerField(label, [InputRequired(f"请填写{label}。"), between])


def _words(label: str, most: int, *checks, **more) -> StringField:
    return StringField(label, [*checks, Short(most), no_numbers_here], **more)


def _why(label: str = "原因") -> StringField:
    return _words(label, 120, Required(f"请写明{label}。"))


class DescribeForm(Form):
    """修改概况."""

    kind = SelectField("类型", choices=KINDS)
    boundary = TextAreaField(
        "四至范围",
        [Required("请写明四至范围。"), Short(500), no_numbers_in_full],
        render_kw={"rows": 3},
        description="例如：东至树林召路，南至3号楼，西至小区西门，北至北一街",
    )
    buildings = TextAreaField(
        "楼栋、院落",
        [Short(500), no_numbers_in_full],
        render_kw={"rows": 2},
        description="没有在组织机构里设楼栋的，写在这里。",
    )
    branch = _words("党支部、党小组", 80)


class GridForm(DescribeForm):
    """登记网格."""

    creates = "一个网格"
    unit_id = SelectField(
        "网格", coerce=int, description="一级网格选村、社区；二级、三级选在“组织机构”里设立过的网格。"
    )


class CodeForm(Form):
    """登记编码."""

    code = StringField(
        "编码", [Required("请填写编码。"), Short(20)], description="数字。原来的编码留给本网格，不再给别的网格。"
    )

    def validate_code(self, field):
        field.data = (field.data or "").strip()


class CountForm(Form):
    """登记人口."""

    population = _whole("人口", MOST_PEOPLE)
    counted_on = _day("清点日期", not_in_future)
    source = _words("来源", 60, Required("请写明来源。"), description="例如：网格员入户清点、公安户籍")


class PostForm(Form):
    """Who has a post, and how to reach him; the fields of a new one, and of one that follows."""

    name = name_field("姓名", Required("请填写姓名。"))
    phone = phone_field("个人电话", description="保密，不公示。")
    office_phone = StringField("办公电话", [Short(30), telephone], description="可以公示的电话，例如社区值班电话。")
    user_id = SelectField("账号", coerce=int, choices={0: "没有账号"}, default=0)
    username = StringField(
        "没有列出的账号", [Short(40)], description="附近的账号很多，上面没有列出的，在这里填登录用的账号。"
    )
    find: Callable[[str], User | None]
    """Whose account that is; set where not all are offered."""

    def validate_username(self, field):
        field.data = (field.data or "").strip()
        if field.data and self.find(field.data) is None:
            raise ValidationError(f"本网格、下级和所属的村社区、乡镇街道没有账号“{field.data}”，请核对。")

    def arguments(self) -> dict:
        """As the steps take them; no account is None."""
        given = {each.short_name: each.data for each in self if each.short_name not in ("csrf_token", "username")}
        named = self.find(self.username.data) if self.username and self.username.data else None
        return given | {"user_id": named.id if named else self.user_id.data or None}


class WorkerForm(PostForm):
    """登记网格员."""

    creates = "一名网格员"
    post = SelectField("岗位", choices=POSTS, default="full")
    valid_from = _day("到任日期")
    valid_until = Date("卸任日期", [within_years(60), not_before("valid_from", BEFORE)], description="没有定的不填。")


class WorkerRowForm(Form):
    """网格员名册: its labels are the headings of the sheet."""

    creates = "一名网格员"
    grid = StringField("网格", [Required("请填写网格的编码或者名称。"), Short(80)], description="编码或者名称")
    name = name_field("姓名", Required("请填写姓名。"))
    post = SelectField("岗位", choices=POSTS)
    phone = phone_field("个人电话")
    office_phone = StringField("办公电话", [Short(30), telephone])
    valid_from = _day("到任日期")
    valid_until = Date("卸任日期", [within_years(60), not_before("valid_from", BEFORE)])


class CorrectionForm(PostForm):
    """更正网格员."""

    post = SelectField("岗位", choices=POSTS)
    phone = phone_field("个人电话", description=NOT_CHANGED)
    valid_from = _day("到任日期")
    reason = _why("为什么更正")


class ReleaseForm(Form):
    """卸任、结束包保."""

    on = _day("最后一天", not_in_future)
    reason = _why()


class HandOverForm(PostForm):
    """交接."""

    on = _day("接任日期", not_in_future, description="前一位到前一天为止。")
    reason = _why()


class SponsorForm(Form):
    """登记包保."""

    creates = "一名包保干部"
    unit_id = SelectField("包保的单位", coerce=int)
    duty = SelectField("方式", choices=DUTIES, description="乡镇街道登记包镇，村、社区登记联村，网格登记包保。")
    name = name_field("姓名", Required("请填写姓名。"))
    office = _words("单位、职务", 60, Required("请填写单位、职务。"), description="例如：昭君街道党工委委员")
    phone = phone_field("电话")
    task = _words("负责什么", 200, description="例如：每月到网格，帮助协调解决不了的问题")
    valid_from = _day("开始日期")
    valid_until = Date("结束日期", [within_years(60), not_before("valid_from", "结束日期早于开始日期，请核对。")])


class AmendForm(Form):
    """修改包保."""

    office = _words("单位、职务", 60, Required("请填写单位、职务。"))
    phone = phone_field("电话", description="不改的不填。")
    task = _words("负责什么", 200)


class DepartmentGridForm(Form):
    """登记部门网格."""

    creates = "一个部门网格"
    unit_id = SelectField("在哪个网格", coerce=int, description="还不知道在哪个网格的，选村、社区。")
    line = SelectField("哪个部门的")
    code = StringField("部门的编码", [Required("请填写部门的编码。"), Short(30)])
    name = _words("部门的名称", 80, Required("请填写部门的名称。"))
    extent = SelectField(
        "整个还是部分", choices=EXTENTS, default="whole", description="分在几个网格的，每一处都选“部分”。"
    )

    def validate_code(self, field):
        field.data = plain_code(field.data)


class DepartmentGridRowForm(Form):
    """部门网格对应表: its labels are the headings of the sheet."""

    creates = "一个部门网格"
    line = _words("部门", LONGEST_LINE, Required("请填写哪个部门的网格。"))
    code = StringField("部门网格编码", [Required("请填写部门的编码。"), Short(30)])
    name = _words("部门网格名称", 80, Required("请填写部门的名称。"))
    grid = StringField("综合网格", [Short(80)], description="编码或者名称；空着的以后再对应。")
    extent = SelectField("整个还是部分", choices=EXTENTS, default="whole")

    def validate_code(self, field):
        field.data = plain_code(field.data)


class MoveForm(Form):
    """改对应的网格."""

    unit_id = SelectField("在哪个网格", coerce=int)
    extent = SelectField("整个还是部分", choices=EXTENTS)


def plain_code(typed: str | None) -> str:
    """A code of a department as it is kept. Raises ValidationError for anything but letters, digits and strokes."""
    code = (typed or "").strip().upper()
    if not all(each.isascii() and (each.isalnum() or each in "-_.") for each in code):
        raise ValidationError("编码是字母、数字、短横。")
    return code
