"""The case list: its columns, filters and search; the SQL is in `query`."""

from functools import cache

from sqlalchemy import Select, bindparam, exists, or_, select

from portal.accounts.models import User
from portal.cases import query
from portal.cases.choices import KINDS, LEVELS, codes_under, kind_name
from portal.cases.contributed import contributed
from portal.cases.models import STATES, Assignment, Case, Party
from portal.extensions import db
from portal.people.finding import people_matching
from portal.people.masking import mask_name
from portal.people.models import Organisation, Person
from portal.records.columns import Column, Press
from portal.records.filters import Choice, Filter
from portal.records.list_query import FilterBar
from portal.records.register import Register

__all__ = ["mentions", "party_names"]


def mentions(text: str, user: User):
    """The condition for cases whose number or title contains `text`, or whose parties match it."""
    people = people_matching(text, user.units_with("cases.view")).with_only_columns(Person.id).order_by(None)
    party = exists().where(
        Party.case_id == Case.id,
        or_(
            Party.person_id.in_(people.scalar_subquery()),
            Party.organisation_id.in_(select(Organisation.id).where(Organisation.name.contains(text, autoescape=True))),
        ),
    )
    return or_(Case.number.contains(text, autoescape=True), Case.title.contains(text, autoescape=True), party)


def party_names(ids: list[int]) -> dict[int, str]:
    """Case id → short list of its parties; names of residents are masked."""
    names: dict[int, list[str]] = {}
    for case_id, person, organisation in db.session.execute(_parties(), {"ids": ids}):
        names.setdefault(case_id, []).append(mask_name(person) if person else organisation)
    return {case_id: "、".join(each[:3]) + ("等" if len(each) > 3 else "") for case_id, each in names.items()}


def found_by(text: str, user: User):
    """The condition for cases that `mentions` finds, or a plugin."""
    return or_(mentions(text, user), *contributed().found_by(text, user))


@cache
def _parties() -> Select:
    return (
        select(Party.case_id, Person.name, Organisation.name)
        .outerjoin(Person, Person.id == Party.person_id)
        .outerjoin(Organisation, Organisation.id == Party.organisation_id)
        .where(Party.case_id.in_(bindparam("ids", expanding=True)))
        .order_by(Party.side, Party.id)
    )


def press(row, user: User) -> Press | None:
    """受理 (with kind and level as registered), or 签收 for the user's unit: steps for which one click in the list is enough."""
    if Case.accept.fits(row) and user.can(Case.accept.needs, row):
        return Press(Case.accept.label, f"/cases/{row.id}/acceptance", row.version)
    if row.waiting:
        url = f"/cases/{row.id}/assignments/{row.waiting}/acknowledgement"
        return Press(Assignment.acknowledge.label, url, row.version)
    return None


class CaseRegister(Register):
    """The list with what plugins add to it where the reader works."""

    @property
    def columns(self) -> dict[str, Column]:
        return self._columns | contributed().columns()

    @columns.setter
    def columns(self, own: dict[str, Column]) -> None:
        self._columns = own

    @property
    def filters(self) -> list[Filter]:
        return [*self._filters, *contributed().filters()]

    @filters.setter
    def filters(self, own: list[Filter]) -> None:
        self._filters = own

    @property
    def finds_by(self) -> str:
        return "、".join((self._finds_by, *contributed().finders()))

    @finds_by.setter
    def finds_by(self, own: str) -> None:
        self._finds_by = own

    @property
    def names(self) -> tuple[str, ...]:
        return FilterBar.names.func(self)

    def missing(self) -> list[str]:
        return contributed().missing


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
        Column("title", "事项", main=True, width=36),
        Column(
            "kind",
            "类型",
            read=lambda row: kind_name(row.kind),
            brief=lambda name: name.rpartition("·")[2],
            only="opt2",
            width=26,
        ),
        Column("parties", "当事人", of_page=lambda rows: party_names([row.id for row in rows]), width=30),
        Column("unit", "网格", only="opt opt2", width=24),
        Column("status", "状态", kind="status", names=STATES.names, tones=STATES.tones),
        Column("created_at", "登记时间", kind="moment", shown=False),
        Column("due_at", "时限", kind="due", read=_due, sorts=("due",)),
        Column("handler", "经办人", only="opt", width=10),
    ),
    filters=(
        Choice("status", "状态", options=STATES.names, also={"open": ("未办结", None), "handed": ("交给我们的", None)}),
        Choice("kind", "类型", options=KINDS, codes=codes_under),
        Choice("level", "分级", options=LEVELS),
        Choice("overdue", "时限", also={"1": ("已超期", None), "soon": ("将到期", None)}),
    ),
    finds=found_by,
    finds_by="编号、名称、当事人",
    order=Case.created_at,
    sorts={name: order for name, order in query.SORTS.items() if name},
    press=press,
    hit=("number", "status", "created_at"),
    empty="没有符合条件的事项。可以放宽筛选条件，或清除后再看。",
    source=query.CaseList(found_by),
    per_page=query.PER_PAGE,
)
