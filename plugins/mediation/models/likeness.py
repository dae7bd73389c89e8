"""文字几乎相同: the other agreements of a committee whose terms say nearly the same (`plugins.mediation.checking.likeness`)."""

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, select, union
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.mediation.checking.likeness import MEASURE, are_alike, bands, sketch
from plugins.mediation.settings import KEY
from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.settings import settings_of

if TYPE_CHECKING:
    from plugins.mediation.models.agreement import Agreement
    from plugins.mediation.models.dispute import Dispute

MOST = 50  # agreements that are looked up by each band, the latest first


class LikenessBand(db.Model):
    """By which the agreements of a committee that may say the same are found. `value`: one of `bands`."""

    __tablename__ = "mediation_likeness_band"
    __table_args__ = (Index("ix_mediation_likeness_band_value", "committee_id", "value", "agreement_id"),)

    agreement_id: Mapped[int] = mapped_column(ForeignKey("mediation_agreement.id"), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    committee_id: Mapped[int] = mapped_column(ForeignKey("mediation_committee.id"))


class Sketched:
    """An agreement whose terms are compared. `sketch`: of its terms as they were written last; None for what was written before there were any."""

    sketch: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    @declared_attr
    def bands(cls) -> Mapped[list[LikenessBand]]:
        return relationship(LikenessBand, cascade="all, delete-orphan")

    def compare(self: "Agreement", terms: list[str]) -> None:
        """Note by what `terms` are found again."""
        if (dispute := self.dispute) is None:
            return
        made = sketch(terms, [who.name for each in dispute.everyone for who in (each.party, each.agent) if who])
        if made != self.sketch:
            self.sketch = made
            self.bands = [LikenessBand(value=each, committee_id=dispute.committee_id) for each in bands(made)]


class Likened:
    """A dispute whose agreement may say the same as others."""

    def alike(self: "Dispute", reader: User) -> list["Dispute"]:
        """Those of the committee that `reader` may see whose final terms are nearly the same, the latest first; at most `MOST` for each band."""
        text = self.agreement
        if text is None or not text.sketch:
            return []
        of, agreement, dispute = LikenessBand, type(text), type(self)
        found = (
            select(of.agreement_id)
            .where(of.committee_id == self.committee_id, of.value == each, of.agreement_id != text.id)
            .order_by(of.agreement_id.desc())
            .limit(MOST)
            .subquery()
            for each in bands(text.sketch)
        )
        query = (
            dispute.visible_to(reader)
            .join(agreement, agreement.dispute_id == dispute.id)
            .where(agreement.id.in_(union(*(select(each.c.agreement_id) for each in found))))
            .where(agreement.frozen_at.is_not(None))
            .order_by(agreement.id.desc())
            .add_columns(agreement.sketch)
        )
        return [other for other, sketched in db.session.execute(query).unique() if are_alike(text.sketch, sketched)]

    def alike_said(self: "Dispute", reader: User) -> str:
        """That the terms are nearly the same as those of many others, for whoever writes or inspects them; "" where they are not. A hint that keeps nobody from anything."""
        least = settings_of(KEY, self.unit, clock.today()).alike
        if not least or len(found := self.alike(reader)) < least:
            return ""
        some = "、".join(each.number for each in found[:3])
        many = f"至少 {MOST}" if len(found) >= MOST else f"{len(found)}"
        return f"协议条款与本调委会另外 {many} 份协议文字几乎相同（{MEASURE}），如 {some}。请核对是不是写清了这一起纠纷自己的内容；用示范条款写成、内容属实的，不用改。"
