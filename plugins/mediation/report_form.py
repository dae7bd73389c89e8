"""登记统计事项: what the statistics ask besides."""

from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.validators import NumberRange

from plugins.mediation.models import Dispute, DisputeRisk
from plugins.mediation.models.reporting import HANDED_BY, PREVENTED
from portal.cases.mediated import DIFFICULTIES
from portal.web.forms import Form, Optional, Required


class ReportForm(Form):
    """登记统计事项."""

    difficulty = RadioField("难易", [Required("请选择难易。")], choices=DIFFICULTIES)
    handed_by = SelectField(
        "移送单位", choices={"": "不是委托移送"} | HANDED_BY, default="", description="案件来源是委托移送的填。"
    )
    death = BooleanField("纠纷里有人死亡")
    prevented = SelectField(
        "防止了什么",
        choices={"": "没有"} | PREVENTED,
        default="",
        description="确实有这种危险、经调解避免的才填，谁登记谁核实。",
    )
    people = IntegerField("涉及几人", [Optional(), NumberRange(1, 9999, "请填写 1 至 9999 的整数。")])


def reported(dispute: Dispute) -> dict:
    """What was told for the statistics so far; else what a risk that was registered may have become, which whoever fills it in confirms."""
    told = dispute.told_for_statistics
    names = ("difficulty", "handed_by", "death", "prevented")
    return (
        {name: getattr(told, name) for name in names} | {"people": told.people or None}
        if told
        else _from(dispute.risks)
    )


def _from(risks: list[DisputeRisk]) -> dict:
    return {"prevented": "crime"} if any(each.kind == "crime" for each in risks) else {}
