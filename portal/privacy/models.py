"""个人信息请求: a resident asks that the own data be restricted or erased, somebody else agrees or not, and the resident gets an answer in writing."""

from datetime import date, datetime, timedelta

from sqlalchemy import JSON, ForeignKey, Index, Select, String, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.hands import note
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.people import data_rights
from portal.people.models import Person
from portal.privacy import settings
from portal.privacy.kept import Kept, kept_of
from portal.protection import EncryptedText
from portal.records.data_rights import restrict
from portal.records.keeping import Keeping
from portal.records.second_person import SecondPerson
from portal.redaction import RedactedText

RIGHTS, DECIDE = "people.rights", "privacy.decide"
RESTRICT, ERASE, LIFT = "restrict", "erase", "lift"
KINDS = {RESTRICT: "限制处理", ERASE: "删除", LIFT: "解除限制"}
ASKING = {"self": "本人", "guardian": "监护人", "agent": "受托人", "office": "本单位（法定职责需要）"}
STATES = {"asked": "待复核", "granted": "已同意", "refused": "没有同意"}
WAITING = text("state = 'asked'")
DONE = {
    RESTRICT: "从 {day} 起，限制处理您的个人信息：居民登记里遮盖姓名，不显示证件号码、电话、住址，负责复核的人写明理由才能查看；"
    "不再选用、更正居民登记里您的信息；工作人员不打印关联到您的文书，不导出关联到您的记录。"
    "依法保存的办理记录和所附文件里仍有您的姓名，只有有权查看这件记录的人能看到。",
    LIFT: "从 {day} 起，解除对您个人信息的限制处理。",
}


class DataRequest(SecondPerson, db.Model):
    """个人信息请求 of a resident. `recipient`: to whom the answer is addressed, until it was handed over: an erasure takes the name from everywhere
    else. `done`: what was done, in sentences; `kept`: what stays, by which law, until when. Neither names anybody."""

    __tablename__ = "privacy_request"
    DECIDES = DECIDE
    OWN_REFUSED = "登记的人（代他办、由他代办的也一样）不能自己复核，请另一位同事复核。"
    OTHERS_REFUSED = "您不能复核这个单位的个人信息请求。"
    __table_args__ = (
        Index("uq_privacy_request_waiting", "person_id", unique=True, sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_privacy_request_person", "person_id"),
    )
    keeping = Keeping(
        name="个人信息请求",
        since=lambda: DataRequest.answered_on,
        does="列出来，由个人信息保护负责人决定，答复以它为依据",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(80))
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="asked")
    who: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(RedactedText(200))
    asked_on: Mapped[date]
    answer_by: Mapped[date]
    office: Mapped[str] = mapped_column(String(80))
    recipient: Mapped[str | None] = mapped_column(EncryptedText("privacy_request.recipient"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    decided_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(RedactedText(200), default="")
    done: Mapped[list] = mapped_column(JSON, default=list)
    kept: Mapped[list] = mapped_column(JSON, default=list)
    answered_on: Mapped[date | None]
    answered_how: Mapped[str] = mapped_column(RedactedText(60), default="")

    person: Mapped[Person] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    @classmethod
    def visible_to(cls, user: User) -> Select:
        """Those of the units in which `user` enters and answers, or decides."""
        return select(cls).where(or_(cls.reach(user, RIGHTS), cls.reach(user, DECIDE)))

    @classmethod
    def ask(
        cls, person: Person, kind: str, *, who: str, reason: str, asked_on: date, office: OrgUnit, by: User
    ) -> "DataRequest":
        """登记请求. Raises RuleError where it would change nothing, another waits, or something of the resident is under way."""
        _hold(person)
        if objection := _objection(person, kind):
            raise RuleError(objection, at="reason")
        if db.session.scalar(select(cls.id).where(cls.person_id == person.id, cls.state == "asked")):
            raise RuleError("这位居民已有一件请求在等复核。", at="reason")
        rules = settings.of(office)
        made = cls(
            number=take_number(office, "privacy", rules.number_pattern, clock.today().year),
            person=person,
            kind=kind,
            who=who,
            reason=reason,
            asked_on=asked_on,
            answer_by=asked_on + timedelta(days=rules.answer_days),
            office=office.name,
            recipient=person.name,
            asked_by=by,
        )
        made.place(person.unit)
        db.session.add(made)
        db.session.flush()
        made._record("person_ask", by, f"{ASKING[who]}：{reason}")
        note(made, "ask", trail.ACTIONS["person_ask"], by, by.owner_needed(lambda: by.can(RIGHTS, person.unit)))
        return made

    def grant(self, *, by: User) -> None:
        """同意, and do it. Raises NotAllowed for whoever entered it or does not decide here, WrongState, and RuleError while something of the
        resident is under way."""
        self._decide("granted", by)
        _hold(self.person)
        if objection := _objection(self.person, self.kind):
            raise RuleError(objection)
        kept = [] if self.kind == LIFT else kept_of(self.person)
        if self.kind == ERASE:
            self.done = data_rights.erase(self.person, self.reason, by=by)
        else:
            at = clock.now() if self.kind == RESTRICT else None
            for entry in (self.person, *self.person.absorbed):
                entry.restricted_at = at
                restrict(entry, at)
            self.done = [DONE[self.kind].format(day=clock.today())]
        self.kept = [list(each) for each in kept]
        self._record("person_grant", by, self.reason)

    def refuse(self, reason: str, *, by: User) -> None:
        """不同意; the reason stands in the answer (个人信息保护法 §50). Raises as `grant` does."""
        self._decide("refused", by)
        self.refusal = reason
        self._record("person_refuse", by, reason)

    def answer(self, on: date, how: str, *, by: User) -> None:
        """The answer was handed over; from now on nobody is named here. Raises WrongState before it was decided, or twice."""
        db.session.refresh(self, with_for_update=True)
        if not self.waits_for_answer:
            raise WrongState(f"这件请求现在是“{self.state_name}”，请刷新页面。")
        if on > clock.today() or on < self.asked_on:
            raise RuleError("答复的日期不能早于收到请求的日期，不能晚于今天。", at="on")
        self.answered_on, self.answered_how, self.recipient = on, how, None
        self._record("person_answer", by, how)

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]

    @property
    def who_name(self) -> str:
        return ASKING[self.who]

    @property
    def state_name(self) -> str:
        """待复核, 已同意，待答复, 没有同意，已答复 …"""
        answered = "" if self.state == "asked" else "，已答复" if self.answered_on else "，待答复"
        return f"{STATES[self.state]}{answered}"

    @property
    def waits_for_answer(self) -> bool:
        return self.state != "asked" and self.answered_on is None

    @property
    def stays(self) -> list[Kept]:
        """What stays: as it is now while it waits, then as it was when it was decided."""
        if self.state == "granted":
            return [Kept(*each) for each in self.kept]
        return kept_of(self.person) if self.state == "asked" and self.kind != LIFT else []

    def _decide(self, state: str, by: User) -> None:
        db.session.refresh(self, with_for_update=True)
        if self.state != "asked":
            raise WrongState(f"这件请求现在是“{self.state_name}”，请刷新页面。")
        self.admit_second(by)
        self.decided(state, by)

    def _record(self, action: str, by: User, said: str) -> None:
        detail = f"{self.kind_name}，{self.number}：{said}"
        trail.record(action, subject=self.person, unit=self.unit, actor=by, detail=detail)


def _hold(person: Person) -> None:
    """A record of the resident that begins at this moment waits, or is seen."""
    db.session.refresh(person, with_for_update=True)


def _objection(person: Person, kind: str) -> str:
    """Why that cannot be asked for, or done, now; "" when it can."""
    if person.erased_at:
        return "这位居民的个人信息已经删除。"
    if kind == RESTRICT and person.restricted_at:
        return "这位居民的个人信息已经限制处理，不用再申请。"
    if kind == LIFT:
        return "" if person.restricted_at else "这位居民的个人信息没有限制处理。"
    return data_rights.hindrance(person, KINDS[kind])
