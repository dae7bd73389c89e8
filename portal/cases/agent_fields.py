"""Who acts for a party: the fields beside it in 登记事项, and the form for later."""

from wtforms import RadioField, SelectField, StringField

from portal import clock
from portal.cases.models.agency import ABSENT, ANSWERS, OWN, SCOPES
from portal.people.fields import id_type_field, resident_id, telephone
from portal.people.id_number import IdNumber, compact
from portal.people.id_types import carries_birth_date
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.records.representation import EARNING, ENTRUSTED, GUARDIANS, OF_AGE
from portal.web.forms import Form, Group, Optional, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future
from portal.workdays.arithmetic import full_years

ACTING = GUARDIANS | ENTRUSTED
MINOR = "按身份证号未满十八周岁，请选法定代理人；一时找不到的选“暂缺”，写明原因（民法典第十九、二十、二十三条）。"


class AgentFields(Group):
    """Beside a party: who acts for it. `id_number` is that of the party, `number` as it was read."""

    agent_relation = SelectField(
        "代理人", choices={"": "没有，本人办理"} | ACTING | {key: ANSWERS[key] for key in (OWN, ABSENT)}, default=""
    )
    agent_name = StringField("代理人姓名", [Short(40), no_numbers_here])
    agent_phone = StringField("代理人电话", [Short(30), telephone])
    agent_note = StringField("凭什么代理，或者暂缺的原因", [Short(60), no_numbers_here])

    def validate_agent_relation(self, field):
        age = self.age
        minor = age is not None and age < OF_AGE
        if minor and not field.data:
            raise ValidationError(MINOR)
        if field.data == OWN and not (minor and age >= EARNING):
            raise ValidationError("已满十六周岁、未满十八周岁的才能这样选。")
        if field.data == ABSENT and not minor:
            raise ValidationError("按身份证号未成年的才能选“暂缺”。")

    def validate_agent_name(self, field):
        field.data = normalise_name(field.data or "")
        if field.data and not self.agent_relation.data:
            raise ValidationError("请在“代理人”里选是哪一种代理人。")
        if self.agent_relation.data in ACTING and not field.data:
            raise ValidationError("请填写代理人的姓名。")

    def validate_agent_note(self, field):
        field.data = (field.data or "").strip()
        if self.agent_relation.data == ABSENT and not field.data:
            raise ValidationError("请写明法定代理人暂缺的原因。")

    def agency(self) -> dict[str, str]:
        """What `Case.entrust` takes of it; nothing where nobody acts."""
        if not self.agent_relation.data:
            return {}
        note = "guardian_note" if self.agent_relation.data == ABSENT else "authority"
        given = {"relation": self.agent_relation.data, note: self.agent_note.data or ""}
        return given | {"name": self.agent_name.data or "", "phone": self.agent_phone.data or ""}

    @property
    def age(self) -> int | None:
        """By the number that was typed; who is found in the register otherwise is not told of."""
        number = compact(self.number) if self.is_person else ""
        return full_years(IdNumber.parse(number).birth_date, clock.today()) if carries_birth_date(number) else None


class AgentForm(Form):
    """登记代理人 of a party. Which answers there are depends on the party. Numbers that are known are not filled in: left blank they stay."""

    relation = RadioField("和当事人的关系", validate_choice=False)
    name = StringField("代理人姓名", [Short(40), no_numbers_here])
    phone = StringField("联系电话", [Short(30), telephone])
    id_number = StringField("身份证号", [Short(40), resident_id], description="没有可不填。")
    id_type = id_type_field()
    scope = SelectField(
        "委托权限",
        choices=SCOPES | {"": "法定代理，不用选"},
        default="",
        description="承认、放弃、变更请求，和解，须有特别授权。",
    )
    entrusted_on = Date("委托日期", [Optional(), not_in_future])
    authority = StringField("凭什么代理", [Short(60), no_numbers_here], description="如 授权委托书、户口簿、监护证明。")
    guardian_note = StringField("暂缺的原因", [Short(100), no_numbers_here], description="选“暂缺”时填写。")

    def validate_name(self, field):
        field.data = normalise_name(field.data or "")

    def validate_scope(self, field):
        if self.relation.data in ENTRUSTED and not field.data:
            raise ValidationError("请选择委托权限：一般代理，还是特别授权。")

    def arguments(self) -> dict:
        given = {each.short_name: each.data or "" for each in self if each.short_name in self.PLAIN}
        return given | {"entrusted_on": self.entrusted_on.data if self.entrusted_on else None}

    PLAIN = ("relation", "name", "phone", "id_number", "scope", "authority", "guardian_note")
