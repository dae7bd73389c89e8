"""Forms of 见义勇为: nomination and what is done with a deed."""

from wtforms import BooleanField, FieldList, FileField, FormField, RadioField, SelectField, StringField, TextAreaField

from plugins.heroes.choices import BARS, CONDITIONS, EVIDENCE, KINDS, OPINIONS, POLITICS, SOURCES, WITNESSES
from portal.people.fields import id_type_field, resident_id, telephone
from portal.people.known_field import Known
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.plugin.contributions import PartForm
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, Moment, not_before, not_in_future

MAX_HEROES = 20
STORY_LENGTH = 1500  # docs/domain/heroes.md: 经过不超过 1500 字
PICTURE_HINT = "照片（JPG、PNG、HEIC）或 PDF，不超过 20 MB。"


class HeroForm(PartForm):
    """One person of the deed."""

    name = StringField("姓名", [Short(60), no_numbers_here])
    id_number = StringField("身份证号", [Short(40), resident_id], description="没有可不填，只登记姓名。")
    id_type = id_type_field()
    phone = StringField("联系电话", [Short(30), telephone])
    ethnicity = StringField("民族", [Short(20)])
    politics = SelectField("政治面貌", choices=POLITICS)
    post = StringField("单位及职务", [Short(80), no_numbers_here])
    household = StringField("户籍地", [Short(100)])
    address = StringField("现住址", [Short(100)])
    condition = SelectField("伤亡情况", choices=CONDITIONS)
    known = Known(here=("name", "phone", "address", "ethnicity"))

    @property
    def is_empty(self) -> bool:
        return not any((each.data or "").strip() for each in (self.name, self.id_number, self.phone))

    def validate_name(self, field):
        field.data = normalise_name(field.data or "")
        if not field.data and not self.is_empty:
            raise ValidationError("请填写姓名。")


class NominationForm(Form):
    """申请、举荐."""

    creates = "一件举荐"
    title = StringField(
        "事迹名称", [Required(), Short(80), no_numbers_here], description="一句话，例如：跳入水库救起落水儿童。"
    )
    kind = SelectField("行为类型", choices=KINDS)
    happened_at = Moment(
        "行为时间", [Required("请填写行为发生的时间。"), not_in_future], description="例如 2026-11-21 14:30"
    )
    unit_id = SelectField("行为发生地（社区、村）", coerce=int)
    location = StringField("具体地点", [Required(), Short(100)])
    story = TextAreaField(
        "事迹经过",
        [Required(), Short(STORY_LENGTH), no_numbers_here],
        render_kw={"rows": 8},
        description=f"时间、地点、经过、结果，不超过 {STORY_LENGTH} 字。",
    )
    beneficiary = StringField("受益人", [Short(200), no_numbers_here])
    losses = TextAreaField("伤亡及财产损失", [Short(500)], render_kw={"rows": 2, "data-width": "half"})
    source = RadioField("申报方式", [Required("请选择申报方式。")], choices=SOURCES)
    applicant = StringField("申请人、举荐人或单位", [Required(), Short(80), no_numbers_here])
    relation = StringField("与行为人的关系", [Short(40), no_numbers_here])
    applicant_phone = StringField("申报人电话", [Short(30), telephone])
    complex = BooleanField("情况复杂，按较长的时限举荐", render_kw={"data-width": "half"})
    secret = BooleanField(
        "本人要求保密",
        description="勾选后不公示，也不出现在名单、导出和查找结果里，只有评审人员可以查看。",
        render_kw={"data-width": "half"},
    )
    heroes = FieldList(FormField(HeroForm), label="见义勇为人员", min_entries=1, max_entries=MAX_HEROES)

    def to_compare(self) -> list:
        """The same deed of the same people, whatever else was changed on the way."""
        return [self.kind.data, self.story.data.strip(), [[row.name.data, row.id_number.data] for row in self.rows()]]

    def rows(self) -> list[HeroForm]:
        """The rows somebody typed in."""
        return [row.form for row in self.heroes if not row.form.is_empty]

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        if not self.rows():
            self.refuse(self.heroes[0].form, "请至少填写一名见义勇为人员。")
            return False
        numbers = [row.id_number.data for row in self.rows() if row.id_number.data]
        if len(set(numbers)) < len(numbers):
            self.refuse(self.rows()[-1], "有两行填写了同一个身份证号，请核对。")
            return False
        return fits

    def refuse(self, row: HeroForm, message: str) -> None:
        """Say at one person what is wrong, so that the summary on top tells it too."""
        row.name.errors = [*row.name.errors, message]
        self.heroes.errors = [each.errors for each in self.heroes if each.errors]


class CorrectionForm(Form):
    """补正: what was added, and the parts of the deed that may change with it."""

    note = TextAreaField(
        "补正内容", [Required("请写明补正了什么。"), Short(500), no_numbers_here], render_kw={"rows": 2}
    )
    story = TextAreaField("事迹经过", [Required(), Short(STORY_LENGTH), no_numbers_here], render_kw={"rows": 8})
    beneficiary = StringField("受益人", [Short(200), no_numbers_here])
    losses = TextAreaField("伤亡及财产损失", [Short(500), no_numbers_here], render_kw={"rows": 2, "data-width": "half"})


class EvidenceForm(Form):
    """证据."""

    creates = "一件证据"
    kind = SelectField("种类", choices=EVIDENCE)
    content = TextAreaField("证明内容", [Required(), Short(500), no_numbers_here], render_kw={"rows": 2})
    provider = StringField("提供单位或个人", [Short(80), no_numbers_here])
    obtained_on = Date("取得日期", [Required("请填写取得日期。"), not_in_future])
    upload = FileField("文件", description=PICTURE_HINT)


class StatementForm(Form):
    """调查笔录."""

    creates = "一份笔录"
    held_at = Moment("开始时间", [Required("请填写开始时间。"), not_in_future], description="例如 2026-11-21 14:30")
    ended_at = Moment(
        "结束时间",
        [Optional(), not_in_future, not_before("held_at", "结束时间早于开始时间，请核对。")],
        day_of="held_at",
        description="只写钟点的，日期同开始时间。",
    )
    place = StringField("地点", [Required(), Short(100), no_numbers_here])
    witness = StringField("被询问人", [Required(), Short(60), no_numbers_here])
    role = SelectField("身份", choices=WITNESSES, default="witness")
    gender = SelectField("性别", choices={"": "未填", "男": "男", "女": "女"})
    id_number = StringField("身份证号", [Short(40), resident_id])
    id_type = id_type_field()
    phone = StringField("联系电话", [Short(30), telephone])
    address = StringField("住址或单位", [Short(100)])
    askers = StringField(
        "询问人",
        [Required("请填写询问人，不少于两人。"), Short(80), no_numbers_here],
        description="不少于两人，用顿号分开。",
    )
    recorder = StringField("记录人", [Short(40), no_numbers_here])
    transcript = TextAreaField(
        "询问内容",
        [Required(), Short(8000), no_numbers_here],
        render_kw={"rows": 12},
        description="每行一段，写成“问：……”“答：……”。",
    )


class OpinionForm(Form):
    """签署意见."""

    kind = SelectField("谁的意见", choices=OPINIONS)
    text = TextAreaField("意见", [Required(), Short(500), no_numbers_here], render_kw={"rows": 3})
    signer = StringField("签署单位或签字人", [Required(), Short(60), no_numbers_here])
    signed_on = Date("签署日期", [Required("请填写签署日期。"), not_in_future])


class ConclusionForm(Form):
    """调查终结: findings, and the checklist of what the law bars."""

    findings = TextAreaField("调查结论", [Required(), Short(2000), no_numbers_here], render_kw={"rows": 5})

    def arguments(self) -> dict:
        """The bars are those that were answered with yes."""
        return {"findings": self.findings.data, "bars": [key for key in BARS if self[f"bar_{key}"].data == "yes"]}


for _key, _label in BARS.items():
    setattr(
        ConclusionForm,
        f"bar_{_key}",
        RadioField(_label, [Required("请逐项核对，选“是”或“否”。")], choices={"no": "否", "yes": "是，不予认定"}),
    )
