"""What is asked for when a unit replies: who comes, or why nobody does."""

from wtforms import RadioField, StringField

from plugins.joint_meetings.choices import AWAY, REPLIES
from portal.people.publishing import no_numbers_here
from portal.records.forms import name_field, phone_field
from portal.records.people import Contact
from portal.web.forms import Form, Required, Short, ValidationError


class WhoForm(Form):
    """回复参加."""

    name = name_field("谁参加", Required("请填写谁参加。"))
    phone = phone_field()

    def who(self) -> Contact | None:
        """Whoever comes; nobody without a name."""
        return Contact(name=self.name.data, phone=self.phone.data or None) if self.name.data else None

    def arguments(self) -> dict:
        return {"who": self.who()}


class LeaveForm(WhoForm):
    """请假."""

    reason = StringField("理由", [Required("请写明理由。"), Short(200), no_numbers_here])
    name = name_field("另派谁参加", description="不派人的不填。")

    def arguments(self) -> dict:
        return {"reason": self.reason.data, "who": self.who()}

    def validate_phone(self, field):
        if field.data and not self.name.data:
            raise ValidationError("填了电话的，请填另派谁参加。")


class ReplyForm(LeaveForm):
    """登记回复."""

    reply = RadioField("怎么回复的", [Required("请选择怎么回复的。")], choices=REPLIES)
    name = name_field("谁参加", description="请假不派人的不填。")
    reason = StringField("请假的理由", [Short(200), no_numbers_here])

    def arguments(self) -> dict:
        return super().arguments() | {"reply": self.reply.data}

    def validate_name(self, field):
        if bool(field.data) is (self.reply.data == AWAY):
            raise ValidationError("参加、另派人的，写明谁参加；请假不派人的，不写。")

    def validate_reason(self, field):
        if self.reply.data in (AWAY, "deputy") and not (field.data or "").strip():
            raise ValidationError("请假的，请写明理由。")
