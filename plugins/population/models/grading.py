"""定类: which grade a household has, why, decided by whom, and when that is looked at again."""

from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.population.choices import GRADE
from plugins.population.settings import causes_of, grades_of, rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.records import step
from portal.redaction import RedactedText


class Grading(db.Model):
    """One decision. The last one counts; those before are the history."""

    __tablename__ = "population_grading"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("population_household.id"), index=True)
    grade: Mapped[str] = mapped_column(String(1))
    cause: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(RedactedText(200))
    on: Mapped[date]
    review_on: Mapped[date]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))

    by: Mapped[User | None] = relationship()


class Graded:
    """A household that has a grade. `grade` is seen by who may (`population.grades`), and by nobody else: not even the timeline tells it."""

    grade: Mapped[str] = mapped_column(String(1), default="")
    graded_on: Mapped[date | None]
    review_on: Mapped[date | None]

    @declared_attr
    @classmethod
    def gradings(cls) -> Mapped[list[Grading]]:
        return relationship(Grading, order_by=Grading.id.desc())

    @step("定类", of="here", needs=GRADE, verb="grade")
    def decide_grade(
        self, grade: str, cause: str, reason: str, on: date, *, by: User | None, review_on: date | None = None
    ) -> str:
        """定类, and 复核: deciding again. Without `review_on` it is reviewed after the days of the district. Raises RuleError for a grade or a cause
        that the district has not, no reason, a day to come, one before the last decision, and a review that is not to come."""
        today = clock.today()
        if grade not in grades_of(self.unit):
            raise RuleError("请选择类别。", at="grade")
        if cause not in causes_of(self.unit):
            raise RuleError("请选择理由。", at="cause")
        if not reason.strip():
            raise RuleError("请写明情况。", at="reason")
        if on > today:
            raise RuleError("定类日期还没有到，请核对。", at="on")
        if self.graded_on and on < self.graded_on:
            raise RuleError(f"早于上一次定类的日期（{self.graded_on}），请核对。", at="on")
        review_on = review_on or max(on + timedelta(days=rules_of(self.unit).review_days), today + timedelta(days=1))
        if review_on <= today:
            raise RuleError("复核日期应在今天以后。", at="review_on")
        self.gradings.insert(0, Grading(grade=grade, cause=cause, reason=reason, on=on, review_on=review_on, by=by))
        self.grade, self.graded_on, self.review_on = grade, on, review_on
        db.session.flush()  # whoever hears of it knows the decision by its number
        return ""

    def forget_reasons(self) -> None:
        """Cause and reason tell of somebody who is erased and go; that the household had the grade stays."""
        for each in self.gradings:
            each.cause = each.reason = ""
