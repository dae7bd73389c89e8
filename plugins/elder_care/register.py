"""The lists: members, meals, late entries."""

from sqlalchemy import select

from plugins.elder_care.choices import (
    CATEGORIES,
    CATEGORY_NAMES,
    HOUSEHOLDS,
    SHOWN_BY,
    SITTINGS,
    SOURCES,
    STOPS,
    WAYS,
)
from plugins.elder_care.models import Canteen, Category, LateSheet, Meal, Member
from plugins.elder_care.models.late import LATE_STATES, WHYS
from plugins.elder_care.models.states import MEMBER_STATES
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.finding import people_matching
from portal.people.models import Person
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice
from portal.records.ranges import Days
from portal.records.register import Register

person = (Person, Person.id == Member.person_id)
place = (OrgUnit, OrgUnit.id == Member.unit_id)


def _called(text: str, reader: User):
    """Members whom `text` may mean: name, initials, last digits, number."""
    people = people_matching(text, reader.units_with("elder_care.members")).order_by(None).limit(None)
    return Member.person_id.in_(people.with_only_columns(Person.id))


def _categories(rows) -> dict[int, str]:
    found: dict[int, str] = {}
    for each in db.session.scalars(
        select(Category)
        .where(Category.member_id.in_([row.id for row in rows]), Category.serving())
        .order_by(Category.id)
    ):
        found[each.member_id] = "、".join(filter(None, (found.get(each.member_id), each.label)))
    return found


def _is(category: str):
    """Members for whom a category holds today."""
    holds = (Category.valid_from <= TODAY) & (Category.valid_until.is_(None) | (Category.valid_until >= TODAY))
    return Member.categories.any((Category.name == category) & holds)


members = Register(
    Member,
    key="elder_care.members",
    name="就餐老人",
    permission="elder_care.members",
    show="elder_care.member",
    columns=(
        Column("number", "编号", kind="serial", width=10),
        Column("name", "姓名", Person.name, main=True, width=14),
        Column("gender", "性别", Person.gender, only="opt", width=6),
        Column("birth_date", "出生日期", Person.birth_date, kind="day", only="opt"),
        Column("unit", "所属", OrgUnit.short_name),
        Column("household", "户籍", names=HOUSEHOLDS, only="opt opt2"),
        Column("categories", "类别", of_page=_categories, width=24),
        Column("status", "状态", kind="status", names=MEMBER_STATES.names, tones=MEMBER_STATES.tones),
        Column("stop_reason", "停止原因", names={"": "", **STOPS}, shown=False),
        Column("review_due", "下次年审", kind="day"),
        Column("joined_on", "登记日期", kind="day", shown=False),
    ),
    filters=(
        Choice("status", "状态", options=MEMBER_STATES.names),
        Choice(
            "category",
            "类别",
            also={key: (name, _is(key)) for key, name in CATEGORIES.items()},
        ),
        Choice(
            "review",
            "年审",
            also={"due": ("年审过期", (Member.status == "active") & (Member.review_due < TODAY))},
        ),
        Days("joined", "登记日期", Member.joined_on),
    ),
    search=(Member.number,),
    finds=_called,
    finds_by="编号、姓名、拼音首字母、身份证后四位",
    order=Member.created_at,
    beside=(person, place),
    hit=("number", "status"),
    counter="人",
    empty="没有符合条件的就餐老人。",
)

meals = Register(
    Meal,
    key="elder_care.meals",
    name="就餐记录",
    title="就餐台账",
    permission="elder_care.view",
    columns=(
        Column("at", "时间", kind="moment"),
        Column("canteen", "助餐点", Canteen.name, main=True, width=24),
        Column("number", "编号", Member.number, width=10),
        Column("person", "姓名", Person.name, kind="person"),
        Column("sitting", "餐次", names=SITTINGS, width=8),
        Column("way", "方式", names=WAYS, width=8),
        Column("portions", "份数", kind="number", shown=False),
        Column("price_fen", "价格", kind="money", only="opt"),
        Column("subsidy_fen", "补贴", kind="money"),
        Column("own_fen", "自付", kind="money"),
        Column("category", "补贴依据", names=CATEGORY_NAMES, only="opt opt2"),
        Column("shown_by", "核对", names=SHOWN_BY, shown=False),
        Column("source", "来源", names=SOURCES, only="opt opt2"),
        Column("booked_on", "记账日期", kind="day", shown=False),
        Column("reason", "冲正理由", shown=False),
    ),
    filters=(
        Choice("sitting", "餐次", options=SITTINGS),
        Choice("way", "方式", options=WAYS),
        Choice("source", "来源", options=SOURCES, also={"counter": ("冲正", Meal.portions == -1)}),
        Days("at", "就餐日期", Meal.eaten_on),
    ),
    search=(Canteen.name, Member.number),
    finds_by="助餐点、就餐人编号",
    order=Meal.at,
    joins=((Canteen, Canteen.id == Meal.canteen_id), (Member, Member.id == Meal.member_id)),
    beside=(person,),
    show="elder_care.meal",
    counter="餐",
    empty="没有符合条件的就餐记录。",
)

late_sheets = Register(
    LateSheet,
    key="elder_care.late",
    name="补录单",
    title="补录",
    permission="elder_care.view",
    show="elder_care.late_sheet",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("canteen", "助餐点", Canteen.name, main=True),
        Column("eaten_on", "就餐日期", kind="day"),
        Column("sitting", "餐次", names=SITTINGS),
        Column("why", "原因", names=WHYS),
        Column("status", "状态", kind="status", names=LATE_STATES.names, tones=LATE_STATES.tones),
    ),
    filters=(Choice("status", "状态", options=LATE_STATES.names), Days("eaten", "就餐日期", LateSheet.eaten_on)),
    search=(LateSheet.number, Canteen.name),
    finds_by="编号、助餐点",
    order=LateSheet.created_at,
    joins=((Canteen, Canteen.id == LateSheet.canteen_id),),
    counter="份",
    empty="没有补录单。",
)
