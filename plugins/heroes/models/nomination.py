"""举荐、补正、受理、保密: how a deed comes in."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.heroes.choices import KINDS, SOURCES
from plugins.heroes.models.hero import Hero
from plugins.heroes.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import next_number
from portal.org.models import OrgUnit
from portal.records import Moved, begins, step
from portal.records.people import Contact
from portal.workdays.arithmetic import years_after

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed


def _told_already(deed: "Deed") -> str:
    return "补正只能告知一次，请决定是否受理。" if deed.corrections else ""


def _too_late(deed: "Deed") -> str:
    due_on = deed.term("correction").due_on
    return f"补正期限 {due_on} 已过，不能再补正，请联系办理单位。" if clock.today() > due_on else ""


def _still_correcting(deed: "Deed") -> str:
    term = deed.term("correction")
    running = term and clock.today() <= term.due_on
    return f"补正期限到 {term.due_on} 才满，期满未补正的才能不予受理。" if running else ""


class Nominated:
    """What was nominated, by whom, and the steps until it is accepted. `secret`: the person wants it kept from others."""

    title: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(12))
    grouped: Mapped[bool] = mapped_column(default=False)
    secret: Mapped[bool] = mapped_column(default=False)
    complex: Mapped[bool] = mapped_column(default=False)
    happened_at: Mapped[datetime]
    location: Mapped[str] = mapped_column(String(100))
    story: Mapped[str] = mapped_column(Text)
    beneficiary: Mapped[str] = mapped_column(String(200), default="")
    losses: Mapped[str] = mapped_column(String(500), default="")
    source: Mapped[str] = mapped_column(String(12))
    relation: Mapped[str] = mapped_column(String(40), default="")
    nominate_by: Mapped[date]
    corrections: Mapped[int] = mapped_column(default=0)
    nominator_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @declared_attr
    def nominator(cls) -> Mapped[User | None]:
        return relationship(User)

    @declared_attr
    def heroes(cls) -> Mapped[list[Hero]]:
        return relationship(Hero, back_populates="deed", order_by=Hero.id)

    kind_name = named("kind", KINDS)
    source_name = named("source", SOURCES)

    @property
    def names(self) -> str:
        """Who did it, for papers."""
        return "、".join(each.name for each in self.heroes)

    @property
    def happened_on(self) -> date:
        return clock.local(self.happened_at).date()

    @begins("举荐登记", needs="heroes.nominate", refused="只能登记本辖区内的见义勇为行为。")
    def nominate(
        cls, *, unit: OrgUnit, heroes: list[Hero], by: User, applicant: str, applicant_phone: str = "", **fields
    ) -> Moved:
        """举荐登记 of what `heroes` (new rows) did in `unit`, as `applicant` tells it. Further fields as above.

        Raises RuleError when it comes too late by the rules of the unit, or the same person is there already.
        """
        if not heroes:
            raise RuleError("请至少填写一名见义勇为人员。")
        who = Contact(name=applicant, phone=applicant_phone)
        deed = cls(grouped=len(heroes) > 1, nominator=by, applicant=who, corrections=0, **fields)
        deed.nominate_by = _last_day(unit, deed.happened_on, complex_=bool(fields.get("complex")))
        deed._refuse_the_same(heroes)
        deed.place(unit)
        county = unit.county
        number = next_number(county.id, "heroes", clock.today().year)
        deed.number = f"{county.short_name}见义勇为〔{clock.today().year}〕{number}号"
        for hero in heroes:
            hero.place(unit)
        deed.heroes = heroes
        db.session.add(deed)
        deed.start_term("intake", "intake_days")
        return Moved(f"{deed.source_name}。", made=deed)

    def _refuse_the_same(self: "Deed", heroes: list[Hero]) -> None:
        people = [each.person_id or each.person.id for each in heroes if each.person_id or each.person]
        if len(set(people)) < len(people):
            raise RuleError("同一个人不能在一件事里登记两次。")
        with db.session.no_autoflush:
            twin = db.session.scalar(
                select(type(self))
                .join(Hero)
                .where(Hero.person_id.in_(people), type(self).happened_at == self.happened_at)
            )
        if twin is not None:
            raise RuleError("这个人同一时间的见义勇为行为已经登记过，不能重复举荐。")

    @step("告知补正", of="nominated", to="correcting", needs="heroes.manage", unless=_told_already)
    def ask_correction(self: "Deed", what: str, *, by: User) -> str:
        """一次告知补正."""
        self.corrections += 1
        self.end_term("intake")
        due_on = self.start_term("correction", "correction_days").due_on
        return f"需要补正：{what}。请于 {due_on} 前补齐。"

    @step("补正", of="correcting", to="nominated", needs="heroes.nominate", unless=_too_late, waits=True)
    def correct(self: "Deed", note: str, *, by: User, **fields) -> str:
        """补正: what was missing is there; the time for acceptance runs anew. Fields may replace those of the deed."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.end_term("correction")
        self.start_term("intake", "intake_days")
        return note

    @step("受理", of="nominated", to="investigating", needs="heroes.manage", waits=True)
    def accept(self: "Deed", *, by: User, note: str = "") -> str:
        """受理: the time for investigation and review begins."""
        self.end_term("intake")
        return f"{note}应于 {self.start_term('review', 'review_days').due_on} 前提出拟确认意见。"

    @step("不予受理", of=("nominated", "correcting"), to="declined", needs="heroes.manage", unless=_still_correcting)
    def decline(self: "Deed", reason: str, *, by: User) -> str:
        """不予受理, also when nothing was corrected in time."""
        self.end_term("intake", "correction")
        self.ending, self.ended_on = reason, clock.today()
        return reason

    @step("保密要求", needs="heroes.review", verb="secrecy")
    def set_secret(self: "Deed", secret: bool, reason: str, *, by: User) -> Moved:
        """保密: from now on only reviewers see it; a running publication stops."""
        if secret == self.secret:
            raise RuleError("保密要求没有变化。")
        self.secret = secret
        stops = secret and self.status == "published"
        return Moved(
            f"{'要求保密' if secret else '解除保密'}：{reason}",
            then=(lambda: self.stop_publication(by=by)) if stops else None,
        )


def _last_day(unit: OrgUnit, happened_on: date, *, complex_: bool) -> date:
    """Until when the deed may be nominated, by the rules of today; RuleError when that has passed."""
    rules = rules_of(unit)
    years = rules.nomination_years_complex if complex_ else rules.nomination_years
    until = years_after(happened_on, years)
    if clock.today() > until:
        hint = "" if complex_ else f"情况复杂的可放宽到 {rules.nomination_years_complex} 年，请勾选并说明理由。"
        raise RuleError(f"已超过举荐时限：本地规定自行为发生之日起 {years} 年内，最后一天是 {until}。{hint}")
    return until
