"""限制处理: records that name a resident whose data is only stored are neither taken away in files nor printed (个人信息保护法 §44, §47)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, union_all

from portal.errors import RuleError
from portal.extensions import db
from portal.people.models import Person
from portal.records.naming import AT_ONCE, namings

NOT_PRINTED = "这里有当事人的个人信息依本人请求限制处理，解除以前不能打印。"


def restricted_among(model: type[Any], ids: Iterable[int]) -> set[int]:
    """Which of the records `ids` of `model` name a resident whose data is restricted: one statement where there is none, as almost everywhere."""
    people, wanted = list(db.session.scalars(select(Person.id).where(Person.restricted_at.is_not(None)))), set(ids)
    places = [each for each in namings() if each.record is model]
    found = set[int]()
    for start in range(0, len(people) if places else 0, AT_ONCE):
        some = people[start : start + AT_ONCE]
        parts = [each.rows(model.id).where(each.column.in_(some)) for each in places]
        found |= set(db.session.scalars(union_all(*parts)))
    return found & wanted


def admit_printing(record: Any) -> None:
    """Raises RuleError where the record names somebody whose data is restricted."""
    if restricted_among(type(record), [record.id]):
        raise RuleError(NOT_PRINTED)
