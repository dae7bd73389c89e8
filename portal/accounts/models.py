"""Users (用户) and their appointments (任职): who may do what, and where."""

from datetime import date, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, Select, String, bindparam, false, or_, select
from sqlalchemy.orm import Mapped, contains_eager, mapped_column, relationship

from portal import clock, decision_cache
from portal.accounts.rights import granted, roles_in
from portal.extensions import db
from portal.org.models import Ancestors, OrgUnit
from portal.permissions import ROLE_LENGTH, declared

__all__ = ["User", "Appointment"]

MAX_FAILURES = 5
LOCK_TIME = timedelta(minutes=15)
NO_PASSWORD = "!"  # noqa: S105  no hash at all
hasher = PasswordHasher()


class User(UserMixin, db.Model):
    """账号: a person who signs in. Passwords are argon2id; five wrong ones lock for fifteen minutes (docs/domain/personal-data.md)."""

    __tablename__ = "accounts_user"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    session_epoch: Mapped[int] = mapped_column(default=0)
    display: Mapped[str] = mapped_column(String(40), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    appointments: Mapped[list["Appointment"]] = relationship(back_populates="user", order_by="Appointment.id")

    def __str__(self) -> str:
        return self.name

    def set_password(self, password: str) -> None:
        """Store `password` as an argon2id hash and end every session of this user."""
        self.password_hash, self.must_change_password = hasher.hash(password), False
        self.end_sessions()

    def end_sessions(self) -> None:
        """Sign this user out everywhere."""
        self.session_epoch = (self.session_epoch or 0) + 1

    def bar_password(self) -> None:
        """Disable signing in by password: the stored hash matches nothing."""
        self.password_hash = NO_PASSWORD

    def verify_password(self, password: str) -> bool:
        """Whether `password` is right. A wrong one takes as long as a right one."""
        try:
            return hasher.verify(self.password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    @property
    def locked(self) -> bool:
        return self.locked_until is not None and self.locked_until > clock.now()

    def note_failure(self) -> None:
        """Count a wrong password; the fifth in a row locks the account for a while."""
        self.failures += 1
        if self.failures >= MAX_FAILURES:
            self.locked_until = clock.now() + LOCK_TIME
            self.failures = 0

    def note_success(self) -> None:
        """Forget earlier failures."""
        self.failures, self.locked_until = 0, None

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
        row = db.session.execute(_signed_in(), given).unique().one_or_none()
        if row is None:
            return None
        decision_cache.learn(row[1:])
        return row[0]

    @property
    def current_appointments(self) -> list["Appointment"]:
        today = clock.today()
        return [appointment for appointment in self.appointments if appointment.is_current(today)]

    @property
    def standing_appointments(self) -> list["Appointment"]:
        """In force, or to come."""
        today = clock.today()
        return [appointment for appointment in self.appointments if not appointment.is_over(today)]

    @property
    def units(self) -> list[OrgUnit]:
        return [appointment.unit for appointment in self.current_appointments]

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(appointment.role for appointment in self.current_appointments)

    @property
    def permissions(self) -> frozenset[str]:
        """Keys of everything that a current appointment grants somewhere."""
        return frozenset().union(*(granted(each.role, each.unit) for each in self.current_appointments))

    def can(self, permission: str, row: Ancestors | None = None) -> bool:
        """Whether a current appointment grants `permission`, and if `row` is given, whether it lies in that unit."""
        return any(row is None or unit.contains(row) for unit in self.units_with(permission))

    def allows(self, user: "User", permission: str) -> bool:
        """Whether `user` holds `permission` where this account has an office; where it had its last when it has none."""
        offices = self.standing_appointments or self.appointments
        return any(user.can(permission, each.unit) for each in offices)

    def units_with(self, permission: str) -> list[OrgUnit]:
        """The units in which an appointment grants `permission`: what one office allows does not count in another's."""
        key = declared(permission)
        return [each.unit for each in self.current_appointments if key in granted(each.role, each.unit)]

    def reach(self, model: type[Ancestors], permission: str):
        """The condition for rows of `model` in the subtrees of the appointments that grant `permission`."""
        return or_(false(), *(unit.subtree_of(model) for unit in self.units_with(permission)))


class Appointment(db.Model):
    """任职: a user holds a role in a unit, from one day to another."""

    __tablename__ = "accounts_appointment"
    __table_args__ = (Index("ix_accounts_appointment_holder", "user_id", "valid_until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    role: Mapped[str] = mapped_column(String(ROLE_LENGTH))
    valid_from: Mapped[date] = mapped_column(default=clock.today)
    valid_until: Mapped[date | None]

    user: Mapped[User] = relationship(back_populates="appointments")
    unit: Mapped[OrgUnit] = relationship()

    @classmethod
    def current_on(cls, day):
        """Condition: in force on `day` (both ends included), a date or a parameter that will be one."""
        return (cls.valid_from <= day) & (cls.valid_until.is_(None) | (cls.valid_until >= day))

    def is_current(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)

    def is_over(self, day: date) -> bool:
        """Whether its last day is past; one that begins later is not over."""
        return self.valid_until is not None and self.valid_until < day

    @property
    def role_name(self) -> str:
        """As people read it. Where its plugin is off the role opens nothing, and does not say which plugin it was."""
        return roles_in(self.unit).get(self.role, "停用模块的角色")


@cache
def _signed_in() -> Select:
    """Built once: it runs at the start of every request."""
    current = (Appointment.user_id == User.id) & Appointment.current_on(bindparam("today"))
    return (
        select(User, *decision_cache.counts())
        .outerjoin(Appointment, current)
        .outerjoin(Appointment.unit)
        .options(contains_eager(User.appointments).contains_eager(Appointment.unit))
        .where(User.id == bindparam("user_id"), User.session_epoch == bindparam("epoch"), User.active)
        .order_by(Appointment.id)
    )
