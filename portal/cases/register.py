"""The case list: its columns, filters and search; the SQL is in `query`."""

from datetime import datetime
from functools import cache

from flask_login import current_user
from sqlalchemy import Select, bindparam, or_, select, union_all

from portal.accounts.models import User
from portal.cases import query
from portal.cases.choices import LEVELS, NATURES, RISKS, URGENCIES
from portal.cases.contributed import Contributed, contributed
from portal.cases.kinds import kind_name
from portal.cases.kinds.filter import KindFilter
from portal.cases.models import STATES, Assignment, Case, Party
from portal.cases.models.charge import offices_in_charge
from portal.cases.urgency import tone_for
from portal.extensions import db
from portal.people.finding import people_matching
from portal.people.known_as import rows_saying
from portal.people.masking import mask_name
from portal.people.models import Organisation, Person
from portal.records.columns import Column, Press
from portal.records.filters import Choice
from portal.records.register import Register
from portal.records.window import MOST_FOUND

__all__ = ["mentions", "known_by", "party_names"]

MOST_FIRMS = 50  # that are looked for beyond

STANDING = {  # besides the states: the lists to which the cards of the desk lead
    "open": "未办结",
    "handed": "交给我们的",
    "reminded": "被催办的",
    "out": "已交办，等反馈",
    "contested": "退回待裁定",
    "back": "回到本单位",
    "referred": "上报、下派待接受",
    "above": "上级负责的",
    "visit": "待回访",
}


def mentions(text: str, user: User):
    """The condition for cases whose number or title contains `text`, or whose parties match it."""
    return _mentions(text, *_with_parties(text, user))


def known_by(text: str, user: User) -> Select:
    """The ids of cases that an index finds by `text`, however many there are beside them: of this number, or with such a party. Not more than the
    first few hundred, in any order."""
    named, _ = _with_parties(text, user)
    return _known_by(text, user, named)


def sought(text: str, user: User) -> query.Sought:
    """What `mentions` finds, or a plugin."""
    named, others = _with_parties(text, user)
    found = or_(_mentions(text, named, others), *contributed().found_by(text, user))
    return query.Sought(found, _known_by(text, user, named))


def _mentions(text: str, named: list[Select], others: list):
    with_party = [Case.id.in_(union_all(*named))] if named else []
    written = (Case.number, Case.title)
    return or_(*(each.contains(text, autoescape=True) for each in written), *with_party, *others)


def _known_by(text: str, user: User, named: list[Select]) -> Select:
    counties = {unit.county_id for unit in user.units_with("cases.view")} - {None}
    numbered = select(Case.id).where(Case.county_id.in_(counties), Case.number == text)
    return select(union_all(numbered, *named).subquery()).limit(MOST_FOUND)


def _with_parties(text: str, user: User) -> tuple[list[Select], list]:
    """Selects of the ids of cases with a party whom `text` may mean; and where too many firms are called so, a condition for the others."""
    people = people_matching(text, user.units_with("cases.view")).with_only_columns(Person.id).order_by(None)
    called = Organisation.name.contains(text, autoescape=True)
    firms = list(db.session.scalars(select(Organisation.id).where(called).limit(MOST_FIRMS + 1)))
    sides = (
        (Party.person_id, list(db.session.scalars(people))),
        (Party.id, rows_saying(Party.__tablename__, text)),  # a name or telephone that only this case has
        (Party.organisation_id, firms),
    )
    named = [_with_party(column.in_(ids)) for column, ids in sides if ids]
    of_firm = _with_party(Party.case_id == Case.id, Organisation.id == Party.organisation_id, called).exists()
    return named, [of_firm] if len(firms) > MOST_FIRMS else []


def _with_party(*conditions) -> Select:
    return select(Party.case_id).where(*conditions, Party.removed_at.is_(None))


def party_names(ids: list[int]) -> dict[int, str]:
    """Case id → short list of its parties; names of residents are masked."""
    names: dict[int, list[str]] = {}
    for case_id, person, organisation, said in db.session.execute(_parties(), {"ids": ids}):
        name = (said or {}).get("name") or person or organisation
        names.setdefault(case_id, []).append(mask_name(name) if person else name)
    return {case_id: "、".join(each[:3]) + ("等" if len(each) > 3 else "") for case_id, each in names.items()}


@cache
def _parties() -> Select:
    return (
        select(Party.case_id, Person.name, Organisation.name, Party.said)
        .outerjoin(Person, Person.id == Party.person_id)
        .outerjoin(Organisation, Organisation.id == Party.organisation_id)
        .where(Party.case_id.in_(bindparam("ids", expanding=True)), Party.removed_at.is_(None))
        .order_by(Party.side, Party.id)
    )


def press(row, user: User) -> Press | None:
    """受理 (with kind and level as registered), or 签收 for the user's unit: steps for which one click in the list is enough."""
    if Case.accept.fits(row) and offices_in_charge(row, user, Case.accept.needs):
        return Press(Case.accept.label, f"/cases/{row.id}/acceptance", row.version)
    if row.waiting:
        url = f"/cases/{row.id}/assignments/{row.waiting}/acknowledgement"
        return Press(Assignment.acknowledge.label, url, row.version)
    return None


class CaseRegister(Register):
    """The list with what plugins add to it where the reader works."""

    def added(self) -> Contributed:
        return contributed()


class StateFilter(Choice):
    """By state. An open one has a shape of its own, "=open": those are read from the indexes that hold open cases only."""

    def asked(self, given):
        found = super().asked(given)
        return ("=open", found[1]) if found and found[1].get(self.name) in STATES.open else found


def _due(row):
    return row.due_at if STATES[row.status].open else None


def _urgency(row, now: datetime) -> str:
    return tone_for(row, now, current_user)


cases = CaseRegister(
    Case,
    key="cases",
    name="事项",
    permission="cases.view",
    show="cases.show",
    columns=(
        Column("number", "编号", kind="serial", only="opt", sorts=("", "oldest")),
        Column("title", "事项", main=True, width=36),
        Column(
            "kind",
            "类型",
            read=kind_name,
            brief=lambda name: name.rpartition("·")[2],
            only="opt2",
            width=26,
        ),
        Column("parties", "当事人", of_page=lambda rows: party_names([row.id for row in rows]), width=30),
        Column("unit", "网格", only="opt opt2", width=24),
        Column("status", "状态", kind="status", names=STATES.names, tones=STATES.tones),
        Column("created_at", "登记时间", kind="moment", shown=False),
        Column("due_at", "时限", kind="due", read=_due, urgency=_urgency, sorts=("due",)),
        Column("handler", "经办人", only="opt", width=10),
    ),
    filters=(
        StateFilter("status", "状态", options=STATES.names, also={key: (name, None) for key, name in STANDING.items()}),
        KindFilter("kind", "类型"),
        Choice("nature", "性质", options=NATURES),
        Choice("level", "分级", options=LEVELS),
        Choice("urgency", "紧急程度", options=URGENCIES),
        Choice("risk", "风险等级", options={key: name for key, name in RISKS.items() if key}),
        Choice("overdue", "时限", also={"1": ("已超期", None), "red": ("红色", None), "soon": ("将到期", None)}),
    ),
    finds_by="编号、名称、当事人",
    order=Case.created_at,
    sorts={name: order for name, order in query.SORTS.items() if name},
    press=press,
    hit=("number", "status", "created_at"),
    empty="没有符合条件的事项。可以放宽筛选条件，或清除后再看。",
    source=query.CaseList(sought),
    per_page=query.PER_PAGE,
)
