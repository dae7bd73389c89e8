"""With what canteens, members and late entries are begun, and each of their steps is taken once."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from plugins.elder_care.models import Canteen, LateSheet, MealSettlement, Member
from plugins.elder_care.models.serving import Order, serve
from portal import clock
from portal.entitlements import Rights, Span
from portal.entitlements.samples import samples_of
from portal.extensions import db
from portal.people.models import Person
from portal.records.samples import Sample, Samples, Stage, today

SET_MEALS = (("一荤一素", 1000), ("两荤一素", 1200), ("素餐", 800))
LICENSED = ("legal", "food", "health", "fire")


def canteen_of(record, stage: Stage) -> Canteen:
    """The canteen of the stage's unit with one set meal; founded with the first record that needs one."""
    found = db.session.scalars(select(Canteen).where(Canteen.unit_id == stage.unit.id).order_by(Canteen.id)).first()
    found = found or CANTEENS.begin(stage)
    if not found.prices(clock.today()):
        CANTEENS.take(Canteen.price, found, stage)
    return found


def set_meal(record, stage: Stage) -> int:
    return canteen_of(record, stage).prices(clock.today())[-1].id


def name(record, stage: Stage) -> str:
    """One that no other canteen of the unit has."""
    number = db.session.scalar(select(func.count(Canteen.id)).where(Canteen.unit_id == stage.unit.id))
    return f"{stage.unit.short_name}老年食堂" + (f"{number + 1}部" if number else "")


def diners(record, stage: Stage) -> list[Member]:
    return [MEMBERS.begin(stage), MEMBERS.begin(stage)]


def last_month(record, stage: Stage) -> date:
    """Its first day."""
    (first,) = Span.before("month", Span.around("month", clock.today()).first, 1)
    return first


def old(record, stage: Stage) -> Person:
    """Somebody of 1948 or before."""
    born = stage.names.birth_date(date(1938, 1, 1), date(1948, 1, 1))
    return stage.resident(id_number=stage.names.person(born=born).id_number)


def served(stage: Stage) -> Canteen:
    """A new canteen with its licences, where somebody ate last month, late in the evening: that is one finding of the checks."""
    evening = datetime.combine(last_month(None, stage) + timedelta(days=9), time(21), clock.SHANGHAI)
    with clock.pretend(evening):
        canteen, member = CANTEENS.begin(stage), MEMBERS.begin(stage)
        set_meal = CANTEENS.take(Canteen.price, canteen, stage)
        for kind in LICENSED:
            CANTEENS.take(Canteen.license, canteen, stage, {Canteen.license: {"kind": kind}})
        serve(Order(canteen, set_meal, "lunch", "dine_in", "card", stage.users["clerk"]), member.id)
    db.session.flush()
    return canteen


def last(rows: str):
    """The last row of a record below it."""
    return lambda record, stage: getattr(record, rows)[-1]


def dead(member: Member, stage) -> None:
    """Stopped, for a death that was reported by mistake."""
    if member.status == "active":
        member.stop("died", clock.today(), by=stage.users["clerk"])
    member.stop_reason = "died"


CANTEENS = Samples(
    Canteen,
    {
        Canteen.found: Sample(
            "director",
            {
                "name": name,
                "lunch": "11:00-13:00",
                "run_by": "社区居委会",
            },
        ),
        Canteen.change: Sample(
            "director",
            {"phone": "04773960001", "address": "社区一楼", "dinner": "17:00-18:30"},
            form={"name": "社区老年食堂"},
        ),
        Canteen.hand_over: Sample("director", {"run_by": "昭君餐饮公司", "first": today}),
        Canteen.license: Sample(
            "director",
            {"kind": "food", "number": "JY21506000012345", "valid_from": today, "valid_until": date(2030, 12, 31)},
        ),
        Canteen.withdraw: Sample("director", {"on": today}, row=last("licences"), first=(Canteen.license,)),
        Canteen.price: Sample("director", {"name": "两荤一素", "price_fen": 1200, "valid_from": today}),
        Canteen.drop: Sample("director", {"on": today}, row=last("set_meals"), first=(Canteen.price,), days=0),
    },
)
MEMBERS = Samples(
    Member,
    {
        Member.enrol: Sample(
            "clerk",
            {"person": old, "household": "local"},
            form={"name": "云秀英", "id_number": "150621194801010010"},
        ),
        Member.review: Sample("clerk", {"note": "本人到场核对。"}, form={"text": "本人到场核对。"}),
        Member.classify: Sample("clerk", {"name": "allowance", "document": "低保证 150621-0001", "valid_from": today}),
        Member.prove: Sample(
            "clerk",
            {"upload": lambda _, stage: stage.picture("DEMO SCAN")},
            row=last("categories"),
            first=(Member.classify,),
        ),
        Member.declassify: Sample(
            "clerk", {"on": today, "note": "低保退出。"}, row=last("categories"), first=(Member.classify,), days=0
        ),
        Member.correct_household: Sample("clerk", {"household": "other", "note": "户口簿。"}),
        Member.reissue: Sample("clerk", {"reason": "lost"}),
        Member.authorise: Sample(
            "clerk",
            {
                "name": "王秀兰",
                "phone": "15400770002",
                "relation": "女儿",
                "valid_from": today,
                "valid_until": lambda _, stage: clock.today() + timedelta(days=180),
            },
        ),
        Member.revoke: Sample("clerk", {"note": ""}, row=last("agents"), first=(Member.authorise,)),
        Member.portray: Sample("clerk", {"upload": lambda _, stage: stage.picture("PHOTO")}),
        Member.stop: Sample("clerk", {"reason": "hospital", "on": today, "note": "住院。"}),
        Member.resume: Sample("clerk", {"note": "出院。"}, form={"text": "出院。"}),
        Member.correct_death: Sample("clerk", {"reason": "误报。"}, form={"text": "误报。"}, first=(dead,)),
    },
)
LATE = Samples(
    LateSheet,
    {
        LateSheet.ask: Sample(
            "clerk",
            {
                "canteen": canteen_of,
                "members": diners,
                "eaten_on": today,
                "sitting": "lunch",
                "way": "dine_in",
                "set_meal_id": set_meal,
                "why": "line",
                "reason": "停电四十分钟，按纸质签到表补录。",
            },
            form={"diners": lambda _, stage: MEMBERS.begin(stage).number},
        ),
        LateSheet.approve: Sample("director", {"note": "已核对签到表。"}, form={"text": "已核对签到表。"}),
        LateSheet.refuse: Sample("director", {"reason": "签到表没有本人签字。"}, form={"text": "签到表没有本人签字。"}),
    },
)
SETTLEMENTS = Samples(
    MealSettlement,
    {
        MealSettlement.draw_up: Sample(
            "clerk",
            {"day": last_month, "canteen_id": lambda _, stage: served(stage).id},
            form={"month": lambda _, stage: f"{last_month(_, stage)}"},
        ),
        **samples_of(MealSettlement, Rights(make="clerk", check="director", review="district", pay="director")),
        MealSettlement.recheck: Sample("director"),
        MealSettlement.decide: Sample(
            "director",
            {"decision": "cleared", "reason": "当天停电，补打的餐，已核对签到表。"},
            at="submitted",
            row=lambda settlement, stage: settlement.findings[0],
        ),
        MealSettlement.check: Sample("director", first=(MealSettlement.decide,)),
    },
)
SAMPLES = (CANTEENS, MEMBERS, LATE, SETTLEMENTS)
