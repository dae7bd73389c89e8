"""同意: what a resident agreed to that is done with the own data, what for, until when; and that it was taken back.

What an office does by its duties needs no consent (个人信息保护法 §13, §34-35); consent is for what goes beyond, and sensitive data needs one of its own (§28-29).
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import Scoped
from portal.people.models import Person
from portal.records.keeping import Keeping
from portal.redaction import RedactedText
from portal.workdays.arithmetic import years_after

EDIT = "people.edit"
SCOPES = {
    "plain": "一般个人信息",
    "sensitive": "敏感个人信息（单独同意）",
    "handed": "提供给其他单位（单独同意）",
    "public": "公开（单独同意）",
}
GIVEN_BY = {"self": "本人", "guardian": "监护人"}
HOW = {"paper": "书面", "spoken": "口头", "online": "电子"}
OWN_CONSENT_FROM = 14  # 周岁, 个人信息保护法 §31
CHILD = f"未满 {OWN_CONSENT_FROM} 周岁，由监护人同意（个人信息保护法第三十一条）。"


class Consent(Scoped, db.Model):  # type: ignore[name-defined]
    """同意 of a resident, or of whoever has custody: to what, what for, how it was given, from the day `given_on` until `until` (None: as long as the purpose
    lasts), and since when it holds no more. A line is never changed; what was agreed to anew is another one."""

    __tablename__ = "privacy_consent"
    __table_args__ = (Index("ix_privacy_consent_person", "person_id"),)
    keeping = Keeping(
        name="本人的同意",
        since=lambda: Consent.withdrawn_on,
        does="列出来，由个人信息保护负责人决定，撤回以前的处理以它为依据",
        called="id",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    scope: Mapped[str] = mapped_column(String(10))
    purpose: Mapped[str] = mapped_column(RedactedText(100))
    given_by: Mapped[str] = mapped_column(String(10))
    how: Mapped[str] = mapped_column(String(10))
    given_on: Mapped[date]
    until: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship()
    entered_by: Mapped[User] = relationship()

    @classmethod
    def of(cls, person: Person) -> Select:
        """Those of `person`, the latest first."""
        return select(cls).where(cls.person_id == person.id).order_by(cls.given_on.desc(), cls.id.desc())

    @classmethod
    def holding(cls, person: Person) -> Select:
        """Those of `person` that hold today, the latest first."""
        still = cls.until.is_(None) | (cls.until >= clock.today())
        return cls.of(person).where(cls.withdrawn_on.is_(None), still)

    @classmethod
    def give(
        cls,
        person: Person,
        *,
        scope: str,
        purpose: str,
        given_by: str,
        how: str,
        given_on: date,
        until: date | None,
        by: User,
    ) -> "Consent":
        """登记同意. Raises NotAllowed, and RuleError for a child's own, for who is restricted or erased, and for an end that lies before the beginning."""
        _admit(person, by)
        if person.erased_at:
            raise RuleError("这位居民的个人信息已经删除。")
        person.admit_use()
        born = person.birth_date
        if given_by == "self" and born and given_on < years_after(born, OWN_CONSENT_FROM):
            raise RuleError(CHILD, at="given_by")
        if until and until < given_on:
            raise RuleError("到期的日期早于同意的日期，请核对。", at="until")
        made = cls(
            person=person, scope=scope, purpose=purpose, given_by=given_by, how=how, given_on=given_on, until=until
        )
        made.entered_by = by
        made.place(person.unit)
        db.session.add(made)
        db.session.flush()
        made._record("person_consent", by)
        return made

    def withdraw(self, *, by: User) -> None:
        """撤回, from today on, also while the data is restricted; what was done before stays lawful. Raises NotAllowed, WrongState where it holds no more."""
        _admit(self.person, by)
        db.session.refresh(self, with_for_update=True)
        if not self.holds:
            raise WrongState(f"这一条现在是“{self.state_name}”，请刷新页面。")
        self.withdrawn_on = clock.today()
        self._record("person_consent_end", by)

    @property
    def holds(self) -> bool:
        return self.withdrawn_on is None and (self.until is None or self.until >= clock.today())

    @property
    def state_name(self) -> str:
        if self.withdrawn_on:
            return f"{self.withdrawn_on} 撤回"
        return "有效" if self.holds else "已到期"

    @property
    def scope_name(self) -> str:
        return SCOPES[self.scope]

    @property
    def told(self) -> str:
        """本人书面: who gave it, and how."""
        return f"{GIVEN_BY[self.given_by]}{HOW[self.how]}"

    def _record(self, action: str, by: User) -> None:
        said = f"{self.scope_name}：{self.purpose}"
        trail.record(action, subject=self.person, unit=self.person.unit, actor=by, detail=said)


def _admit(person: Person, by: User) -> None:
    """The right is asked where the resident is now, wherever that was when they agreed."""
    if not by.can(EDIT, person):
        raise NotAllowed("您不能给这位居民登记同意或者撤回。")
