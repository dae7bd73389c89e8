"""The lists: canteens, members, meals, late entries."""

from datetime import date

from flask import url_for
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import and_, false, func, or_, select

from plugins.elder_care.choices import (
    CANTEENS,
    CATEGORIES,
    CATEGORY_NAMES,
    HOUSEHOLDS,
    SHOWN_BY,
    SITTINGS,
    SOURCES,
    STOPS,
    WAYS,
)
from plugins.elder_care.models import Canteen, Card, Category, LateSheet, Meal, Member
from plugins.elder_care.models.late import WHYS
from plugins.elder_care.models.lookup import NUMBER_LENGTH
from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.money import format_yuan
from portal.org.models import LEVELS, OrgUnit
from portal.people.masking import mask_name
from portal.people.models import Person
from portal.records.cards import code_in
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, by_status, like
from portal.records.licence_pages import licence_columns
from portal.records.people_columns import naming, whole_name, withheld
from portal.records.ranges import Days
from portal.records.register import Register

person = (Person, Person.id == Member.person_id)
place = (OrgUnit, OrgUnit.id == Member.unit_id)


BEGINNING = date(
    2000, 1, 1
)  # of all meals: asked for, so that SQLite goes by the index of member and day (it keeps no statistics)
MOST_NAMED = 200  # members whom a word may mean before the list is read in its own order


def _today(rows) -> dict[int, str]:
    """Canteen → what was served today."""
    served = (
        select(Meal.canteen_id, func.sum(Meal.portions), func.sum(Meal.subsidy_fen))
        .where(Meal.canteen_id.in_([row.id for row in rows]), Meal.booked_on == clock.today())
        .group_by(Meal.canteen_id)
    )
    found = {
        canteen: f"{meals} 餐，补 {format_yuan(int(fen))} 元" for canteen, meals, fen in db.session.execute(served)
    }
    return {row.id: "0 餐" for row in rows} | found


def _to_the_till(row) -> str:
    """打餐, where the reader serves and the canteen is open."""
    if (row.closed_on and row.closed_on < clock.today()) or not current_user.can("elder_care.serve", row):
        return ""
    link = Markup('<a class="btn btn-sm" href="{}">打餐<span class="sr-only">（{}）</span></a>')
    return link.format(url_for("elder_care.till", canteen_id=row.id), row.name)


canteens = Register(
    Canteen,
    key="elder_care.canteens",
    name="助餐点",
    permission="elder_care.view",
    show="elder_care.canteen",
    columns=(
        Column("name", "助餐点", main=True, width=24),
        Column("unit", "所属", OrgUnit.short_name),
        Column("kind", "类型", names=CANTEENS, shown=False),
        Column("hours", "供餐时间", read=lambda row: "　".join(filter(None, (row.breakfast, row.lunch, row.dinner)))),
        Column("today", "今天", of_page=_today, width=20),
        *licence_columns(Canteen, lapsed="停止结算"),
        Column("run_by", "运营单位", shown=False),
        Column("serve", "办理", read=lambda row: "", after=_to_the_till, exported=False),
    ),
    filters=(
        Choice(
            "status",
            "状态",
            also={
                "open": ("供餐", Canteen.closed_on.is_(None) | (Canteen.closed_on >= TODAY)),
                "closed": ("停办", Canteen.closed_on < TODAY),
            },
        ),
        Choice("kind", "类型", options=CANTEENS),
    ),
    search=(Canteen.name, Canteen.run_by),
    finds_by="名称、运营单位",
    order=Canteen.opened_on,
    beside=((OrgUnit, OrgUnit.id == Canteen.unit_id),),
    extra=[getattr(Canteen, name) for name in ("breakfast", "lunch", "dinner", "closed_on", "unit_id", *LEVELS)],
    hit=("unit", "hours"),
    counter="个",
    empty="还没有设立助餐点。",
)


def _name(row) -> str:
    """In full for whoever keeps the roster there, else by the surname."""
    return whole_name(row) if current_user.can("elder_care.manage", row) else mask_name(row.name)


_called = naming(Member.person_id, "elder_care.members")


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
    return Member.categories.any((Category.name == category) & Category.serving(TODAY))


members = Register(
    Member,
    key="elder_care.members",
    name="就餐老人",
    permission="elder_care.members",
    show="elder_care.member",
    columns=(
        Column("number", "编号", kind="serial", width=10),
        Column("name", "姓名", Person.name, read=_name, main=True, width=14),
        Column("gender", "性别", Person.gender, only="opt", width=6),
        Column("birth_year", "出生年份", Person.birth_year, only="opt", width=8),
        Column("unit", "所属", OrgUnit.short_name),
        Column("household", "户籍", names=HOUSEHOLDS, only="opt opt2"),
        Column("categories", "类别", of_page=_categories, width=24),
        Column("status", "状态", kind="status"),
        Column("stop_reason", "停止原因", names={"": "", **STOPS}, shown=False),
        Column("review_due", "下次年审", kind="day"),
        Column("joined_on", "登记日期", kind="day", shown=False),
    ),
    filters=(
        by_status(Member),
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
    finds_by="编号、姓名、拼音首字母、身份证号",
    order=Member.created_at,
    beside=(person, place),
    extra=[*(getattr(Member, name) for name in ("unit_id", *LEVELS)), withheld(Member.person_id)],
    hit=("number", "status"),
    counter="人",
    empty="没有符合条件的就餐老人。",
)


def _eaten_by(text: str, reader: User):
    """Meals of members whom `text` may mean (card, number; name and initials where the reader sees the roster), and those at canteens
    whose name has it. Who is meant is looked up first: three million meals are read by the index of the few."""
    wanted = []
    if code := code_in(text):
        wanted.append(Member.id.in_(select(Card.member_id).where(Card.code == code)))
    if text.isdecimal() and len(text) <= NUMBER_LENGTH:
        wanted.append(Member.number == text.zfill(NUMBER_LENGTH))
    if reader.can("elder_care.members"):
        wanted.append(_called(text, reader).rows)
    within = Member.county_id.in_({each.county_id for each in reader.units_with("elder_care.view")})
    meant = select(Member.id).where(within, or_(false(), *wanted))
    members = db.session.scalars(meant.limit(MOST_NAMED + 1)).all()
    named = Canteen.name.like(like(text), escape="/") & Canteen.reach(reader, "elder_care.view")
    places = db.session.scalars(select(Canteen.id).where(named)).all()
    few = Meal.member_id.in_(members), Meal.eaten_on >= BEGINNING
    found = [and_(*few) if len(members) <= MOST_NAMED else Meal.member_id.in_(meant)] if members else []
    return or_(false(), *found, *([Meal.canteen_id.in_(places)] if places else []))


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
        Days("at", "日期", Meal.at),
    ),
    finds=_eaten_by,
    finds_by="助餐点、就餐人编号、卡号、姓名",
    order=Meal.at,
    beside=((Canteen, Canteen.id == Meal.canteen_id), (Member, Member.id == Meal.member_id), person),
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
        Column("status", "状态", kind="status"),
    ),
    filters=(by_status(LateSheet), Days("eaten", "就餐日期", LateSheet.eaten_on)),
    search=(LateSheet.number, Canteen.name),
    finds_by="编号、助餐点",
    order=LateSheet.created_at,
    joins=((Canteen, Canteen.id == LateSheet.canteen_id),),
    counter="份",
    empty="没有补录单。",
)
