"""With what a visit and a day of duty are begun, and each of their steps is taken once: demo, tests and conformance play these."""

from datetime import timedelta

from sqlalchemy import select

from plugins.reception.models import ReceptionDay, Visit
from portal import clock
from portal.extensions import db
from portal.people.models import Person
from portal.records.people import Contact
from portal.records.samples import Sample, Samples, Stage, today


def visitor(visit: Visit | None, stage: Stage) -> Person:
    return stage.resident()


def along(visit: Visit | None, stage: Stage) -> list[tuple[Contact, bool]]:
    """Two who came along; one of them speaks for all."""
    named = [stage.names.person() for _ in range(2)]
    return [(Contact(name=each.name, phone=each.phone), not number) for number, each in enumerate(named)]


def reception(visit: Visit, stage: Stage) -> ReceptionDay:
    """The next day on which a leader receives; arranged for the day after tomorrow where there is none."""
    if coming := ReceptionDay.to_come(visit.unit):
        return db.session.get_one(ReceptionDay, next(iter(coming)))
    on, by = clock.today() + timedelta(days=2), stage.users["director"]
    return ReceptionDay.arrange(unit=visit.unit, on=on, name="值班一组", leader="主任", room="三楼接待室", by=by)


def chosen(visit: Visit, stage: Stage) -> int:
    """The id of that day, as the form has it."""
    day = reception(visit, stage)
    db.session.flush()
    return day.id


DAYS = Samples(
    ReceptionDay,
    {
        ReceptionDay.arrange: Sample(
            "director", {"on": today, "name": "值班一组", "leader": "主任", "room": "三楼接待室"}
        ),
        ReceptionDay.change: Sample("director", {"name": "值班二组", "leader": "主任", "room": "二楼接待室"}, days=0),
    },
    only=lambda stage: db.session.scalars(
        select(ReceptionDay).where(ReceptionDay.unit_id == stage.unit.id).order_by(ReceptionDay.id)
    ).first(),
)
VISITS = Samples(
    Visit,
    {
        Visit.receive: Sample(
            "clerk",
            {
                "person": visitor,
                "companions": along,
                "people_count": 6,
                "title": "反映小区物业费涨价",
                "text": "没有公示就涨价，要求说明依据。",
                "topic": "property",
                "desk": "2 号窗口",
            },
            form={
                "name": "云大山",
                "phone": "15400770003",
                "speaks": "y",
                "people_count": "6",
            },
        ),
        Visit.answer: Sample("clerk", {"result": "已说明收费依据，来访人表示知道了。"}, days=0),
        Visit.open_case: Sample("clerk", days=0),
        Visit.lead: Sample("clerk", {"office": "市场监管所"}, days=0),
        Visit.hand_over: Sample("clerk", {"office": "市场监管所", "receiver": "值班窗口"}, days=0),
        Visit.book: Sample("clerk", {"day": reception}, form={"day_id": chosen}, days=0),
        Visit.drop: Sample("clerk", {"reason": "和上一条重复。"}, days=0),
        Visit.taken_up: Sample("", {"told": "事项已受理。"}),
    },
)
SAMPLES = (DAYS, VISITS)
