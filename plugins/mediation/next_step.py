"""What comes next with a dispute, for the top of its page."""

from plugins.mediation.models import Dispute
from portal.money import format_yuan
from portal.records import NextStep
from portal.web.pages.formatting import day

WHAT = {
    "pending": "受理：登记各方调解意愿，指定调解员。",
    "mediating": "调解，达成一致的起草协议并定稿",
    "agreed": "登记签名、盖章和扫描件。协议还没有生效，还缺 {} 项。",
    "effective": "回访履行情况，履行完毕的结案",
}


def next_step(dispute: Dispute, missing: list[str]) -> NextStep | None:
    """Nothing once it has ended. `missing`: what keeps the agreement from taking effect."""
    text = WHAT.get(dispute.status)
    if text is None:
        return None
    if dispute.status == "pending":
        return NextStep(text)
    if dispute.status == "agreed":
        return NextStep(text.format(len(missing)), missing)
    todo = _until_agreed(dispute) if dispute.status == "mediating" else _until_closed(dispute)
    until = f"，{day(dispute.due_on)} 前" if dispute.status == "mediating" and dispute.due_on else ""
    return NextStep(
        f"{text}{until}。", [what for what, done in todo if not done], [what for what, done in todo if done]
    )


def _until_agreed(dispute: Dispute) -> list[tuple[str, bool]]:
    return [
        ("权利义务告知", dispute.notice_on is not None),
        ("调解记录", bool(dispute.sessions)),
        ("协议内容", dispute.agreement is not None),
        ("定稿", False),
    ]


def _until_closed(dispute: Dispute) -> list[tuple[str, bool]]:
    paid = [
        (f"{day(each.due_on)} 应付 {format_yuan(each.amount_fen)} 元", each.paid_on is not None)
        for each in dispute.agreement.instalments
    ]
    return [*paid, ("回访记录", bool(dispute.follow_ups))]
