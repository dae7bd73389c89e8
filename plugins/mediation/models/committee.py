"""人民调解委员会 and its roster (人民调解法 §8-9, §14)."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.database import only_once
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.records import Body, Moved, begins, step
from portal.records.keeping import Keeping
from portal.records.people import Contact, contact
from portal.records.roster import Membership

POSTS = {"chair": "主任", "deputy": "副主任", "member": "委员", "appointed": "聘任调解员"}
KEPT = "姓名和任期留在名册和调解卷宗上（人民调解法第二十七条）。"
GRADES = {"": "未评", "1": "一级", "2": "二级", "3": "三级", "4": "四级"}


class Committee(Body, Scoped, db.Model):
    """人民调解委员会 of a township, street, village or community."""

    __tablename__ = "mediation_committee"
    __table_args__ = (UniqueConstraint("unit_id"),)

    permission = "mediation.view"
    keeping = Keeping(
        name="人民调解员",
        does="在用的名册，没有到期；卸任的留在历任里，文书上的署名据此核对",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    founded_on: Mapped[date | None]

    mediators: Mapped[list["Mediator"]] = relationship(back_populates="committee", order_by="Mediator.id")

    @classmethod
    def of(cls, unit: OrgUnit) -> "Committee | None":
        """The committee nearest above `unit`: of the community, else of the township."""
        return cls.nearest(cls.places(unit))

    @staticmethod
    def places(unit: OrgUnit) -> tuple[int | None, ...]:
        """Ids of the units whose committee may mediate what happens in `unit`, the nearest first."""
        return unit.community_id, unit.township_id, unit.id

    @begins("设立调委会", needs="mediation.manage")
    def found(cls, *, unit: OrgUnit, name: str, by: User | None, founded_on: date | None = None) -> "Committee":
        """Set a committee up for `unit`: one each, RuleError for a second."""
        committee = cls(name=name, founded_on=founded_on or clock.today())
        committee.place(unit)
        with only_once(f"{unit.name}已经设立了调委会。"):
            db.session.add(committee)
        return committee

    @step("登记调解员", needs="mediation.manage")
    def appoint(self, *, by: User, **fields) -> Moved:
        """聘任: put somebody on the roster. Fields as in `Mediator`. Raises RuleError for one who serves already: of the same name, unless
        the telephone numbers say that they are two."""
        name, phone = fields["name"], fields.get("phone") or ""
        found = select(Mediator).where(
            Mediator.committee_id == self.id, Mediator.name == name
        )  # not all of a long roster
        alike = [each for each in db.session.scalars(found) if each.serves_on(clock.today())]
        if any(not (each.phone and phone) or each.phone == phone for each in alike):
            raise RuleError(f"{name}已经在名册上。确是同名的另一个人，请两个人都登记电话。")
        appointed = Mediator(committee=self, **fields)
        db.session.add(appointed)
        return Moved(made=appointed)

    @step("修改调解员", needs="mediation.manage")
    def amend(self, mediator: "Mediator", *, by: User, **fields) -> None:
        """Nobody is ever struck off: who mediated then stays on the papers; a term ends."""
        for name, value in fields.items():
            setattr(mediator, name, value)

    @property
    def serving(self) -> list["Mediator"]:
        """Mediators in office today."""
        today = clock.today()
        return [each for each in self.mediators if each.serves_on(today)]


class Mediator(Membership, db.Model):
    """人民调解员 on the roster of a committee, in office from one day to another."""

    __tablename__ = "mediation_mediator"

    committee_id: Mapped[int] = mapped_column(ForeignKey("mediation_committee.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    gender: Mapped[str] = mapped_column(String(1), default="")
    post: Mapped[str] = mapped_column(String(10), default="member")
    grade: Mapped[str] = mapped_column(String(1), default="")
    full_time: Mapped[bool] = mapped_column(default=False)
    contact_id, contact = contact("人民调解员", kept=KEPT, lazy="select")

    committee: Mapped[Committee] = relationship(back_populates="mediators")
    user: Mapped[User | None] = relationship()
    post_name = named("post", POSTS)

    @property
    def phone(self) -> str:
        return (self.contact and self.contact.phone) or ""

    @phone.setter
    def phone(self, number: str | None) -> None:
        """A number makes the mediator a contact, who is found by name and number together."""
        if (number or "") != self.phone:
            self.contact = Contact(name=self.name or "", phone=number) if number else None

    @validates("name")
    def _renamed(self, _: str, name: str) -> str:
        if self.contact and not self.contact.erased_at:
            self.contact.name = name
        return name
