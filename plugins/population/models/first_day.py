"""The first day of what is registered of a resident."""

from datetime import date

from portal import clock
from portal.errors import RuleError
from portal.people.models import Person


def first_day(person: Person, on: date) -> date:
    """`on`. Raises RuleError for a day that has not come, or of a year before that of the birth: by the year alone, so that nobody learns the
    day (docs/adr/0037)."""
    if on > clock.today():
        raise RuleError("日期还没有到，请核对。", at="on")
    if person.birth_year and on.year < person.birth_year:
        raise RuleError("早于这位居民出生的年份，请核对。", at="on")
    return on
