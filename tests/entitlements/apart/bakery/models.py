"""The tables of both kinds."""

from datetime import date

from sqlalchemy import ForeignKey, String, literal, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.columns import Fen
from portal.entitlements import Accrued, Entitled, Rights, Settlement
from portal.extensions import db
from portal.org.models import Scoped
from portal.settings import basis_of, settings_of

RIGHTS = Rights("bakery.make", "bakery.check", "bakery.review", "bakery.pay")


class Loaf(Scoped, db.Model):
    """面包: one loaf, or (quantity -1) one taken back. Never changed."""

    __tablename__ = "bakery_loaf"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"))
    baked_on: Mapped[date]
    booked_on: Mapped[date]
    quantity: Mapped[int] = mapped_column(default=1)
    amount_fen: Mapped[Fen]
    basis: Mapped[str] = mapped_column(String(80), default="每个 1 元")


class BreadSettlement(Settlement, db.Model):
    """面包结算: the baker is paid by the month for the loaves that residents took."""

    __tablename__ = "bakery_bread"
    permission, settings_key, rights = "bakery.view", "bakery", RIGHTS
    COUNTED, SHORT, NAME, NUMBER = "个", "面包", "面包补贴", "{unit}面包〔{year}〕{number}号"

    doubtful = ""

    def sources(self):
        own = Loaf.unit_id == self.unit_id, Loaf.booked_on.between(self.first_day, self.last_day)
        late = Loaf.baked_on < self.first_day
        named = select(Loaf.person_id, Loaf.quantity, Loaf.amount_fen, Loaf.basis)
        now = named.add_columns(literal(self.first_day).label("for_day"), literal("").label("note"))
        before = named.add_columns(
            literal(self.earlier).label("for_day"), literal("补记或退回以前的面包").label("note")
        )
        return select(now.where(*own, ~late).union_all(before.where(*own, late)).subquery())

    @property
    def earlier(self) -> date:
        """Enough for the bakery: what is late is of the month before."""
        return date(self.first_day.year, self.first_day.month - 1, 1)

    def payees(self):
        """The baker."""
        return self.one_payee("老街面包房")

    def doubts(self) -> str:
        return self.doubtful


class Hearth(Entitled, Scoped, db.Model):
    """取暖资格."""

    __tablename__ = "bakery_hearth"

    @classmethod
    def settled_by(cls):
        return HeatingSettlement


class HeatingSettlement(Accrued, db.Model):
    """取暖结算: once a year to everybody who is entitled."""

    __tablename__ = "bakery_heating"
    permission, settings_key, rights = "bakery.view", "bakery", RIGHTS
    SPAN, COUNTED, SHORT, NAME = "year", "年", "取暖", "取暖补贴"

    def due(self, span, known_at):
        rules = settings_of("bakery", self.unit, span.first)
        amount, basis = literal(rules.heating), literal(basis_of(rules, "heating"))
        given = amount.label("amount_fen"), basis.label("basis")
        rows = select(Hearth.person_id, literal(1).label("quantity"), *given)
        return rows.where(Hearth.unit_id == self.unit_id, Hearth.within(span, known_at))
