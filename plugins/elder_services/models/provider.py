"""服务单位: who offers services at home."""

from datetime import date

from sqlalchemy import String, literal, select
from sqlalchemy.orm import Mapped, mapped_column

from plugins.elder_services.choices import SERVICES
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.protection import EncryptedText
from portal.records import Body, begins, step
from portal.records.roster import Membership

MANAGE = "elder_services.manage"


class Provider(Membership, Body, Scoped, db.Model):
    """服务单位, from one day to another; `kinds` are the services it offers, keys of SERVICES with spaces between."""

    __tablename__ = "elder_services_provider"
    permission = MANAGE
    JOINING, LEAVING = "开始服务", "终止服务"

    kinds: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str] = mapped_column(EncryptedText("elder_services_provider.phone"), default="")

    @classmethod
    def offering(cls, kind: str, unit: OrgUnit, most: int) -> list["Provider"]:
        """The first `most` of the county of `unit` that offer `kind` today, by name."""
        offers = (literal(" ") + cls.kinds + " ").contains(f" {kind} ")
        here = select(cls).where(cls.county_id == unit.county_id, cls.serving(), offers)
        return list(db.session.scalars(here.order_by(cls.name, cls.id).limit(most)))

    @begins("登记服务单位", needs=MANAGE)
    def enlist(
        cls, *, unit: OrgUnit, name: str, kinds: list[str], valid_from: date, by: User, phone: str = ""
    ) -> "Provider":
        """登记. RuleError for the same name twice in a county."""
        _refuse_twice(unit, name)
        provider = cls(name=name, kinds=" ".join(kinds), phone=phone, valid_from=valid_from)
        provider.place(unit)
        db.session.add(provider)
        return provider

    @step("更正", needs=MANAGE)
    def correct(self, name: str, kinds: list[str], valid_from: date, *, by: User, phone: str = "") -> None:
        """Name, services, telephone and first day as they should have been entered. RuleError as for `enlist`."""
        if name != self.name:
            _refuse_twice(self.unit, name)
        if self.valid_until and self.valid_until < valid_from:
            raise RuleError(f"已于 {self.valid_until} 终止，请核对日期。", at="valid_from")
        self.name, self.kinds, self.valid_from, self.phone = name, " ".join(kinds), valid_from, phone

    @step("终止服务单位", needs=MANAGE)
    def release(self, on: date, *, by: User) -> None:
        """Its last day."""
        self.end(on)

    @property
    def kind_names(self) -> str:
        return "、".join(SERVICES[each] for each in self.kinds.split())


def _refuse_twice(unit: OrgUnit, name: str) -> None:
    same = Provider.county_id == unit.county_id, Provider.name == name
    if db.session.scalar(select(Provider.id).where(*same, Provider.serving())):
        raise RuleError(f"“{name}”已经登记。")
