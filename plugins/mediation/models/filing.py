"""立卷归档: how the scans of a dispute are placed in its dossier, and when it was bound, for how long it is kept, what it lacks."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.mediation.settings import KEY, RETENTIONS
from portal import clock
from portal.accounts.models import User
from portal.cases.choices import statistical_kind
from portal.cases.kinds import kinds_of
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.records import Moved, step
from portal.redaction import RedactedText
from portal.settings import settings_of

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

FILED = ("closed", "terminated", "withdrawn")  # where it is bound
ARRANGED = ("mediating", "agreed", "effective", *FILED)
REAL_ESTATE = ("房屋宅基地", "山林土地", "征地拆迁")  # of the judicial classes


class Placed(NamedTuple):
    """How one scan stands in the dossier. `at`: the paper of which it is the signed original (`Leaf.key`), LEFT_OUT, or "" to stand with what is like
    it; `turned`: degrees clockwise."""

    file: int
    at: str = ""
    turned: int = 0


LEFT_OUT = "-"


class Dossier(db.Model):
    """卷宗 of one dispute. `scans`: a `Placed` for each, in their order; `lacking`: what law asked for and was missing on the day it was filed, and said so; `customary`:
    what custom missed then, None for what was filed before that was noted."""

    __tablename__ = "mediation_dossier"

    id: Mapped[int] = mapped_column(primary_key=True)
    dispute_id: Mapped[int] = mapped_column(ForeignKey("mediation_dispute.id"), unique=True)
    scans: Mapped[list] = mapped_column(JSON, default=list)
    retention: Mapped[str] = mapped_column(String(10), default="")
    years: Mapped[int] = mapped_column(default=0)
    defects: Mapped[str] = mapped_column(RedactedText(500), default="")
    mended: Mapped[str] = mapped_column(RedactedText(500), default="")
    lacking: Mapped[list] = mapped_column(JSON, default=list)
    customary: Mapped[list | None] = mapped_column(JSON)
    filed_on: Mapped[date | None]
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    filed_by: Mapped[User | None] = relationship()
    retention_name = named("retention", RETENTIONS, "")

    @property
    def kept_for(self) -> str:
        """长期（30 年）."""
        return f"{self.retention_name}（{self.years} 年）" if self.years else self.retention_name

    @property
    def placed(self) -> list[Placed]:
        return [Placed(*each) for each in self.scans]


class Filed:
    """整理卷宗 and 立卷. `file_by`: until when the dossier of one that was closed is to be made; None once it is."""

    file_by: Mapped[date | None]

    @declared_attr
    def dossier(cls) -> Mapped[Dossier | None]:
        return relationship(Dossier)

    @property
    def usual_retention(self: "Dispute") -> str:
        """The class that custom gives it: no law says."""
        told = self.told_for_statistics
        local = settings_of(KEY, self.unit, self.accepted_on)
        group = len(self.parties) >= local.group_parties
        if (told and told.difficulty == "major") or group or self._about_land:
            return "permanent"
        simple = told is not None and told.difficulty == "simple"
        return "long" if self.agreement and not self.agreement.oral and not simple else "short"

    @property
    def _about_land(self: "Dispute") -> bool:
        listed = kinds_of(self.unit.county_id)
        return statistical_kind(listed.current(self.case.kind), listed.national(self.case.kind)) in REAL_ESTATE

    @step("整理卷宗", of=ARRANGED, needs="mediation.mediate")
    def order_dossier(self: "Dispute", scans: Iterable[Placed], *, by: User) -> None:
        """Where each scan stands. Raises RuleError for a turn that is none."""
        found = list(scans)
        if any(each.turned % 90 for each in found):
            raise RuleError("只能转 90、180、270 度。")
        self._dossier().scans = [list(each) for each in found]

    @step("立卷", of=FILED, needs="mediation.mediate")
    def file_away(
        self: "Dispute",
        retention: str,
        *,
        by: User,
        defects: str = "",
        mended: str = "",
        lacking: Iterable[str] = (),
        customary: Iterable[str] = (),
    ) -> Moved:
        """The dossier is complete as far as it can be (人民调解法 §27). lacking: what law asks for and is not there; customary: what custom misses. RuleError where `defects` do not
        explain what law misses. Filed again, it is as filed last."""
        missing = list(lacking)
        if missing and not defects.strip():
            raise RuleError("法律要求的材料不全，请写明缺什么、为什么缺。", at="defects")
        dossier, local = self._dossier(), settings_of(KEY, self.unit, clock.today())
        dossier.retention, dossier.defects, dossier.mended = retention, defects, mended
        dossier.years = {"short": local.short_years, "long": local.long_years}.get(retention, 0)
        dossier.customary = list(customary)
        dossier.lacking, dossier.filed_on, dossier.filed_by = missing, clock.today(), by
        self.file_by = None
        return Moved(f"保管期限：{dossier.kept_for}。", made=dossier, title="立卷归档")

    def plan_filing(self: "Dispute") -> None:
        """It was closed: its dossier is to be made within the days that the district allows, where it is not yet."""
        if self.dossier is None or self.dossier.filed_on is None:
            self.file_by = clock.today() + timedelta(days=settings_of(KEY, self.unit, self.accepted_on).file_days)

    def _dossier(self: "Dispute") -> Dossier:
        self.dossier = self.dossier or Dossier(scans=[], lacking=[])
        return self.dossier
