"""用语: what a unit has papers say instead of the wording of their form. Append-only, each from a day on."""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.redaction import RedactedText

LONGEST, REASON = 3000, 200
AHEAD = timedelta(days=731)  # further than that nobody decides today


class PaperWording(db.Model):  # type: ignore[name-defined]
    """用语. `original`: the wording of `template` that it takes the place of. When that changes with a new version of the portal, this one is
    no longer used and somebody looks at it again. `text` is None where the unit went back to what lies above."""

    __tablename__ = "documents_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    template: Mapped[str] = mapped_column(String(120))
    original: Mapped[str] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    valid_from: Mapped[date]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    reason: Mapped[str] = mapped_column(RedactedText(REASON))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    unit: Mapped[OrgUnit] = relationship()
    actor: Mapped[User | None] = relationship()

    @classmethod
    def decide(
        cls,
        unit: OrgUnit,
        template: str,
        original: str,
        text: str | None,
        *,
        by: User | None,
        reason: str,
        valid_from: date,
    ) -> "PaperWording":
        """Let papers of `unit` and what lies below say `text` from a day on. Raises RuleError for a day that is past."""
        if valid_from < clock.today():
            raise RuleError("生效日期不能早于今天：已经出具的文书不会改。", at="valid_from")
        if valid_from > clock.today() + AHEAD:
            raise RuleError("生效日期最多在两年以内，请核对年份。", at="valid_from")
        row = cls(
            unit=unit,
            template=template,
            original=original,
            text=text,
            valid_from=valid_from,
            actor_id=by.id if by else None,
            reason=reason,
        )
        db.session.add(row)
        db.session.flush()
        told = f"文书用语：{'改回' if text is None else '改为'}“{(text or original)[:40]}”（{valid_from} 起）"
        trail.record("settings_change", subject=row, unit=unit, actor=by, detail=told)
        return row

    @classmethod
    def rows_for(cls, unit: OrgUnit) -> list["PaperWording"]:
        """All that was decided for `unit` and above it, the oldest first, what lies above before what lies below."""
        rows = db.session.scalars(select(cls).where(cls.unit_id.in_(unit.ancestor_ids))).all()
        return sorted(rows, key=lambda each: (unit.ancestor_ids.index(each.unit_id), each.valid_from, each.id))

    @classmethod
    def in_force(cls, unit: OrgUnit, day: date) -> dict[tuple[str, str], str]:
        """`(template, original)` → what `unit` has papers say on `day`."""
        said: dict[tuple[str, str], dict[int, str | None]] = {}
        for row in cls.rows_for(unit):
            if row.valid_from <= day:
                said.setdefault((row.template, row.original), {})[row.unit_id] = row.text
        nearest = {key: [text for text in by_unit.values() if text] for key, by_unit in said.items()}
        return {key: texts[-1] for key, texts in nearest.items() if texts}
