"""积分登记: what a family did, entered by staff or claimed by the family, confirmed by somebody else, appealed against when refused."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, Select, String, case, func, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.family_points.law import keep_to_law
from plugins.family_points.models.account import POINTS, PointAccount
from plugins.family_points.models.rule import PointRule
from plugins.family_points.settings import KEY, rules_of
from plugins.family_points.sums import granted, in_time
from portal import clock
from portal.accounts.models import User
from portal.entitlements import Span
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.families import Family, repeated
from portal.files.models import Attachment
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.followed import Followed
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping, forget_contacts
from portal.records.people import Contact, contact
from portal.records.waiting import waiting_indexes

CONFIRM = "family_points.confirm"
ENTERED = {"not_confirmed_by_id": "登记的人"}
ENTERED_OR_ANSWERED = {"entered_by_id": "登记的人", "answered_by_id": "答复的人"}
STANDING = ("claimed", "appealed", "confirmed")
CLAIM_STATES = States(
    State("claimed", "待确认", open=True, way="登记", next="核对证明，确认或者不予确认"),
    State("appealed", "异议待复核", "warn", open=True, at="confirmed", next="由作出答复以外的人复核"),
    State("confirmed", "已确认", "ok", way="确认", final=True),
    State("refused", "不予确认", "neutral", at="confirmed"),
    State("upheld", "复核维持", "neutral", at="confirmed"),
    State("countered", "已冲正", "neutral", at="confirmed"),
    State("withdrawn", "已撤回", "neutral"),
)


class PointClaimEvent(Entry, db.Model):
    """One entry of the timeline of a claim."""

    __tablename__ = "family_points_claim_event"

    claim_id: Mapped[int] = mapped_column(ForeignKey("family_points_claim.id"), index=True)

    record: Mapped["PointClaim"] = relationship(back_populates="events")


def _too_late(claim: "PointClaim") -> str:
    days = rules_of(claim.unit).appeal_days
    if claim.refused_on and not in_time(claim.refused_on, clock.today(), days):
        return f"答复以后 {days} 天内可以提出异议，{claim.refused_on} 答复的已经过期。"
    return ""


class PointClaim(Followed, Record, db.Model):
    """积分登记 of one thing that a family did. `two_people`: whether another than who entered it confirms it, as the rule said then."""

    __tablename__ = "family_points_claim"
    __table_args__ = (
        Index("ix_family_points_claim_number", "number"),
        CheckConstraint("points > 0 AND times > 0", name="rewards"),
        Index("ix_family_points_claim_recent", "township_id", "created_at", "id"),
        Index("ix_family_points_claim_county", "county_id", "created_at", "id"),
        Index("ix_family_points_claim_family", "family_id", "rule_id", "happened_on"),
        *list_indexes("family_points_claim", "created_at"),
        *waiting_indexes("family_points_claim", CLAIM_STATES, "due_on"),
    )

    permission, states, settings_key = "family_points.view", CLAIM_STATES, KEY
    grave_verbs = ("refuse", "uphold", "correct")
    keeping = Keeping(
        name="积分登记",
        since=lambda: PointClaim.created_at,
        forget=forget_contacts,
        does="去除申报人的姓名、电话，积分予以保留",
    )

    title: Mapped[str] = mapped_column(String(80))
    rule_id: Mapped[int] = mapped_column(ForeignKey("family_points_rule.id"), index=True)
    family_id: Mapped[int] = mapped_column(ForeignKey("families_family.id"))
    happened_on: Mapped[date]
    times: Mapped[int] = mapped_column(default=1)
    points: Mapped[int]
    proof: Mapped[str] = mapped_column(String(300), default="")
    two_people: Mapped[bool] = mapped_column(default=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    refused_on: Mapped[date | None]
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    claimant_id, claimant = contact("申报人")
    rule: Mapped[PointRule] = relationship(lazy="joined", innerjoin=True)
    family: Mapped[Family] = relationship()
    entered_by: Mapped[User | None] = relationship(foreign_keys=[entered_by_id])
    events: Mapped[list[PointClaimEvent]] = relationship(back_populates="record", order_by=PointClaimEvent.id)

    @property
    def by_contact(self) -> bool:
        """Whether the contact of the family did it; a telephone number of somebody else's family may have been mistyped."""
        return self.claimant.is_called(self.family.contact)

    @hybrid_property
    def not_confirmed_by_id(self) -> int | None:
        """Who entered it and may not confirm it, where the rule of that day asks for two people."""
        return self.entered_by_id if self.two_people else None

    @not_confirmed_by_id.inplace.expression
    @classmethod
    def _not_confirmed_by_id(cls) -> ColumnElement[int | None]:
        return case((cls.two_people, cls.entered_by_id))

    # -- the steps -------------------------------------------------------------------------------------------------

    @begins("登记积分", needs=POINTS, refused="您没有登记积分的权限。")
    def claim(
        cls,
        *,
        unit: OrgUnit,
        rule_id: int,
        claimant: Contact,
        happened_on: date,
        by: User | None,
        times: int = 1,
        proof: str = "",
        one_family: bool = False,
    ) -> Moved:
        """By staff, or by the family itself (`by` is None). Raises RuleError for what no rule of that day gives points for, without the
        proof it asks for, too late, or entered already; and by staff for a telephone number of a family whose contact has another name,
        unless `one_family` says that this was asked. Families are not told whose number it is: whoever confirms sees it."""
        rule, local = db.session.get_one(PointRule, rule_id), rules_of(unit)
        claim = cls(
            title=rule.name, rule=rule, happened_on=happened_on, times=times, points=rule.points * times, proof=proof
        )
        claim._check(unit, local.late_days)
        claim.place(unit)
        claim.family, asked = Family.of(unit, claimant, role="做的人", by=by, one_family=one_family)
        claim.claimant = claimant
        claim.entered_by, claim.two_people = by, local.confirmed_by == "another"
        claim._ask_once(tell=by is not None)
        if by is None:
            claim._ask_how_many(local.open_most)
        claim.due_on = clock.today() + timedelta(days=local.answer_days)
        claim.number = take_number(unit, cls.__tablename__, local.claim_pattern, clock.today().year)
        db.session.add(claim)
        return Moved("家庭网上申报。" if by is None else asked, made=claim)

    @step("上传证明", of=CLAIM_STATES.open, needs=POINTS, verb="proof")
    def add_proof(self, upload, *, by: User) -> Moved:
        """Nobody has to. Raises RuleError for what is no picture and no PDF."""
        kept = Attachment.take_in(upload, subject=self, purpose="proof", by=by)
        return Moved(kept.name, made=kept)

    @step("确认", of="claimed", to="confirmed", needs=CONFIRM, not_by=ENTERED, waits=True)
    def confirm(self, *, by: User, note: str = "") -> str:
        """The points are booked, as far as the period holds them."""
        keep_to_law(note)
        return self._grant(by) + note

    @step("不予确认", of="claimed", to="refused", needs=CONFIRM, not_by=ENTERED)
    def refuse(self, reason: str, *, by: User) -> str:
        """With the reason, which the family reads."""
        keep_to_law(reason)
        self.answered_by_id, self.refused_on, self.due_on = by.id, clock.today(), None
        return reason

    @step("提出异议", of="refused", to="appealed", needs=None, unless=_too_late)
    def appeal(self, reason: str, *, by: User | None) -> str:
        """By the family, with the code."""
        return self._object(reason)

    @step("登记异议", of="refused", to="appealed", needs=POINTS, verb="object", unless=_too_late)
    def take_appeal(self, reason: str, *, by: User) -> str:
        """When the family says it at the window or by telephone."""
        return self._object(reason)

    @step("复核：予以确认", of="appealed", to="confirmed", needs=CONFIRM, not_by=ENTERED_OR_ANSWERED, waits=True)
    def allow(self, reason: str, *, by: User) -> str:
        """The objection is right."""
        keep_to_law(reason)
        return self._grant(by) + reason

    @step("复核：维持", of="appealed", to="upheld", needs=CONFIRM, not_by=ENTERED_OR_ANSWERED)
    def uphold(self, reason: str, *, by: User) -> str:
        """It stays refused."""
        keep_to_law(reason)
        self.due_on = None
        return reason

    @step("冲正", of="confirmed", to="countered", needs=CONFIRM, not_by={"answered_by_id": "确认的人"})
    def correct(self, reason: str, *, by: User) -> str:
        """What was confirmed by error is booked the other way round; nothing is deleted."""
        keep_to_law(reason)
        account = PointAccount.of(self.family, self.unit)
        taken = account.counter(self, f"冲正 {self.number}：{reason}", by=by)
        gone = f"，{self.points - taken} 分以前已经到期" if taken < self.points else ""
        return f"{reason}冲正 {taken} 分{gone}，余额 {account.balance} 分。"

    @step("撤销登记", of="claimed", to="withdrawn", needs=POINTS)
    def cancel(self, reason: str, *, by: User) -> str:
        """By whoever entered it, when it was a mistake. Raises NotAllowed for anybody else: what a family claimed is answered."""
        if by.id != self.entered_by_id:
            raise NotAllowed("只有登记的人能撤销自己的登记；别人登记的、家庭申报的，请确认或者不予确认。")
        self.due_on = None
        return reason

    @step("撤回", of="claimed", to="withdrawn", needs=None)
    def withdraw(self, *, by: User | None) -> None:
        """By the family, with the code."""
        self.due_on = None

    # -- what is asked ---------------------------------------------------------------------------------------------

    def _object(self, reason: str) -> str:
        self.due_on = clock.today() + timedelta(days=rules_of(self.unit).answer_days)
        return reason

    def _grant(self, by: User) -> str:
        """Book what the period still holds; another claim of the same family waits until it is done."""
        account = PointAccount.of(self.family, self.unit)
        self._ask_once("confirmed")
        span, claimed = Span.around(self.rule.period, self.happened_on), self.points
        given = select(func.coalesce(func.sum(PointClaim.points), 0)).where(
            PointClaim.family_id == self.family_id,
            PointClaim.rule_id == self.rule_id,
            PointClaim.status == "confirmed",
            PointClaim.happened_on.between(*span),
        )
        self.points = granted(claimed, self.rule.most, int(db.session.scalar(given)))
        if not self.points:
            raise RuleError(f"{span}“{self.title}”已满 {self.rule.most} 分（{self.rule.source}），不能再确认。")
        self.answered_by_id, self.due_on = by.id, None
        account.earn(self, self.points, by=by)
        less = f"，{span}每户最多 {self.rule.most} 分" if self.points < claimed else ""
        return f"确认 {self.points} 分{less}，余额 {account.balance} 分。"

    def _check(self, unit: OrgUnit, days: int) -> None:
        rule, today = self.rule, clock.today()
        if rule.unit_id not in unit.ancestor_ids or not rule.serves_on(self.happened_on):
            raise RuleError(f"{self.happened_on} 那天没有“{rule.name}”这条规则，请核对日期。")
        if not in_time(self.happened_on, today, days):
            raise RuleError(f"只能登记今天和前 {days} 天做的事（本地规定），{self.happened_on} 的不能再登记。")
        if self.points > rule.most:
            raise RuleError(
                f"“{rule.name}”{rule.period_name}最多 {rule.most} 分，{self.times} {rule.measure}超过了，请核对。"
            )
        if rule.proof and not self.proof.strip():
            raise RuleError(f"“{rule.name}”要有证明：{rule.proof}。请写明。")

    def alike(self, *states: str) -> Select:
        """Others of the same family, rule and day that stand (in `states`): after two of one household became one there may be some."""
        same = PointClaim.rule_id == self.rule.id, PointClaim.happened_on == self.happened_on
        mine = PointClaim.family_id == self.family.id, PointClaim.id != (self.id or 0)
        return select(PointClaim).where(*mine, *same, PointClaim.status.in_(states or STANDING)).order_by(PointClaim.id)

    @classmethod
    def twice(cls, family: Family) -> list[str]:
        """What stands twice of a household that was entered twice, as sentences for whoever counters one."""
        rows = select(cls.rule_id, cls.happened_on, cls.title, cls.number).order_by(cls.id)
        return [
            f"积分登记 {'、'.join(numbers)}：{day} 的“{title}”记了 {len(numbers)} 次，重复的冲正，待确认的不予确认。"
            for (_, day, title), numbers in repeated(rows.where(cls.family_id == family.id, cls.status.in_(STANDING)))
        ]

    def _ask_once(self, *states: str, tell: bool = True) -> None:
        """Raises RuleError when the same thing of the same day stands already: nothing counts twice. `tell`: by which number."""
        with db.session.no_autoflush:
            before = self.family.id and db.session.scalar(
                self.alike(*states).with_only_columns(PointClaim.number).limit(1)
            )
        if before:
            which = f"（{before}）" if tell else ""
            raise RuleError(f"这一户这一天的“{self.title}”已经登记过{which}，一件事只记一次。")

    def _ask_how_many(self, most: int) -> None:
        with db.session.no_autoflush:
            waiting = select(func.count(PointClaim.id)).where(
                PointClaim.family_id == (self.family.id or 0), PointClaim.status == "claimed"
            )
            if db.session.scalar(waiting) >= most:
                raise RuleError(f"这个电话已有 {most} 件申报等待确认，请等答复以后再报。")
