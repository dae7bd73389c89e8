"""更正: what was registered is put right, with the reason; the timeline says what it was and what it is."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.cases.choices import DISPUTE, LEVELS
from portal.cases.models.states import STATES
from portal.cases.sources import source_name
from portal.errors import RuleError
from portal.org.models import OrgUnit
from portal.records import Moved, step

if TYPE_CHECKING:
    from portal.cases.models.case import Case

LONGEST = 60  # of a title on the timeline
CORRECT, ACCEPT = "cases.correct", "cases.triage"
CORRECTABLE = tuple(each.key for each in STATES if not each.final)  # whatever is archived stays as it is


class Corrected:
    """A case that can be put right: its entries as long as it is not archived, the fields of plugins while it is open."""

    corrected_at: Mapped[datetime | None] = mapped_column()

    @step("更正", of=STATES.open, needs=None)
    def correct(self: "Case", what: str, reason: str, keep: Callable[[], None], *, by: User) -> Moved:
        """`what` are the fields, of which `keep` stores the new values: the timeline has the reason, and not the values. The right is
        that of the fields (`CaseFields.needs`), which whoever calls this has asked."""
        keep()
        self.corrected_at = clock.now()
        return Moved(reason, title=f"更正{what}"[:LONGEST])

    @step("更正登记", of=CORRECTABLE, needs=CORRECT)
    def amend(self: "Case", reason: str, *, by: User, unit: OrgUnit | None = None, **entries: Any) -> str:
        """更正登记: `unit` (None: where it is) and `entries` of the case. Number and time limit stay as they are: papers bear the one, and the
        other is moved by an own step. Raises RuleError for what changes nothing, and for a unit of another county."""
        was = self.told()
        for name, value in entries.items():
            setattr(self, name, value)
        if unit is not None and unit.id != self.unit_id:
            self._move_to(unit)
        if self.nature == DISPUTE and not self.side(1):
            raise RuleError("矛盾纠纷要有申请人，请先增加当事人，再更正性质。", at="nature")
        changed = {label: (was[label], now) for label, now in self.told().items() if was[label] != now}
        if not changed:
            raise RuleError("每一项都和原来登记的一样，没有需要更正的内容。", at="reason")
        self.corrected_at = clock.now()
        return f"{_in_words(changed)}编号和办理时限不变。理由：{reason}"

    def entrusted_to(self: "Case", user: User, permission: str) -> bool:
        """Once a case was accepted, what was registered is put right by whoever may accept."""
        settled = permission == CORRECT and self.status != STATES.first
        return self.allows(user, permission) and (not settled or self.allows(user, ACCEPT))

    def refusal(self: "Case", permission: str) -> str:
        if permission == CORRECT and self.status != STATES.first:
            return "受理之后，由负责受理分流的工作人员更正，您没有这个权限。"
        return super().refusal(permission)  # type: ignore[misc]

    def told(self: "Case") -> dict[str, str]:
        """What can be put right, label by label, in words."""
        return {
            "事项名称": self.title,
            "性质": self.nature_name,
            "类型": self.kind_name,
            "分级": LEVELS[self.level],
            "来源": source_name(self.source),
            "发生日期": f"{self.happened_on:%Y-%m-%d}" if self.happened_on else "",
            "所在单位": str(self.unit),
            "具体地点": self.location,
            "简要情况": self.description,
            **self.weighed(),
        }

    def _move_to(self: "Case", unit: OrgUnit) -> None:
        if unit.county_id != self.county_id:
            raise RuleError("这个单位在另一个旗县区，不能更正过去，请移送。", at="unit_id")
        self.place(unit)


def _in_words(changed: Mapping[str, tuple[str, str]]) -> str:
    """类型由“漏水”改为“噪音”。 A long text is told as it was; what it is now stands on the page."""
    return "".join(
        f"{label}由“{was or '空'}”改为“{now or '空'}”。"
        if len(now) <= LONGEST
        else f"{label}改过，原来是“{was or '空'}”。"
        for label, (was, now) in changed.items()
    )
