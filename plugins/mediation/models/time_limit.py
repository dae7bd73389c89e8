"""调解期限 and 风险: a term made longer with the consent that the district asks for; what may become a crime is reported (人民调解法 §25)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.mediation.settings import CONSENTS, KEY
from portal.accounts.models import User
from portal.columns import named
from portal.documents.wording import long_day
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step
from portal.settings import settings_of
from portal.workdays.calendar import end_of_day

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

RISKS = {
    "order": "可能引起治安案件，已报告公安机关",
    "crime": "可能引起刑事案件，已报告公安机关",
    "escalation": "可能激化，已采取预防措施",
}
REPORTED = ("order", "crime")


class DisputeRisk(db.Model):
    """风险 that was seen on a day, and the `office` it was reported to; what was done about it is told on the timeline."""

    __tablename__ = "mediation_risk"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    seen_on: Mapped[date]
    office: Mapped[str] = mapped_column(String(60), default="")
    kind_name = named("kind", RISKS)


class Watched:
    """How long a dispute may be mediated, and what may come of it meanwhile."""

    @declared_attr
    def risks(cls) -> Mapped[list[DisputeRisk]]:
        return relationship(order_by=(DisputeRisk.seen_on, DisputeRisk.id))

    @property
    def latest_term(self: "Dispute") -> date:
        """The last day to which the term may be made longer, by what held when it was accepted."""
        local = settings_of(KEY, self.unit, self.accepted_on)
        return self.accepted_on + timedelta(days=local.term_days + local.extension_days)

    @property
    def extension_consent(self: "Dispute") -> str:
        """Who agrees to a longer term, by what held when it was accepted."""
        return CONSENTS[settings_of(KEY, self.unit, self.accepted_on).extension_consent]

    @step("延长期限", of=("mediating", "agreed"), needs="mediation.mediate")
    def extend_term(self: "Dispute", until: date, reason: str, *, agreed: bool, by: User) -> Moved:
        """延长调解期限. agreed: that those whose consent the district asks for gave it (`extension_consent`). Raises RuleError where they did not, for a day that is
        no later, and for one beyond what the district allows."""
        if not agreed:
            raise RuleError(f"延长期限要先取得同意，取得以后再勾选：{self.extension_consent}。", at="agreed")
        if until <= self.due_on:
            raise RuleError(f"现在的期限是 {self.due_on}，请填写更晚的日期。", at="until")
        if until > self.latest_term:
            raise RuleError(f"本地规定最长可以延长到 {self.latest_term}。", at="until")
        self.due_on = until
        self.case.extend(end_of_day(until), f"调解期限延长：{self.extension_consent}。", by=by)
        return Moved(f"{self.extension_consent}。调解期限延长至{long_day(until)}。理由：{reason}", title="延长调解期限")

    @step("登记风险", of=("mediating", "agreed", "effective"), needs="mediation.mediate")
    def report_risk(self: "Dispute", kind: str, on: date, measures: str, *, by: User, office: str = "") -> Moved:
        """登记风险: a key of RISKS; what may become a case of the police is reported to the `office` there (人民调解法 §25)."""
        if kind in REPORTED and not office:
            raise RuleError("请填写报告给哪个机关。", at="office")
        told = f"报告{office}。" if office else ""
        self.risks.append(DisputeRisk(kind=kind, seen_on=on, office=office))
        return Moved(f"{long_day(on)}：{RISKS[kind]}。{told}{measures}", title="纠纷风险")
