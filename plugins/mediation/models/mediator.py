"""人民调解员: a line of the roster of a committee, with the periods that went before and what shows the training."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, String, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from plugins.mediation.models.accounts import shown
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.extensions import db
from portal.protection import EncryptedDate
from portal.records.dated import Dated
from portal.records.keeping import Keeping
from portal.records.people import Contact, contact
from portal.records.roster import Membership
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.mediation.models.committee import Committee

POSTS = {"chair": "主任", "deputy": "副主任", "member": "委员", "appointed": "聘任调解员"}
MEMBERS = ("chair", "deputy", "member")  # those the committee is made up of (人民调解法 §8)
CHOICES = {"": "未登记", "elected": "推选", "engaged": "聘任"}
GRADES = {"": "未评", "1": "一级", "2": "二级", "3": "三级", "4": "四级"}
KEPT = "姓名和任期留在名册和调解卷宗上（人民调解法第二十七条）。"
ABOUT = ("ethnicity", "political", "education", "profession")  # besides the numbers, what is forgotten with a person


def _still_told() -> ColumnElement[bool]:
    """The condition for mediators of whom more is known than the name and the time in office."""
    return or_(
        Mediator.contact.has(Contact.erased_at.is_(None)),
        Mediator.birth_date.is_not(None),
        Mediator.since_year.is_not(None),
        *(getattr(Mediator, name) != "" for name in (*ABOUT, "left_for")),
    )


class Tenure(Dated, db.Model):
    """任期: a period in office that was followed by another, as it stood: the present one is on the mediator."""

    __tablename__ = "mediation_tenure"

    id: Mapped[int] = mapped_column(primary_key=True)
    mediator_id: Mapped[int] = mapped_column(ForeignKey("mediation_mediator.id"), index=True)
    post: Mapped[str] = mapped_column(String(10))
    chosen_by: Mapped[str] = mapped_column(String(10))
    post_name = named("post", POSTS)
    chosen_by_name = named("chosen_by", CHOICES)


class Mediator(Membership, db.Model):
    """人民调解员 on the roster of a committee, in office from one day to another, over as many periods as follow one another."""

    __tablename__ = "mediation_mediator"
    keeping = Keeping(
        name="离任的人民调解员",
        since=lambda: Mediator.valid_until,
        over=_still_told,
        forget=lambda mediator: mediator.forget_all_but_the_name(),
        does="去除电话、身份证号、出生日期、民族、政治面貌、学历、职业和离任原因；姓名和任期留在历任里，文书上的署名据此核对",
        called="id",
        within=lambda: Mediator.committee,
    )

    committee_id: Mapped[int] = mapped_column(ForeignKey("mediation_committee.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    gender: Mapped[str] = mapped_column(String(1), default="")
    post: Mapped[str] = mapped_column(String(10), default="member")
    grade: Mapped[str] = mapped_column(String(1), default="")
    full_time: Mapped[bool] = mapped_column(default=False)
    chosen_by: Mapped[str] = mapped_column(String(10), default="")
    ethnicity: Mapped[str] = mapped_column(String(20), default="")
    birth_date: Mapped[date | None] = mapped_column(EncryptedDate("mediation_mediator.birth_date"))
    political: Mapped[str] = mapped_column(String(20), default="")
    education: Mapped[str] = mapped_column(String(20), default="")
    profession: Mapped[str] = mapped_column(String(60), default="")
    since_year: Mapped[int | None]
    specialities: Mapped[str] = mapped_column(String(100), default="")
    left_for: Mapped[str] = mapped_column(RedactedText(), default="")
    contact_id, contact = contact("人民调解员", kept=KEPT, lazy="select")

    committee: Mapped["Committee"] = relationship(back_populates="mediators")
    user: Mapped[User | None] = relationship()
    tenures: Mapped[list[Tenure]] = relationship(order_by=Tenure.valid_from, cascade="all, delete-orphan")
    post_name = named("post", POSTS)
    chosen_by_name = named("chosen_by", CHOICES)
    grade_name = named("grade", GRADES)

    def is_called(self, user: User) -> bool:
        """Whether this line of the roster is `user`: by the account, or by the name where there is none."""
        return self.user_id == user.id if self.user_id else self.name == user.name

    @property
    def phone(self) -> str:
        return (self.contact and self.contact.phone) or ""

    @phone.setter
    def phone(self, number: str | None) -> None:
        """A number makes the mediator a contact, who is found by name and number together."""
        if (number or "") != self.phone:
            self._known_by(phone=number or None, id_number=self.id_number or None)

    @property
    def id_number(self) -> str:
        return (self.contact and self.contact.id_number) or ""

    @id_number.setter
    def id_number(self, number: str | None) -> None:
        """As with `phone`; nothing given, what is known stays: pages do not show it whole."""
        if number and number != self.id_number:
            self._known_by(phone=self.phone or None, id_number=number)

    @property
    def account(self) -> str:
        """Which account is theirs, as 李某（lisi）; "" for none."""
        return shown(self.user) if self.user else ""

    def _known_by(self, **numbers: str | None) -> None:
        self.contact = Contact(name=self.name or "", **numbers) if any(numbers.values()) else None

    @validates("name")
    def _renamed(self, _: str, name: str) -> str:
        if self.contact and not self.contact.erased_at:
            self.contact.name = name
        return name

    def allows(self, user: User, permission: str) -> bool:
        """As the committee does."""
        return self.committee.allows(user, permission)

    @property
    def in_office_from(self) -> date:
        """The first day of the present period."""
        return self.tenures[-1].valid_until + timedelta(days=1) if self.tenures else self.valid_from

    @property
    def years(self) -> int | None:
        """从业年限, in years that have begun; None where it is not known since when."""
        return max(0, clock.today().year - self.since_year) if self.since_year else None

    def go_on(self, until: date | None) -> None:
        """The period that follows the present one, which is kept as it stood, to `until` (None: with no end). The first day stays: nobody is out of
        office between two periods that follow one another."""
        self.tenures.append(
            Tenure(
                post=self.post, chosen_by=self.chosen_by, valid_from=self.in_office_from, valid_until=self.valid_until
            )
        )
        self.valid_until = until

    def forget(self) -> None:
        """What tells of the person besides the name and the numbers goes."""
        for name in ABOUT:
            setattr(self, name, "")
        self.birth_date = self.since_year = None

    def forget_all_but_the_name(self) -> None:
        """Out of office for long enough: what `forget` takes out, the numbers, and why the term ended. Name and terms stay (人民调解法 §27)."""
        self.forget()
        self.left_for = ""
        if self.contact:
            self.contact.forget()
