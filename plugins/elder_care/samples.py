"""With what canteens, members and late entries are begun, and each of their steps is taken once."""

from datetime import date, timedelta

from sqlalchemy import func, select

from plugins.elder_care.models import Canteen, LateSheet, Member
from portal import clock
from portal.extensions import db
from portal.records.samples import Sample, Samples, Stage

SET_MEALS = (("一荤一素", 1000), ("两荤一素", 1200), ("素餐", 800))
LICENSED = ("legal", "food", "health", "fire")


def today(record, stage: Stage) -> date:
    """The day on which the step is taken."""
    return clock.today()


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


def last(rows: str):
    """The last row of a record below it."""
    return lambda record, stage: getattr(record, rows)[-1]


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
            {"person": lambda _, stage: stage.resident(), "household": "local"},
            form={"name": "云秀英", "id_number": "150621194801010010"},
        ),
        Member.review: Sample("clerk", {"note": "本人到场核对。"}, form={"text": "本人到场核对。"}),
        Member.classify: Sample("clerk", {"name": "allowance", "document": "低保证 150621-0001", "valid_from": today}),
        Member.declassify: Sample(
            "clerk", {"on": today, "note": "低保退出。"}, row=last("categories"), first=(Member.classify,), days=0
        ),
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
        ),
        LateSheet.approve: Sample("director", {"note": "已核对签到表。"}, form={"text": "已核对签到表。"}),
        LateSheet.refuse: Sample("director", {"reason": "签到表没有本人签字。"}, form={"text": "签到表没有本人签字。"}),
    },
)
SAMPLES = (CANTEENS, MEMBERS, LATE)
