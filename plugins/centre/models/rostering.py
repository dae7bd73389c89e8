"""What a centre knows when duty is arranged: its windows, who is present, who has an account; and a week copied to the next."""

from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, and_, false, func, not_, or_, select
from sqlalchemy.orm import selectinload

from plugins.centre.choices import CENTRE_ITSELF, DUTY, RUN
from plugins.centre.models.presence import Presence
from plugins.centre.models.shift import STANDING, TAKES_TIME, DutyShift
from plugins.centre.models.window import CentreWindow
from portal import clock
from portal.accounts.models import Appointment, User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import step
from portal.workdays.models import load_calendar

if TYPE_CHECKING:
    from plugins.centre.models.centre import ServiceCentre

WEEK = timedelta(days=7)
AT_ONCE = 200  # accounts that are read together
COPIED = 60  # shifts of one press: others wait to write meanwhile
SETTLED = 20  # shifts that are settled together


class Rostered:
    """A centre whose windows are looked after by a roster."""

    def window_on(self: "ServiceCentre", told: str, on: date) -> CentreWindow:
        """The window with that number, name, or both as `label` has them. Raises RuleError for none, and for one that is closed that day."""
        known = [
            each for each in self.windows if told in (each.label, each.title, str(each.serial), f"{each.serial} 号窗口")
        ]
        if not known:
            raise RuleError("没有这个窗口，请从列表中选。", at="window")
        found = next((each for each in known if each.status == "open" and each.serves_on(on)), None)
        if found is None:
            raise RuleError(f"{known[0].label}在 {on} 不开，不能排班。", at="window")
        return found

    def presence_on(self: "ServiceCentre", told: str, window: CentreWindow, on: date) -> Presence | None:
        """The department of that name; without a name, the one whose window it is. None: the centre's own people. Raises RuleError for one that is not
        present that day."""
        there = [each for each in self.presences if each.status == "open" and each.serves_on(on)]
        if not told:
            return next((each for each in there if each.window_id == window.id), None)
        if told in (CENTRE_ITSELF, self.title):
            return None
        found = next((each for each in there if each.title == told), None)
        if found is None:
            raise RuleError(f"{told}在 {on} 没有入驻，请先登记入驻。", at="department")
        return found

    def answers_for(self, presence: Presence | None) -> str:
        return presence.title if presence else CENTRE_ITSELF

    def staff(self: "ServiceCentre", most: int) -> list[User]:
        """The first `most` by name who may be on duty: whoever holds the right in the unit, below or above it, or in a department that is present."""
        found: list[User] = []
        for start in count(step=AT_ONCE):
            users = self._accounts().order_by(User.name, User.id).offset(start).limit(AT_ONCE)
            read = db.session.scalars(users).all()
            found += [each for each in read if self._may_be_on_duty(each)]
            if len(found) >= most or len(read) < AT_ONCE:
                break
        return found[:most]

    def account_of(self: "ServiceCentre", name: str) -> User | None:
        """The account of who is called so; None for somebody without one. Raises RuleError where there are several: the user name tells them apart."""
        called = or_(User.name == name, User.username == name)
        with db.session.no_autoflush:
            found = [each for each in db.session.scalars(self._accounts().where(called)) if self._may_be_on_duty(each)]
        if len(found) > 1:
            raise RuleError(f"有 {len(found)} 个人叫{name}，请填写账号的登录名。", at="name")
        return found[0] if found else None

    def _accounts(self: "ServiceCentre") -> Select:
        """Those with an office near whose role gives the right somewhere."""
        near = select(OrgUnit.id).where(or_(self.unit.subtree_of(OrgUnit), OrgUnit.id.in_(self._known_units())))
        held = Appointment.unit_id.in_(near), Appointment.counting_on(clock.today()), Appointment.may_grant(DUTY)
        users = select(User).where(User.active, User.id.in_(select(Appointment.user_id).where(*held)))
        return users.options(selectinload(User.appointments).joinedload(Appointment.unit))

    def _may_be_on_duty(self: "ServiceCentre", user: User) -> bool:
        """Whether an office near gives the right: one that is held elsewhere does not count."""
        known = self._known_units()
        return any(each.id in known or self.unit.contains(each) for each in user.units_with(DUTY))

    def _known_units(self: "ServiceCentre") -> set[int]:
        """Ids of its unit, those above, and the departments that are present."""
        present = {each.department_id for each in self.presences if each.status == "open" and each.department_id}
        return present | set(self.unit.ancestor_ids)

    def shifts_in(self: "ServiceCentre", first: date, last: date) -> list[DutyShift]:
        """Those that are or were to be held from the day `first` to the day `last`."""
        windows = [each.id for each in self.windows]
        rows = select(DutyShift).where(DutyShift.window_id.in_(windows), DutyShift.starts_at >= clock.begin_of(first))
        rows = rows.where(
            DutyShift.starts_at < clock.begin_of(last + timedelta(days=1)), DutyShift.status != "cancelled"
        )
        return list(db.session.scalars(rows.order_by(DutyShift.starts_at, DutyShift.window_id, DutyShift.id)))

    @step("照这一周排下一周", of="open", needs=RUN)
    def copy_week(self: "ServiceCentre", monday: date, *, by: User) -> str:
        """The shifts of the week that begins with `monday`, a week later, the first COPIED that are not there yet; what cannot be held then is left out, and
        counted. Raises RuleError where there is nothing to copy."""
        shifts = [
            each for each in self.shifts_in(monday, monday + timedelta(days=6)) if each.status in (*TAKES_TIME, "empty")
        ]
        if not shifts:
            raise RuleError("这一周没有排班，没有可以照的。", at="monday")
        there = {
            (each.window_id, each.starts_at, each.name) for each in self.shifts_in(monday + WEEK, monday + 2 * WEEK)
        }
        made = looked_at = 0
        for each in shifts:
            if made == COPIED:
                break
            made, looked_at = made + self._copied(each, there, by), looked_at + 1
        said = f"{monday} 起的一周照排到 {monday + WEEK} 起的一周：排了 {made} 班，{looked_at - made} 班没有排。"
        rest = len(shifts) - looked_at
        return f"{said}还有 {rest} 班没有轮到，请再照排一次，已经排的不会重复。" if rest else said

    def _copied(self: "ServiceCentre", shift: DutyShift, there: set, by: User) -> bool:
        on = shift.on + WEEK
        if not load_calendar().is_workday(on) or (shift.window_id, shift.starts_at + WEEK, shift.name) in there:
            return False
        try:
            DutyShift.arrange(
                self,
                window=shift.window.label,
                on=on,
                hours=shift.hours,
                name=shift.user.username if shift.user else shift.name,
                department=shift.department,
                by=by,
            )
        except RuleError:
            return False
        return True

    @classmethod
    def unsettled(cls: "type[ServiceCentre]", *where: ColumnElement[bool]) -> Select:
        """The next shifts that do not stand as the days of 到岗登记, of their window and of their department say, at most SETTLED."""
        shift, watched = DutyShift, and_(cls.watched_from <= DutyShift.on, cls.watched_until >= DutyShift.on)
        astray = or_(
            and_(shift.status == "planned", func.coalesce(watched, false())),
            and_(shift.status == "awaited", not_(func.coalesce(watched, false()))),
            and_(CentreWindow.status == "closed", shift.on > CentreWindow.valid_until),
            and_(Presence.status == "left", shift.on > Presence.valid_until),
        )
        rows = select(shift).join(shift.window).join(CentreWindow.centre).outerjoin(shift.presence)
        coming = shift.ends_at > clock.now(), shift.status.in_(STANDING)
        return rows.where(*coming, astray, *where).order_by(shift.starts_at, shift.id).limit(SETTLED)

    def settle_shifts(self: "ServiceCentre") -> None:
        """The next ones wait for somebody, are only a plan, or are cancelled with their window or department; the hourly job sees to those after them."""
        for each in db.session.scalars(self.unsettled(CentreWindow.centre_id == self.id)).all():
            each.settle()
