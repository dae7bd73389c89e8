"""公示: the days on which everybody may read a record, and what is said against it meanwhile.

    class Deed(Publication, Record, db.Model): …
        @step("公示", …)
        def publish(self, *, by):
            return self.publish_for(5, "workday", basis_of(rules, "publication_days"))

Steps, rights and the table of objections are the model's: what an objection that is upheld leads to differs.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.errors import RuleError
from portal.org.models import OrgUnit
from portal.redaction import RedactedText
from portal.settings import DAY_KINDS, basis_of, settings_of
from portal.workdays.arithmetic import last_day

__all__ = ["Publication", "Posted", "Objection"]


class Publication:
    """The days, as computed when they began. A record with objections has them as `objections`."""

    published_from: Mapped[date | None]
    published_until: Mapped[date | None]

    if TYPE_CHECKING:
        objections: Any

    def publish_for(self, days: int, kind: str, basis: str) -> str:
        """From today, for `days` of `kind` (DAY_KINDS), today itself not counted; answers what the timeline says."""
        self.published_from, self.published_until = clock.today(), last_day(clock.today(), days, kind)
        return f"公示 {self.published_from} 至 {self.published_until}（{days} 个{DAY_KINDS[kind]}，{basis}）。"

    @property
    def posted(self) -> bool:
        """Whether its days are not over."""
        return self.published_until is not None and clock.today() <= self.published_until

    @property
    def unanswered(self) -> list[Any]:
        return [each for each in self.objections if each.answered_on is None]

    def still_published(self) -> str:
        """Why the publication cannot be ended yet, or ""."""
        if self.posted:
            return f"公示到 {self.published_until} 才期满。"
        return "还有异议没有答复，不能结束公示。" if self.unanswered else ""

    def check_received(self, day: date) -> None:
        """Raises RuleError for an objection that came outside the days."""
        if self.published_from is None or self.published_until is None:
            raise RuleError("还没有公示，不能登记异议。")
        if not self.published_from <= day <= self.published_until:
            raise RuleError(f"异议应在公示期内提出（{self.published_from} 至 {self.published_until}）。")

    @classmethod
    def on_display(cls, unit: OrgUnit) -> Select:
        """What everybody may read today, of `unit` and below, the newest first."""
        model: Any = cls
        today = clock.today()
        shown = select(model).where(
            unit.subtree_of(model), model.published_from <= today, model.published_until >= today
        )
        return shown.order_by(model.published_from.desc(), model.id.desc())


class Posted(Publication):
    """On display for days that its unit has set: `settings_key` is the section, which has a field `day_kind` (DAY_KINDS)."""

    settings_key: ClassVar[str]

    if TYPE_CHECKING:
        unit: OrgUnit

    def post(self, setting: str) -> str:
        """From today, for the days of `setting`; answers what the timeline says."""
        rules = settings_of(self.settings_key, self.unit)
        return self.publish_for(rules.values[setting], rules.day_kind, basis_of(rules, setting))


class Objection:
    """异议: what was said, when, and the answer. The model adds whom it is about, and `objector_id, objector = contact("异议人")`."""

    received_on: Mapped[date]
    text: Mapped[str] = mapped_column(RedactedText())
    answer: Mapped[str] = mapped_column(RedactedText(), default="")
    answered_on: Mapped[date | None]
    upheld: Mapped[bool] = mapped_column(default=False)

    def reply(self, answer: str, *, upheld: bool) -> str:
        """Answer it, once; says so for the timeline. Raises RuleError for one that was answered."""
        if self.answered_on:
            raise RuleError("这条异议已经答复过。")
        self.answer, self.answered_on, self.upheld = answer, clock.today(), upheld
        return f"异议{'成立' if upheld else '不成立'}：{answer}"
