"""消息和提醒: quiet hours, the times of the digest, what is urgent, and how long messages are kept, as the district decides."""

from flask import Flask

from portal.notices.words import KINDS
from portal.settings import Section, SettingsForm, choice, listed, number, offer, text
from portal.web.forms import ValidationError

KEY = "notices"
YES_NO = {"yes": "是", "no": "否"}


class NoticeSettings(SettingsForm):
    """消息和提醒的本地规定. They hold for what goes outside; in the portal everything is there at once."""

    headings = {"quiet_from": "免打扰", "first_digest": "每天汇总", "keep_days": "保存"}

    quiet_from = number(
        "免打扰从几点开始", 21, 0, 23, "这以后的提醒留到免打扰结束再发。与结束相同的，没有免打扰。", unit="点"
    )
    quiet_to = number("免打扰到几点结束", 8, 0, 23, "", unit="点")
    quiet_days_off = choice(
        "休息日、节假日全天免打扰",
        YES_NO,
        "yes",
        "按国务院放假安排和调休，下一个工作日再发。没有人因此要在休息时间回复。",
    )
    urgent = text(
        "哪些不受免打扰限制",
        "",
        f"本地认为紧急的，用顿号隔开；默认没有。可以写：{'、'.join(KINDS.values())}。",
        most=80,
        needed=False,
    )
    first_digest = number("第一次汇总在几点", 9, 0, 23, "选了“每天汇总发两次”的人，在这两个时间收到。", unit="点")
    second_digest = number("第二次汇总在几点", 15, 0, 23, "", unit="点")
    keep_days = number("消息保存多少天", 180, 30, 730, "过期的消息删除，事项的办理记录不受影响。", unit="天")

    def validate_urgent(self, field):
        if unknown := [each for each in listed(field.data or "") if each not in KINDS.values()]:
            raise ValidationError(f"没有“{unknown[0]}”这一类，可以写：{'、'.join(KINDS.values())}。")

    def validate_second_digest(self, field):
        if field.data == self.first_digest.data:
            raise ValidationError("两次汇总的时间不能相同。")


def urgent_kinds(said: str) -> frozenset[str]:
    """The keys of the kinds that `said` names."""
    return frozenset(key for key, name in KINDS.items() if name in listed(said))


def init_app(app: Flask) -> None:
    """Offer the section."""
    offer(app, lambda: (Section(key=KEY, name="消息和提醒", form=NoticeSettings),))
