"""The lists: households, their grades for who may see them, premises, kinds of people."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, and_, false, or_, select, union
from sqlalchemy.orm import aliased

from plugins.population.address import key
from plugins.population.choices import GRADES, HEAD, KINDS, SEE_GRADES, USES, VIEW
from plugins.population.models import AddressTerm, Household, HouseholdMember, KindHeld, Premises, Residence
from plugins.population.settings import grades_of
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.finding import means
from portal.people.masking import mask_address
from portal.people.models import Person
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, by_status
from portal.records.meant import Meant, among, rows_of
from portal.records.names_here import NamesHere
from portal.records.people_columns import first_meant, naming
from portal.records.ranges import Days
from portal.records.register import Register
from portal.records.waiting import there_is

MOST = 200  # premises that the words of a search may mean, in each scope
Head, Home = aliased(HouseholdMember), aliased(Residence)
HEAD_OF = (
    (Head, and_(Head.household_id == Household.id, Head.relation == HEAD, Head.valid_until.is_(None))),
    (Person, Person.id == Head.person_id),
)
LIVES_AT = (
    (Home, and_(Home.household_id == Household.id, Home.valid_until.is_(None))),
    (Premises, Premises.id == Home.premises_id),
)
OF_UNIT = ((OrgUnit, OrgUnit.id == Household.unit_id),)


GRADE_NAMES = NamesHere(GRADES, grades_of)


def scopes_of(user: User) -> list[tuple[int, OrgUnit | None]]:
    """The counties and townships in which the premises lie that `user` may see; with the unit, where it is but a part of its township."""
    found: set[tuple[int, OrgUnit | None]] = set()
    for unit in user.units_with(VIEW):
        if scope := unit.township_id or unit.county_id:
            found.add((scope, unit if unit.township_id and unit.id != scope else None))
        else:
            below = OrgUnit.path.startswith(unit.path), OrgUnit.kind == "county"
            found.update((each, None) for each in db.session.scalars(select(OrgUnit.id).where(*below)))
    return list(found)


def premises_meant(text: str, user: User) -> list[Select]:
    """The ids of premises whose address begins with `text`, or has it from its neighbourhood or its building on: the first of each scope, of a part of
    a township the first there."""
    word = key(text)
    if not word:
        return []
    begins = AddressTerm.term >= word, AddressTerm.term < word + "\U0010ffff"
    first = [
        _of_part(part)
        .where(AddressTerm.scope == scope, *begins)
        .order_by(AddressTerm.term, AddressTerm.premises_id)
        .limit(MOST)
        .subquery()
        for scope, part in scopes_of(user)
    ]
    return [select(each).distinct() for each in first]


def _of_part(part: OrgUnit | None) -> Select:
    ids = select(AddressTerm.premises_id)
    if part is None:
        return ids
    return ids.join(Premises, Premises.id == AddressTerm.premises_id).where(part.subtree_of(Premises))


def addressed(text: str, user: User) -> Meant:
    """The premises of which the address may be meant."""
    several = premises_meant(text, user)
    first = union(*several) if several else select(Premises.id).where(false())
    return Meant(among(Premises.id, several), select(first.subquery()))


def households_meant(text: str, user: User) -> Meant:
    """The households that `text` may mean: by whoever belongs to them, by number, 户号 or address."""
    units, named = user.units_with(VIEW), text.strip()
    counties = {unit.county_id for unit in units}
    several = [
        select(Household.id).where(Household.number == named),
        select(Household.id).where(Household.county_id.in_(counties), Household.code == named, Household.code != ""),
        *(
            rows_of(each, Residence.premises_id, Residence.valid_until.is_(None), wanted=Residence.household_id)
            for each in premises_meant(text, user)
        ),
    ]
    now = HouseholdMember.valid_until.is_(None)
    of_people = there_is(
        HouseholdMember.household_id == Household.id,
        now,
        means(HouseholdMember.person_id, text, units),
        of=Household,
    )
    of_some = rows_of(first_meant(text, units), HouseholdMember.person_id, now, wanted=HouseholdMember.household_id)
    return Meant(or_(among(Household.id, several), of_people), select(union(*several, of_some).subquery()))


def sizes(rows: Sequence) -> Mapping[int, int]:
    """How many belong to each household of a page."""
    numbers = Household.numbers_of([row.id for row in rows])
    return {row.id: numbers.get(row.id, 0) for row in rows}


FOUND_BY = "成员、编号、户号、地址"

households = Register(
    Household,
    key="population.households",
    name="户",
    title="住户",
    permission=VIEW,
    show="population.household",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("head", "户主", Person.name, kind="person", main=True),
        Column("size", "在册人数", of_page=sizes, kind="number"),
        Column("home", "住处", Premises.title, read=lambda row: mask_address(row.home or ""), width=30),
        Column("unit", "所属", OrgUnit.short_name, only="opt"),
        Column("status", "状态", kind="status"),
        Column("created_at", "登记日期", kind="day", only="opt"),
    ),
    filters=(
        by_status(Household),
        Choice(
            "lacks",
            "缺什么",
            also={
                "home": ("没有住处", ~there_is(*LIVES_AT[0][1:], of=Household)),
                "head": ("没有户主", ~there_is(*HEAD_OF[0][1:], of=Household)),
            },
        ),
        Days("created", "登记日期", Household.created_at),
    ),
    search=(),
    finds=households_meant,
    finds_by=FOUND_BY,
    order=Household.created_at,
    beside=(*HEAD_OF, *LIVES_AT, *OF_UNIT),
    hit=("head", "unit"),
    counter="户",
    empty="没有符合条件的户。",
)

grades = Register(
    Household,
    key="population.grades",
    name="户的类别",
    permission=SEE_GRADES,
    show="population.household",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("head", "户主", Person.name, kind="person", main=True),
        Column("grade", "类别", Household.grade, read=lambda row: GRADE_NAMES.called(row.grade) or "没有定类"),
        Column("graded_on", "定类日期", kind="day"),
        Column("review_on", "复核日期", kind="due"),
        Column("unit", "所属", OrgUnit.short_name, only="opt"),
        Column("created_at", "登记日期", kind="day", only="opt", shown=False),
    ),
    filters=(
        Choice("grade", "类别", Household.grade, GRADE_NAMES, also={"none": ("没有定类", Household.grade == "")}),
        Choice("review", "复核", also={"due": ("到期", Household.review_on <= TODAY)}),
        Days("reviewed", "复核日期", Household.review_on),
    ),
    search=(),
    finds=households_meant,
    finds_by=FOUND_BY,
    order=Household.created_at,
    beside=(*HEAD_OF, *OF_UNIT),
    scope=lambda user, permission: Household.reach(user, permission) & (Household.status == "here"),
    counter="户",
    empty="没有符合条件的户。",
)

premises = Register(
    Premises,
    key="population.premises",
    name="房屋",
    permission=VIEW,
    show="population.premises",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "地址", main=True, width=40),
        Column("use", "用途", names=USES),
        Column("unit", "所属", OrgUnit.short_name, only="opt"),
        Column("due_on", "出租核对期限", kind="due"),
        Column("checked_on", "上次核对", kind="day", only="opt opt2"),
        Column("status", "状态", kind="status"),
        Column("created_at", "登记日期", kind="day", only="opt"),
    ),
    filters=(
        by_status(Premises),
        Choice("use", "用途", options=USES),
        Choice("due", "出租核对", also={"yes": ("到期", Premises.due_on <= TODAY)}),
        Days("created", "登记日期", Premises.created_at),
    ),
    search=(),
    finds=addressed,
    finds_by="地址、楼栋和房号",
    order=Premises.created_at,
    beside=((OrgUnit, OrgUnit.id == Premises.unit_id),),
    hit=("use", "unit"),
    counter="处",
    empty="没有符合条件的房屋。",
)

kinds = Register(
    KindHeld,
    key="population.kinds",
    name="人员类别",
    permission=VIEW,
    show="population.kind",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("person", "姓名", Person.name, kind="person", main=True),
        Column("kind", "类别", names=KINDS),
        Column("valid_from", "从哪天起", kind="day"),
        Column("valid_until", "最后一天", kind="day", only="opt"),
        Column("unit", "所属", OrgUnit.short_name, only="opt"),
        Column("status", "状态", kind="status"),
        Column("created_at", "登记日期", kind="day", only="opt opt2", shown=False),
    ),
    filters=(
        by_status(KindHeld),
        Choice("kind", "类别", options=KINDS),
        Days("since", "从哪天起", KindHeld.valid_from),
    ),
    search=(),
    finds=naming(KindHeld.person_id, VIEW),
    finds_by="姓名、拼音首字母、身份证号",
    order=KindHeld.created_at,
    beside=((Person, Person.id == KindHeld.person_id), (OrgUnit, OrgUnit.id == KindHeld.unit_id)),
    counter="人次",
    empty="没有符合条件的人员类别。",
)
