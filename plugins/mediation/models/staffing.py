"""Who is on the roster: 登记, 换届, 续任, 离任; and what the law asks of the members (人民调解法 §8-9, §14)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.mediation.models.accounts import account_named
from plugins.mediation.models.mediator import MEMBERS, Mediator
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step
from portal.records.dated import Dated, in_order

if TYPE_CHECKING:
    from plugins.mediation.models.committee import Committee

LONGEST = 3  # years (人民调解法 §9)
FEWEST, MOST = 3, 9
MANAGE = "mediation.manage"
TOO_LONG = "调委会委员每届任期三年（人民调解法第九条），这一届最晚到 {}。"


class CommitteeTerm(Dated, db.Model):
    """一届 of a committee: its number, and the days between which its members serve."""

    __tablename__ = "mediation_committee_term"
    __table_args__ = (UniqueConstraint("committee_id", "serial"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("mediation_committee.id"), index=True)
    serial: Mapped[int]

    @property
    def title(self) -> str:
        return f"第 {self.serial} 届"


def three_years_from(first: date) -> date:
    """The last day of three years that begin with `first`."""
    try:
        return first.replace(year=first.year + LONGEST) - timedelta(days=1)
    except ValueError:  # 29 February
        return date(first.year + LONGEST, 2, 28)


class Staffed:
    """A committee with terms and a roster."""

    @declared_attr
    def terms(cls) -> Mapped[list[CommitteeTerm]]:
        return relationship(order_by=CommitteeTerm.valid_from, cascade="all, delete-orphan")

    @declared_attr
    def mediators(cls) -> Mapped[list[Mediator]]:
        return relationship(back_populates="committee", order_by="Mediator.id")

    @step("登记调解员", needs=MANAGE)
    def appoint(self: "Committee", *, by: User, **fields) -> Moved:
        """聘任: put somebody on the roster. Fields as in `Mediator`, `account` by what it is called; a member without an end serves as long as the term. Raises RuleError
        for one who serves already: of the same name, unless the telephone numbers say that they are two; and as `account_named`."""
        name, phone = fields["name"], fields.get("phone") or ""
        found = select(Mediator).where(
            Mediator.committee_id == self.id, Mediator.name == name
        )  # not all of a long roster
        alike = [each for each in db.session.scalars(found) if each.serves_on(clock.today())]
        if any(not (each.phone and phone) or each.phone == phone for each in alike):
            raise RuleError(f"{name}已经在名册上。确是同名的另一个人，请两个人都登记电话。")
        term = self.term_on(fields["valid_from"])
        if term and fields.get("post", "member") in MEMBERS and not fields.get("valid_until"):
            fields["valid_until"] = term.valid_until
        user = account_named(self.unit, fields.pop("account", None) or "")
        fields.pop("id_type", None)  # the number tells it
        appointed = Mediator(committee=self, user=user, **fields)
        db.session.add(appointed)
        return Moved(made=appointed)

    @step("修改调解员", needs=MANAGE)
    def amend(self: "Committee", mediator: Mediator, *, by: User, **fields) -> None:
        """Nobody is ever struck off: who mediated then stays on the papers; a term ends. Raises RuleError as `account_named`: for another account than before."""
        account = fields.pop("account", mediator.account) or ""
        if account != mediator.account:
            mediator.user = account_named(self.unit, account)
        fields.pop("id_type", None)
        for name, value in fields.items():
            setattr(mediator, name, value)

    @step("换届", needs=MANAGE)
    def elect(
        self: "Committee", valid_from: date, stay: list[Mediator], *, by: User, valid_until: date | None = None
    ) -> Moved:
        """A new term, three years if nothing else is said. `stay`: the members who were elected again; the others leave on the day before. Whoever is
        new is put on the roster afterwards. Raises RuleError for a term that is too long, or does not follow the one before."""
        longest = three_years_from(valid_from)
        last = valid_until or longest
        in_order(valid_from, last)
        if last > longest:
            raise RuleError(TOO_LONG.format(longest), at="valid_until")
        if before := (self.terms or [None])[-1]:
            if valid_from <= before.valid_from:
                raise RuleError(f"{before.title}从 {before.valid_from} 起，新一届要在它以后。", at="valid_from")
            before.valid_until = min(before.valid_until, valid_from - timedelta(days=1))
        for each in self._members_until(valid_from):
            each.valid_until = valid_from - timedelta(days=1)
            if each in stay:
                each.chosen_by = each.chosen_by or "elected"
                each.go_on(last)
        term = CommitteeTerm(serial=(before.serial if before else 0) + 1, valid_from=valid_from, valid_until=last)
        self.terms.append(term)
        return Moved(made=term)

    @step("登记续任", needs=MANAGE)
    def renew(
        self: "Committee", mediator: Mediator, *, by: User, valid_until: date | None = None, post: str = ""
    ) -> None:
        """续聘, 连任 of one whose term has an end: the period that follows it. Raises RuleError without an end, and for one that does not lie after it."""
        if mediator.valid_until is None:
            raise RuleError("现任期没有登记结束日期，不用续任；要改的，请修改任期。", at="valid_until")
        if mediator.valid_until < clock.today():
            raise RuleError(f"任期已于 {mediator.valid_until} 届满离任，请重新登记。", at="valid_until")
        if valid_until and valid_until <= mediator.valid_until:
            raise RuleError(f"续任要到现任期结束（{mediator.valid_until}）以后，请核对。", at="valid_until")
        mediator.go_on(valid_until)
        mediator.post = post or mediator.post

    @step("登记离任", needs=MANAGE)
    def leave(self: "Committee", mediator: Mediator, on: date, *, by: User, reason: str) -> None:
        """The last day in office, and why. Raises as `Dated.end_on`."""
        mediator.end(on, left_for=reason)

    @property
    def serving(self: "Committee") -> list[Mediator]:
        """Mediators in office today."""
        today = clock.today()
        return [each for each in self.mediators if each.serves_on(today)]

    @property
    def members(self: "Committee") -> list[Mediator]:
        """委员 in office today."""
        return [each for each in self.serving if each.post in MEMBERS]

    def term_on(self: "Committee", day: date) -> CommitteeTerm | None:
        """The term under way on `day`."""
        return next((each for each in self.terms if each.serves_on(day)), None)

    @property
    def against_the_law(self: "Committee") -> list[str]:
        """What the law asks of the members and is not so today, in sentences."""
        members = self.members
        said = []
        if not FEWEST <= len(members) <= MOST:
            said.append(f"调委会由委员三至九人组成（人民调解法第八条），现任 {len(members)} 人。")
        if members and not any(each.gender == "女" for each in members):
            said.append("调委会应当有妇女成员（人民调解法第八条）。")
        if self.terms and not self.term_on(clock.today()) and self.terms[-1].valid_until < clock.today():
            last = self.terms[-1]
            said.append(f"{last.title}任期已于 {last.valid_until} 届满（任期三年，人民调解法第九条），请换届。")
        return said

    def _members_until(self: "Committee", day: date) -> list[Mediator]:
        """Members who serve on the day before `day`, and beyond or to the very end of it."""
        eve = day - timedelta(days=1)
        return [each for each in self.mediators if each.post in MEMBERS and each.serves_on(eve)]
