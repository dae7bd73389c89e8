"""Rights of residents: a copy of their data, and its deletion (个人信息保护法 §45, §47).

All modules and all installed plugins take part through hooks, also where a plugin is switched off.
"""

from flask import current_app
from sqlalchemy import inspect

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.people import changes, movements
from portal.people.models import Person
from portal.plugin import dispatch

UNDER_WAY = "还有正在办理的记录，办完后才能{}（个人信息保护法第十三条第一款第三项，履行法定职责所必需）："
KEPT_BY_LAW = "保存期限未届满的办理记录依照个人信息保护法第四十七条第二款继续保存，只存储和保护，不作其他使用。"


def export(person: Person, *, by: User | None) -> dict:
    """Everything held about `person`: heading → list of records, ready for JSON. Recorded in the audit trail."""
    entries = (person, *person.absorbed)
    held = {"基本信息": [_own(each) for each in entries]} | (
        {"资料变动": told} if (told := changes.held(person)) else {}
    )
    if moved := [each for entry in entries for each in movements.held(entry)]:
        held["人口变动"] = moved
    for answer in (each for entry in entries for each in dispatch.call("personal_data_export", person=entry)):
        for heading, records in answer.value.items():
            held.setdefault(heading, []).extend(records)
    trail.record("person_export", subject=person, unit=person.unit, actor=by, detail="本人查阅、复制")
    return {
        "说明": "依照个人信息保护法第四十五条，应本人请求提供。",
        "导出时间": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
        "内容": held,
    }


def erase(person: Person, reason: str, *, by: User | None) -> list[str]:
    """Remove what no law requires to be kept; returns sentences about what was done and what stays. Does not commit.

    Raises RuleError, and removes nothing, while a record in which the resident takes part is under way.
    """
    db.session.refresh(person, with_for_update=True)  # a case registered at this moment waits, or is seen
    if person.erased_at is not None:
        raise WrongState("这位居民的个人信息已经删除。")
    if obstacle := hindrance(person):
        raise RuleError(obstacle)
    if absent := absent_modules():
        raise RuleError(f"{absent}装好以后才能删除。")
    told = []
    for entry in (*person.absorbed, person):
        told += [text for answer in dispatch.call("personal_data_erase", person=entry) for text in answer.value]
        changes.forget(entry)
        movements.forget(entry)
        entry.forget()
    trail.record("person_erase", subject=person, unit=person.unit, actor=by, detail=reason)
    return ["居民登记的姓名、证件号码、电话、住址等已删除，不能再被查到。", *told]


def hindrance(person: Person, what: str = "删除") -> str:
    """Why nothing of `person` may be erased (or what else is asked for) yet, with each record under way and what must be done first; "" when it may."""
    entries = (person, *person.absorbed)
    asked = [answer for each in entries for answer in dispatch.call("personal_data_open", person=each)]
    found = [each for answer in asked for each in answer.value]
    return f"{UNDER_WAY.format(what)}{'；'.join(map(str, found))}。" if found else ""


def absent_modules() -> str:
    """Which plugins have tables and could not be taken in, so that nobody would ask them, as the beginning of a sentence; "" when none is."""
    registry = current_app.extensions["portal_plugins"]
    failures = set(registry.failures) - registry.reserved
    tables = inspect(db.session.connection()).get_table_names() if failures else []
    keys = [key for key in sorted(failures) if any(name.startswith(f"{key}_") for name in tables)]
    return f"功能模块 {'、'.join(keys)} 没有装入，里面可能还有这位居民的信息，" if keys else ""


def _own(person: Person) -> dict:
    return {
        "姓名": person.name,
        "性别": person.gender,
        "出生日期": person.birth_date,
        "民族": person.ethnicity,
        "证件号码": person.id_number,
        "联系电话": person.phone,
        "住址": person.address,
        "职业或职务": person.occupation,
        "单位": person.workplace,
        "登记单位": person.unit.name,
        "登记时间": f"{clock.local(person.created_at):%Y-%m-%d %H:%M}",
    }
