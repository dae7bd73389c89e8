"""Personal data in cases: export for the resident, and what is kept on erasure."""

from sqlalchemy import Select, select

from portal.cases.models import Case, Party
from portal.extensions import db
from portal.people.data_rights import KEPT_BY_LAW
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.web.pages.formatting import day


def held(person: Person) -> dict[str, list[dict]]:
    """The cases the resident is a party to, without free text, which may describe other people."""
    found = db.session.execute(_of(person).order_by(Case.id)).unique()
    return {
        "事项": [
            {
                "编号": case.number,
                "名称": case.title,
                "身份": f"{party.role_name}{'（已移除）' if party.removed_at else ''}",
                "类型": case.kind_name,
                "登记日期": day(case.created_at),
                "登记单位": case.unit.name,
                "状态": case.status_name,
                "办结日期": day(case.closed_at),
            }
            for case, party in found
        ]
    }


def under_way(person: Person) -> list[OpenRecord]:
    """The cases that are still open."""
    found = db.session.execute(_of(person).order_by(Case.id)).unique()
    return [
        OpenRecord("未办结的事项", case.number, "办结") for case, party in found if case.open and not party.removed_at
    ]


def erase(person: Person) -> list[str]:
    """Keeps the cases, which then no longer show the name."""
    cases = [case for case, _ in db.session.execute(_of(person)).unique()]
    return [f"当事人在 {len(cases)} 件事项中显示为“已依法删除”。{KEPT_BY_LAW}"] if cases else []


def _of(person: Person) -> Select:
    return select(Case, Party).join(Party, Party.case_id == Case.id).where(Party.person_id == person.id)
