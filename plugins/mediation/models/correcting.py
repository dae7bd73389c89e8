"""更正: what was written down of the acceptance and of a sitting is put right, until the agreement is signed by all; the timeline says what and why."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped, mapped_column

from plugins.mediation.models.investigation import Exhibit, Inquiry
from plugins.mediation.models.mediator import Mediator
from plugins.mediation.models.participation import CHOSEN
from plugins.mediation.models.session import Session
from portal import clock
from portal.accounts.models import User
from portal.documents.wording import long_day
from portal.errors import RuleError
from portal.records import Moved, step
from portal.records.people import Contact

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

SAME = "每一项都和原来登记的一样，没有需要更正的内容。"


def _as_shown(value: Any) -> Any:
    """A value as its form shows it: a moment to the minute, what is not there as what is empty."""
    return f"{clock.local(value):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value or None


class PutRight:
    """A dispute whose acceptance and sittings can be put right. Its number, the day of its acceptance and its term stay, and so does what the
    parties said: who no longer agrees to be mediated ends it."""

    acceptance_corrected_at: Mapped[datetime | None] = mapped_column()

    @property
    def corrected_at(self: "Dispute") -> datetime | None:
        """When what its papers say was last put right, here or on the case."""
        return max(filter(None, (self.case.corrected_at, self.acceptance_corrected_at)), default=None)

    @step("更正受理", of="mediating", needs="mediation.mediate")
    def correct_acceptance(
        self: "Dispute",
        reason: str,
        *,
        source: str,
        mediators: list[Mediator],
        by: User,
        claims: str = "",
        recorder: str = "",
        remark: str = "",
        chosen_by: str = "committee",
    ) -> Moved:
        """更正受理. Raises RuleError for what changes nothing, and as `choose` does for the mediators."""
        was = self._as_accepted()
        self.source, self.claims, self.recorder, self.remark = source, claims, recorder, remark
        self.choose(mediators, chosen_by)
        changed = [label for label, value in self._as_accepted().items() if value != was[label]]
        if not changed:
            raise RuleError(SAME, at="reason")
        self.acceptance_corrected_at = clock.now()
        told = "".join(f"{label}原来是“{was[label] or '空'}”。" for label in changed)
        return Moved(f"{told}理由：{reason}", title=f"更正受理：{'、'.join(changed)}")

    @step("更正调解记录", of=("mediating", "agreed"), needs="mediation.mediate")
    def correct_session(
        self: "Dispute", session: Session, reason: str, *, by: User, guests: str = "", **fields: Any
    ) -> Moved:
        """更正 of one sitting; `fields` and `guests` as for `hold_session`. The timeline does not repeat what people said. Raises RuleError for what
        changes nothing, and for a day too long before the acceptance."""
        self.refuse_long_before(clock.local(fields["held_at"]).date(), "held_at")
        was = session.as_written
        for name, value in fields.items():
            setattr(session, name, value)
        if guests != session.guests_written:
            session.invite(guests)
        changed = [label for label, value in session.as_written.items() if value != was[label]]
        if not changed:
            raise RuleError(SAME, at="reason")
        session.sitting_id = self.arranged_as(session)
        session.corrected_at = clock.now()
        return Moved(f"改了{'、'.join(changed)}。理由：{reason}", title=f"更正第{session.sequence}次调解记录")

    @step("更正调查记录", of=("mediating", "agreed"), needs="mediation.mediate")
    def correct_inquiry(
        self: "Dispute",
        inquiry: Inquiry,
        reason: str,
        asked: str,
        *,
        by: User,
        gender: str = "",
        phone: str = "",
        address: str = "",
        **fields: Any,
    ) -> Moved:
        """更正 of what somebody was asked; arguments as for `inquire`. Number and address that are not given stay, of the same person. Raises RuleError for what
        changes nothing, and for a day too long before the acceptance."""
        self.refuse_long_before(clock.local(fields["held_at"]).date(), "held_at")
        changed = [name for name, value in fields.items() if _as_shown(getattr(inquiry, name)) != _as_shown(value)]
        before = inquiry.asked
        given = Contact(name=asked, gender=gender, phone=phone or None, address=address or None).known_as(before)
        if before and given.is_called(before):
            given.address = given.address or before.address
        told = ("name", "gender", "phone", "address")
        if before is None or any(_as_shown(getattr(given, name)) != _as_shown(getattr(before, name)) for name in told):
            inquiry.asked = given
            changed.append("asked")
        if not changed:
            raise RuleError(SAME, at="reason")
        for name, value in fields.items():
            setattr(inquiry, name, value)
        inquiry.corrected_at = clock.now()
        on = long_day(clock.local(inquiry.held_at).date())
        return Moved(f"{on}在{inquiry.place}的调查记录。理由：{reason}", title="更正调查记录")

    @step("更正证据", of=("mediating", "agreed"), needs="mediation.mediate")
    def correct_evidence(self: "Dispute", evidence: Exhibit, reason: str, *, by: User, **fields: Any) -> Moved:
        """更正 of one line of the evidence; fields as in `Exhibit`, its files stay. Raises RuleError for what changes nothing."""
        changed = [name for name, value in fields.items() if _as_shown(getattr(evidence, name)) != _as_shown(value)]
        if not changed:
            raise RuleError(SAME, at="reason")
        for name, value in fields.items():
            setattr(evidence, name, value)
        evidence.corrected_at = clock.now()
        return Moved(f"“{evidence.name}”。理由：{reason}", title="更正证据")

    def _as_accepted(self: "Dispute") -> dict[str, str]:
        """What can be put right of the acceptance, label by label."""
        return {
            "案件来源": self.source_name,
            "申请事项": self.claims,
            "调解员": "、".join(each.name for each in self.mediators),
            "调解员由谁选定": CHOSEN[self.chosen_by],
            "记录人": self.recorder,
            "备注": self.remark,
        }
