"""Which entries of the trail are asked for: days, account, unit, action, outcome, and the row they are about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import ColumnElement, select
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField, StringField

from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.audit.scope import audited_by
from portal.audit.trail import FAILED, action_names
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import READ_TRAIL
from portal.web.forms.fields import Date, not_in_future

SHOWN_DAYS = 30  # without a question
MOST_DAYS = 366  # of one question
OUTCOMES = {"": "全部", "done": "办成的", "failed": "没有成功的"}


@dataclass(frozen=True)
class Days:
    """From one day to another, both counted."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """The moment at which the first day begins."""
        return datetime.combine(self.first, time(), clock.SHANGHAI)

    @property
    def end(self) -> datetime:
        """The moment at which the last day is over."""
        return datetime.combine(self.last + timedelta(days=1), time(), clock.SHANGHAI)

    @property
    def within(self) -> ColumnElement[bool]:
        """The condition for entries of these days."""
        return (AuditEntry.at >= self.begin) & (AuditEntry.at < self.end)


class DaysForm(FlaskForm):
    """从哪天到哪天; without an answer the last `SPAN` days."""

    SPAN, MOST = SHOWN_DAYS, MOST_DAYS

    class Meta(FlaskForm.Meta):
        csrf = False
        locales = ("zh",)

    first = Date("从哪天", [not_in_future])
    last = Date("到哪天", [not_in_future])

    def __init__(self, given: MultiDict):
        super().__init__(given)

    def validate(self, extra_validators=None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.days.first > self.days.last:
            self.last.errors = [*self.last.errors, "结束的日期早于开始的日期，请核对。"]
        elif (self.days.last - self.days.first).days >= self.MOST:
            self.last.errors = [*self.last.errors, f"一次最多查 {self.MOST} 天，请缩短日期。"]
        return not self.last.errors

    @property
    def days(self) -> Days:
        last = self.last.data or clock.today()
        return Days(self.first.data or last - timedelta(days=self.SPAN - 1), last)


class TrailForm(DaysForm):
    """筛选审计记录."""

    who = StringField("用户名或姓名")
    unit = StringField("单位")
    action = SelectField("做了什么")
    outcome = SelectField("结果", choices=OUTCOMES)
    about = HiddenField()

    def __init__(self, given: MultiDict):
        super().__init__(given)
        self.action.choices = {"": "全部"} | action_names()
        for each in (self.action, self.outcome):
            if each.data not in each.choices:
                each.data = ""

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        if self._said(self.unit) and not self._units():
            self.unit.errors = [*self.unit.errors, "没有找到这个单位，请写全称或者简称。"]
            return False
        return fits

    @property
    def asked(self) -> ColumnElement[bool]:
        """The condition for the entries that are asked for, among those the reader may see."""
        asked = audited_by(current_user) & self.days.within
        if who := self._said(self.who):
            asked &= AuditEntry.actor_id.in_(_accounts(who))
        if self._said(self.unit):
            asked &= AuditEntry.unit_id.in_(_below(self._units()))
        if self.action.data:
            asked &= AuditEntry.action == self.action.data
        if self.outcome.data:
            failed = AuditEntry.action.in_(FAILED)
            asked &= failed if self.outcome.data == "failed" else ~failed
        if self.subject:
            kind, ident = self.subject
            asked &= (AuditEntry.subject_kind == kind) & (AuditEntry.subject_id == ident)
        return asked

    @property
    def subject(self) -> tuple[str, str] | None:
        """Table and id of the row whose entries alone are asked for."""
        kind, _, ident = self._said(self.about).partition(":")
        return (kind, ident) if kind and ident.isdecimal() else None

    @property
    def words(self) -> str:
        """What was asked, for the trail itself."""
        said = [f"{self.days.first} 至 {self.days.last}", self._said(self.who), self._said(self.unit)]
        said += [action_names().get(self.action.data, ""), OUTCOMES[self.outcome.data] if self.outcome.data else ""]
        return "，".join(each for each in said if each)

    def _units(self) -> list[OrgUnit]:
        text = self._said(self.unit)
        called = (OrgUnit.name == text) | (OrgUnit.short_name == text)
        found = select(OrgUnit).where(current_user.reach(OrgUnit, READ_TRAIL), called).limit(20)
        return list(db.session.scalars(found))

    @staticmethod
    def _said(field) -> str:
        return (field.data or "").strip()


def _accounts(text: str) -> list[int]:
    """Ids of the accounts with this user name or this name."""
    exact = User.known_as(text)
    called = db.session.scalars(select(User.id).where(User.name == text).limit(50)).all()
    return [*called, *([exact.id] if exact and exact.id not in called else [])]


def _below(units: list[OrgUnit]):
    """The ids of `units` and of what lies below."""
    within = [each.subtree_of(OrgUnit) for each in units]
    condition = within[0]
    for each in within[1:]:
        condition |= each
    return select(OrgUnit.id).where(condition)
