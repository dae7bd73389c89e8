"""With what households, premises and kinds are begun, and each of their steps is taken once: demo, tests and conformance play these."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from plugins.population.models import Household, HouseholdMember, KindHeld, Premises
from portal import clock
from portal.extensions import db
from portal.people.models import Person
from portal.records.samples import Sample, Samples, Stage, today


def someone(record: Any, stage: Stage) -> Person:
    """A resident whom nobody has registered here yet."""
    return stage.resident()


def yesterday(record: Any, stage: Stage) -> date:
    return clock.today() - timedelta(days=1)


def in_a_year(record: Any, stage: Stage) -> date:
    return clock.today() + timedelta(days=365)


def new_room(record: Any, stage: Stage) -> str:
    """One that no premises of the building have yet."""
    return f"{101 + (db.session.scalar(select(func.count(Premises.id))) or 0)}"


def new_code(record: Any, stage: Stage) -> str:
    return f"{2026_0001 + (db.session.scalar(select(func.count(Household.id))) or 0)}"


def home(record: Any, stage: Stage) -> Premises:
    """Premises where nobody lives yet."""
    made = PREMISES.begin(stage)
    db.session.flush()
    return made


def same_unit(record: Any, stage: Stage) -> Any:
    return record.unit


def one_more(household: Household, stage: Stage) -> None:
    """The household has somebody besides its head."""
    if len(household.present) < 2:
        HOUSEHOLDS.take(Household.add, household, stage)


def lives_somewhere(household: Household, stage: Stage) -> None:
    if household.residence is None:
        HOUSEHOLDS.take(Household.settle, household, stage)


def other_member(household: Household, stage: Stage) -> HouseholdMember | None:
    return next((each for each in household.present if each is not household.head), None)


def the_other(household: Household, stage: Stage) -> int:
    """Its id, as the form has it."""
    one_more(household, stage)
    db.session.flush()
    return household.present[-1].id


def tenant(premises: Premises, stage: Stage) -> Any:
    return next(iter(premises.rented_to), None)


def owner(premises: Premises, stage: Stage) -> Any:
    return next(iter(premises.owned_by), None)


def let(premises: Premises, stage: Stage) -> None:
    """Somebody rents it."""
    if not premises.rented_to:
        PREMISES.take(Premises.let, premises, stage)


def owned(premises: Premises, stage: Stage) -> None:
    if not premises.owned_by:
        PREMISES.take(Premises.take_owner, premises, stage)


def let_to_nobody(premises: Premises, stage: Stage) -> None:
    """Whoever rented it has left."""
    for each in premises.rented_to:
        premises.end_lease(each, clock.today(), by=stage.users["clerk"])
    db.session.flush()


ESTATE = {"estate": "示例小区", "building": "1号楼", "entrance": "1单元", "floor": 3}
RESIDENT = {"name": "云桂兰", "id_number": "150621196503050013"}

PREMISES = Samples(
    Premises,
    {
        Premises.enter: Sample("clerk", ESTATE | {"room": new_room, "use": "own"}),
        Premises.let: Sample(
            "clerk",
            {"person": someone, "on": today, "contract_until": in_a_year},
            form={"name": "郝永胜", "id_number": "150621198804120010"},
        ),
        Premises.renew: Sample("clerk", {"contract_until": in_a_year}, row=tenant, first=(let,)),
        Premises.check: Sample("clerk", {"on": today, "result": "人房一致，没有发现隐患。"}, first=(let,)),
        Premises.end_lease: Sample("clerk", {"on": today}, row=tenant, first=(let,)),
        Premises.take_owner: Sample(
            "clerk",
            {"person": someone, "share": 40, "on": today},
            form={"kind": "person", "name": "石改变", "id_number": "150621197001010024"},
        ),
        Premises.end_owner: Sample("clerk", {"on": today}, row=owner, first=(owned,)),
        Premises.correct: Sample(
            "clerk",
            ESTATE | {"unit": same_unit, "entrance": "2单元", "room": new_room, "use": "empty"},
            first=(let_to_nobody,),
        ),
        Premises.close: Sample("clerk", {"reason": "已拆除。"}, first=(let_to_nobody,)),
    },
)

HOUSEHOLDS = Samples(
    Household,
    {
        Household.enter: Sample("clerk", {"head": someone, "on": yesterday, "code": new_code}, form=RESIDENT),
        Household.add: Sample(
            "clerk",
            {"person": someone, "relation": "spouse", "on": today},
            form={"name": "郝福", "id_number": "150621196211080018"},
        ),
        Household.relate: Sample("clerk", {"relation": "other"}, row=other_member, first=(one_more,)),
        Household.settle: Sample(
            "clerk", {"premises": home, "on": today}, form=ESTATE | {"estate": "示例小区二期", "room": new_room}
        ),
        Household.leave_home: Sample("clerk", {"on": today}, first=(lives_somewhere,)),
        Household.decide_grade: Sample(
            "director",
            {"grade": "2", "cause": "独居", "reason": "老人独居，子女在外地。", "on": today, "review_on": in_a_year},
        ),
        Household.change_head: Sample(
            "clerk", {"member": other_member, "was": "spouse"}, form={"member": the_other}, first=(one_more,)
        ),
        Household.let_leave: Sample("clerk", {"on": today}, row=other_member, first=(one_more,)),
        Household.correct: Sample("clerk", {"unit": same_unit, "code": lambda household, _: f"9{household.id:08d}"}),
        Household.close: Sample("clerk", {"on": today, "reason": "全户迁往外地。"}),
    },
)

KINDS = Samples(
    KindHeld,
    {
        KindHeld.register: Sample("clerk", {"person": someone, "kind": "floating", "on": today, "source": "本人申报"}),
        KindHeld.finish: Sample("clerk", {"on": today, "note": "已离开。"}),
        KindHeld.annul: Sample("clerk", {"reason": "登记错了人。"}),
    },
)
SAMPLES = (PREMISES, HOUSEHOLDS, KINDS)
