"""The case list: its columns, filters and search; the SQL is in `query`."""

from functools import cache

from markupsafe import Markup
from sqlalchemy import CompoundSelect, Select, bindparam, or_, select, union_all

from portal.accounts.models import User
from portal.cases import query
from portal.cases.choices import LEVELS, NATURES, RISKS, URGENCIES
from portal.cases.contributed import Contributed, contributed
from portal.cases.kinds import kind_name
from portal.cases.kinds.filter import KindFilter
from portal.cases.models import STATES, Assignment, Case, Party
from portal.cases.models.charge import offices_in_charge
from portal.extensions import db
from portal.people.finding import people_matching
from portal.people.known_as import rows_saying
from portal.people.masking import mask_name
from portal.people.models import Organisation, Person
from portal.records.columns import Column, Press
from portal.records.filters import Choice
from portal.records.mounting import form_of
from portal.records.register import Register
from portal.records.window import MOST_FOUND

__all__ = ["known_by", "party_names"]

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

NEXT = {"triaged": Case.assign, "reported": Case.resolve}  # state → the likeliest of the steps that begin there


def known_by(text: str, user: User) -> CompoundSelect:
    """The ids of cases that an index finds by `text`: of this number, or with a party whom it may mean."""
    return union_all(
        _numbered(text, user),
        *_of_residents(text, user),
        _with_party(Party.organisation_id.in_(select(Organisation.id).where(_firm_called(text)))),
    )


def sought(text: str, user: User) -> query.Sought:
    """Cases whose number or title contains `text`, whose parties match it, or that a plugin finds by it."""
    firms = list(db.session.scalars(select(Organisation.id).where(_firm_called(text)).limit(MOST_FIRMS + 1)))
    named = [*_of_residents(text, user), *([_with_party(Party.organisation_id.in_(firms))] if firms else [])]
    of_others = (Party.case_id == Case.id, Party.organisation_id == Organisation.id, _firm_called(text))
    found = or_(
        *(each.contains(text, autoescape=True) for each in (Case.number, Case.title)),
        *([Case.id.in_(union_all(*named))] if named else []),
        *([_with_party(*of_others).exists()] if len(firms) > MOST_FIRMS else []),
        *contributed().found_by(text, user),
    )
    return query.Sought(found, select(union_all(_numbered(text, user), *named).subquery()).limit(MOST_FOUND))


def _numbered(text: str, user: User) -> Select:
    counties = {unit.county_id for unit in user.units_with("cases.view")} - {None}
    return select(Case.id).where(Case.county_id.in_(counties), Case.number == text)


def _of_residents(text: str, user: User) -> list[Select]:
    """The ids of cases with a resident whom `text` may mean, or who is called so in this case alone."""
    people = people_matching(text, user.units_with("cases.view")).with_only_columns(Person.id).order_by(None)
    found = (Party.person_id, list(db.session.scalars(people))), (Party.id, rows_saying(Party.__tablename__, text))
    return [_with_party(column.in_(ids)) for column, ids in found if ids]


def _firm_called(text: str):
    return Organisation.name.contains(text, autoescape=True)


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
    """Each name is looked up by itself: of a join PostgreSQL without statistics reads all residents."""
    names = (
        select(of.name).where(of.id == ident).correlate(Party).scalar_subquery()
        for of, ident in ((Person, Party.person_id), (Organisation, Party.organisation_id))
    )
    return (
        select(Party.case_id, *names, Party.said)
        .where(Party.case_id.in_(bindparam("ids", expanding=True)), Party.removed_at.is_(None))
        .order_by(Party.side, Party.id)
    )


def _same_matter(row) -> Markup | str:
    """Behind a title: how many others go on in it, or in which it goes on itself. The same matter is one open line, not several."""
    if row.goes_on_in:
        return Markup("（已并入 {}）").format(row.goes_on_in)
    return f"（另有 {row.others} 件）" if row.others else ""


def press(row, user: User) -> Press | None:
    """受理 (with kind and level as registered), or 签收 for the user's unit: steps for which one click in the list is enough; 交办 and 办结 by
    their forms."""
    if Case.accept.fits(row) and offices_in_charge(row, user, Case.accept.needs):
        return Press(Case.accept.label, form_of(Case.accept, row.id), row.version)
    if row.waiting:
        step = Assignment.acknowledge
        return Press(step.label, form_of(step, row.id, row.waiting), row.version)
    likeliest = NEXT.get(row.status)
    if likeliest and offices_in_charge(row, user, likeliest.needs):
        return Press(likeliest.label, form_of(likeliest, row.id))
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


cases = CaseRegister(
    Case,
    key="cases",
    name="事项",
    permission="cases.view",
    show="cases.show",
    columns=(
        Column("number", "编号", kind="serial", only="opt", sorts=("", "oldest")),
        Column("title", "事项", after=_same_matter, main=True, width=36),
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
        Column("due_at", "时限", kind="due", read=_due, urgency=lambda row, now: row.tone, sorts=("due",)),
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
