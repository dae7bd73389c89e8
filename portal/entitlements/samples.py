"""The samples of the steps that every settlement has; the plugin adds how one is drawn up (portal.records.samples)."""

from typing import Any

from portal.entitlements.states import Rights
from portal.records.samples import Sample, Stage, today
from portal.records.steps import Step

REASON = {"reason": "金额与原始记录不一致，请核对。"}


def samples_of(model: type[Any], roles: Rights) -> dict[Step, Sample]:
    """`roles`: who takes the steps that need each right of `model`. The first three must be three people."""
    make, check, review, pay = roles
    return {
        model.submit: Sample(make),
        model.check: Sample(check),
        model.review: Sample(review),
        model.publish: Sample(review),
        model.settle: Sample(review, past=lambda settlement: settlement.published_until),
        model.pay: Sample(pay, {"receipt": "HD20260001", "paid_on": today}, to="paid", days=3),
        model.return_: Sample(check, REASON),
        model.send_back: Sample(review, REASON, at="checked"),
        model.object: Sample(review, {"received_on": today, "objector": "宋某", "text": "人数不对，请核实。"}),
        model.answer_objection: Sample(
            review,
            {"answer": "经核实，人数无误。", "upheld": False},
            row=lambda settlement, stage: settlement.unanswered[0],
            first=(model.object,),
            form={"upheld": "no"},
        ),
        model.bounce: Sample(pay, {"reason": "账号有误。"}, at="settled", row=_payment),
        model.retry: Sample(pay, {"reason": "账号已更正。"}, row=_payment, first=(model.bounce,)),
        model.cancel: Sample(pay, {"reason": "不再需要。"}, row=_payment, first=(model.bounce,), to="paid"),
    }


def _payment(settlement: Any, stage: Stage) -> Any:
    return settlement.payments[0]
