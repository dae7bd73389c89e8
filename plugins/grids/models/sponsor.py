"""包保干部、包镇联村: which cadre sponsors which unit, from one day to another."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.grids.choices import DUTIES, MANAGE, SPONSORED, VIEW
from plugins.grids.models.coverage import closed
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import KINDS, OrgUnit, Scoped
from portal.records import Body, begins, step
from portal.records.keeping import Keeping, forget_contacts
from portal.records.people import Contact, alike, contact
from portal.records.roster import Membership
from portal.redaction import RedactedText

KEPT = "包保干部的姓名、职务和起止日期是公开的任职记录，予以保留；电话已删除。"


class Sponsor(Membership, Body, Scoped, db.Model):
    """包保干部: one cadre for one unit. It goes with the unit into the one that takes that over; `first_unit` is the one for which it began, and stays."""

    __tablename__ = "grids_sponsor"
    __table_args__ = (
        Index("ix_grids_sponsor_county", "county_id", "valid_from", "id"),
        Index("ix_grids_sponsor_township", "township_id", "valid_from", "id"),
        Index("ix_grids_sponsor_name", "name", "office"),
    )
    permission = VIEW
    JOINING, LEAVING = "开始包保", "结束包保"
    keeping = Keeping(
        name="包保干部",
        since=lambda: Sponsor.valid_until,
        forget=forget_contacts,
        does="去除电话，姓名留在历任里",
        called="id",
    )

    duty: Mapped[str] = mapped_column(String(8))
    office: Mapped[str] = mapped_column(String(60))  # 单位、职务
    task: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(RedactedText(120), default="")  # why it ended
    first_unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    contact_id, contact = contact("包保干部", kept=KEPT)

    first_unit: Mapped[OrgUnit] = relationship(foreign_keys=[first_unit_id])
    duty_name = named("duty", DUTIES)

    @property
    def about(self) -> str:
        return f"{self.name}　{self.duty_name}{self.unit.short_name}"

    @property
    def serves(self) -> bool:
        return self.serves_on(clock.today())

    @property
    def phone_masked(self) -> str:
        return self.contact.phone_masked

    @property
    def moved_from(self) -> str:
        """The unit for which it began, where that was merged into another since."""
        return self.first_unit.short_name if self.first_unit_id != self.unit_id else ""

    @classmethod
    def over(cls, unit: OrgUnit):
        """The cadres of `unit` and of the units above it, the nearest last, as a select."""
        return select(cls).where(cls.unit_id.in_(unit.ancestor_ids), cls.serving()).order_by(cls.unit_id, cls.id)

    def alike(self):
        """What the same cadre sponsors and sponsored, as a select."""
        cls = type(self)
        return select(cls).where(cls.name == self.name, cls.office == self.office, cls.county_id == self.county_id)

    @begins("登记包保", needs=MANAGE, refused="您不能在这里登记包保干部。")
    def assign(
        cls,
        *,
        unit: OrgUnit,
        name: str,
        duty: str,
        office: str,
        valid_from: date,
        by: User,
        phone: str = "",
        task: str = "",
        valid_until: date | None = None,
    ) -> "Sponsor":
        """A cadre for `unit`. Raises RuleError for a unit that is closed or is not sponsored so, and for who sponsors it in these days already."""
        if unit.kind not in SPONSORED[duty]:
            kinds = "、".join(KINDS[each] for each in SPONSORED[duty])
            raise RuleError(f"“{DUTIES[duty]}”登记在{kinds}，{unit.short_name}是{KINDS[unit.kind]}。", at="duty")
        made = cls(name=name, duty=duty, office=office, task=task, valid_from=valid_from, valid_until=valid_until)
        made.first_unit, made.contact = unit, Contact(name=name, phone=phone or None)
        made.place(unit)
        if why := closed(made):
            raise RuleError(why, at="unit_id")
        made._check_alone()
        db.session.add(made)
        return made

    @step("修改包保", needs=MANAGE, unless=closed)
    def amend(self, office: str, task: str, *, by: User, phone: str = "") -> None:
        """Another office, another task; without `phone` that stays. Raises RuleError as `assign`."""
        self.office, self.task = office, task
        if phone and not self.contact.erased_at:
            self.contact.phone = phone
        self._check_alone()

    @step("结束包保", needs=MANAGE)
    def release(self, on: date, reason: str, *, by: User) -> None:
        """It ends with `on`, and stays on the list. Raises RuleError, WrongState."""
        self.end(on, reason=reason)

    def _check_alone(self) -> None:
        """Raises RuleError where the same cadre has it in days that both have. Of one name and office it is the same, unless the telephones differ."""
        cls = type(self)
        same = [cls.unit_id == self.unit_id, cls.duty == self.duty, cls.name == self.name]
        same += [cls.id.is_distinct_from(self.id), or_(cls.valid_until.is_(None), cls.valid_until >= self.valid_from)]
        if self.valid_until:
            same.append(cls.valid_from <= self.valid_until)
        person = cls.office == self.office
        if self.contact.phone:
            person = or_(person, cls.contact.has(alike("phone", self.contact.phone)))
        with db.session.no_autoflush:
            other = db.session.scalars(select(cls).where(*same, person)).unique().first()
        if other:
            raise RuleError(
                f"{self.name}从 {other.valid_from} 起已经{self.duty_name}{self.unit.short_name}。", at="name"
            )
