"""Users (用户) and their appointments (任职): who may do what, and where."""

import unicodedata
from datetime import UTC, date, datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import g, has_request_context, session
from flask_login import UserMixin
from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, bindparam, false, select
from sqlalchemy.orm import Mapped, aliased, contains_eager, foreign, mapped_column, relationship

from portal import clock, decision_cache
from portal.accounts import former_passwords
from portal.accounts.offices import HoldsOffices
from portal.accounts.rights import may_have, roles_in
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import ROLE_LENGTH, declared
from portal.redaction import RedactedText

__all__ = ["User", "Appointment"]

BESIDE: dict[str, ColumnElement] = {}
"""Scalars that are asked together with whoever is signed in (parameters `user_id`, `epoch`, `session_id`), of layers above: their values are in `g.beside`."""
SESSION_KEY = "sid"  # in the cookie: which session of the account it is (`portal.accounts.sessions`)
NO_PASSWORD = "!"  # noqa: S105  no hash at all
hasher = PasswordHasher()


def folded(username: str) -> str:
    """A user name as it is compared and kept: small letters, full-width ones as plain ones."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


def fits(stored: str, password: str) -> bool:
    """Whether `password` is the one of the hash `stored`. One hash is made, whatever is stored: no account, and one that has no
    password, take as long as others."""
    known = stored.startswith("$argon2id$")
    try:
        return hasher.verify(stored if known else hash_of_nobody(), password) and known
    except (VerificationError, InvalidHashError):
        return False


@cache
def hash_of_nobody() -> str:
    """What the password of an account that does not exist is compared with."""
    return hasher.hash("nobody")


class User(HoldsOffices, UserMixin, db.Model):
    """账号: a person who signs in. Passwords are argon2id; who guesses them is slowed (`portal.accounts.guesses`).

    `handed_at` and `handed_by`: an administrator, of that number, chose the password, and nobody of the unit has said since that the account
    belongs to one of them (`portal.accounts.vouching`). `used_at`: when somebody signed in last, or it was opened or unlocked, by the clock on the
    wall, also where the demo plays in the past; `password_at`: when the password was set, by the same clock. `dormant_at`: it was locked because that was long ago, and nobody has seen to it since.
    `stood_in`: somebody has done something in an office of it (`portal.accounts.hands`).
    """

    __tablename__ = "accounts_user"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=0)
    display: Mapped[str] = mapped_column(String(40), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    handed_at: Mapped[datetime | None] = mapped_column(index=True)
    handed_by: Mapped[int | None]
    used_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC), server_default="1970-01-01 00:00:00")
    dormant_at: Mapped[datetime | None] = mapped_column(index=True)
    password_at: Mapped[datetime] = mapped_column(
        default=lambda: datetime.now(UTC), server_default="1970-01-01 00:00:00"
    )

    stood_in: Mapped[bool] = mapped_column(default=False, server_default=false())

    appointments: Mapped[list["Appointment"]] = relationship(back_populates="user", order_by="Appointment.id")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def known_as(cls, typed: str) -> "User | None":
        """The account that is meant by `typed`: Clerk and ｃｌｅｒｋ are clerk. One from before names were folded is known by its exact name."""
        names = {typed.strip(), folded(typed)}
        found = db.session.scalars(select(cls).where(cls.username.in_(names))).all()
        return next((each for each in found if each.username == typed.strip()), found[0] if found else None)

    def set_password(self, password: str) -> None:
        """Store `password` as an argon2id hash and end every session of this user."""
        self.take_hash(hasher.hash(password))

    def take_hash(self, made: str) -> None:
        """The same with a hash that was made before the transaction began, which takes a quarter of a second."""
        if self.id is not None and self.password_hash != NO_PASSWORD:
            former_passwords.keep(self.id, self.password_hash)
        self.password_hash, self.must_change_password, self.password_at = made, False, datetime.now(UTC)
        self.end_sessions()

    def end_sessions(self) -> None:
        """Sign this user out everywhere."""
        self.session_epoch = (self.session_epoch or 0) + 1

    def bar_password(self) -> None:
        """Disable signing in by password: the stored hash matches nothing."""
        self.password_hash = NO_PASSWORD

    def verify_password(self, password: str) -> bool:
        """Whether `password` is right. A wrong one takes as long as a right one."""
        return fits(self.password_hash, password)

    def get_id(self) -> str:
        return f"{self.id}.{self.session_epoch}"

    @property
    def is_active(self) -> bool:
        return self.active

    @classmethod
    def signed_in(cls, session_id: str) -> "User | None":
        """The active user of a session, with current appointments and their units; one statement, which also reads the
        state of `portal.decision_cache`."""
        user_id, _, epoch = session_id.partition(".")
        if not (user_id.isdigit() and epoch.isdigit()):
            return None
        given = {"user_id": int(user_id), "epoch": int(epoch), "today": clock.today()}
        given["session_id"] = session.get(SESSION_KEY, 0) if has_request_context() else 0
        row = db.session.execute(_signed_in(), given).unique().one_or_none()
        if row is None:
            return None
        own = len(row) - len(BESIDE)
        decision_cache.learn(row[1:own])
        g.beside = dict(zip(BESIDE, row[own:], strict=True))
        return row[0]

    def hold_offices(self, *others: "User") -> None:
        """Whoever gives one of these accounts an office, ends an own one of it, locks it, or names who stands in for it or for whom it does, waits for the end of this transaction and sees
        what was done. They are held in the order of their numbers, so that two never wait for each other, and read anew."""
        numbers, anew = {self.id, *(each.id for each in others)}, {"populate_existing": True}
        them = select(User).where(User.id.in_(numbers)).order_by(User.id).with_for_update()
        offices = select(Appointment).where(Appointment.user_id.in_(numbers))
        db.session.flush()
        for each in db.session.scalars(them, execution_options=anew).all():
            db.session.expire(each, ["appointments"])
        db.session.scalars(offices, execution_options=anew).all()


class Appointment(db.Model):
    """任职: a user holds a role in a unit, from one day to another. `for_id`: for the user of that number, who is on leave, or as the standing `deputy` of
    that office (`portal.accounts.delegation`), for that `reason`."""

    __tablename__ = "accounts_appointment"
    __table_args__ = (Index("ix_accounts_appointment_holder", "user_id", "valid_until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    role: Mapped[str] = mapped_column(String(ROLE_LENGTH))
    valid_from: Mapped[date] = mapped_column(default=clock.today)
    valid_until: Mapped[date | None]
    for_id: Mapped[int | None]
    deputy: Mapped[bool] = mapped_column(default=False, server_default=false())
    reason: Mapped[str] = mapped_column(RedactedText(200), default="", server_default="")

    user: Mapped[User] = relationship(back_populates="appointments")
    unit: Mapped[OrgUnit] = relationship()
    owner: Mapped[User | None] = relationship(primaryjoin=lambda: foreign(Appointment.for_id) == User.id, viewonly=True)

    @classmethod
    def current_on(cls, day):
        """Condition: in force on `day` (both ends included), a date or a parameter that will be one."""
        return (cls.valid_from <= day) & cls.standing_on(day)

    @classmethod
    def counting_on(cls, day) -> ColumnElement[bool]:
        """`counts` as SQL, for `day`: whoever looks for those who hold a right or a role asks by this one. Whether the account is in use is another matter."""
        own, here, there = aliased(Appointment), aliased(OrgUnit), aliased(OrgUnit)
        of_holder = (own.user_id == cls.user_id) & own.for_id.is_(None) & own.current_on(day)
        near = there.id.in_(here.lineage()) | here.id.in_(there.lineage())
        beside = select(own.id).join(there, there.id == own.unit_id).join(here, here.id == cls.unit_id)
        return cls.current_on(day) & (cls.for_id.is_(None) | beside.where(of_holder, near).correlate(cls).exists())

    @classmethod
    def standing_on(cls, day):
        """Condition: not over on `day`; one that begins later stands, too."""
        return cls.valid_until.is_(None) | (cls.valid_until >= day)

    @classmethod
    def may_grant(cls, permission: str) -> ColumnElement[bool]:
        """Condition: its role has `permission` somewhere. Whether it has it in the unit, `User.units_with` says. Raises LookupError for one that nobody
        declared."""
        return may_have(cls.role, [declared(permission)])

    def is_current(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)

    @property
    def counts(self) -> bool:
        """Whether it gives rights today: in force and, where it is held for somebody, beside an own one near it."""
        return self in self.user.current_appointments

    def is_over(self, day: date) -> bool:
        """Whether its last day is past; one that begins later is not over."""
        return self.valid_until is not None and self.valid_until < day

    def overlaps(self, first: date, last: date | None) -> bool:
        """Whether it is in force on a day from `first` to `last` (None: without end)."""
        return (self.valid_until is None or self.valid_until >= first) and (last is None or self.valid_from <= last)

    @property
    def role_name(self) -> str:
        """As people read it. Where its plugin is off the role opens nothing, and does not say which plugin it was."""
        name = roles_in(self.unit).get(self.role, "停用模块的角色")
        return f"{name}（{self.how}）" if self.for_id else name

    @property
    def how(self) -> str:
        """代张某, or 张某的副职; "" for an own office."""
        return (f"{self.stands_in_for}的副职" if self.deputy else f"代{self.stands_in_for}") if self.for_id else ""

    @property
    def stands_in_for(self) -> str:
        """Name of whose office it is, who is on leave; "" for an own one."""
        return self.owner.name if self.owner else ""


@cache
def _signed_in() -> Select:
    """Built once: it runs at the start of every request."""
    current = (Appointment.user_id == User.id) & Appointment.current_on(bindparam("today"))
    return (
        select(User, *decision_cache.counts(), *(each.label(name) for name, each in BESIDE.items()))
        .outerjoin(Appointment, current)
        .outerjoin(Appointment.unit)
        .options(contains_eager(User.appointments).contains_eager(Appointment.unit))
        .where(User.id == bindparam("user_id"), User.session_epoch == bindparam("epoch"), User.active)
        .order_by(Appointment.id)
    )
