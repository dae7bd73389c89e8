"""With what an order is begun, and each of its steps is taken once: demo, tests and conformance play these."""

from datetime import date, timedelta

from sqlalchemy import func, select

from plugins.hotline.models import Order
from portal import clock
from portal.extensions import db
from portal.records.people import Contact
from portal.records.samples import Sample, Samples, Stage, now


def someone(order: Order | None, stage: Stage) -> Contact:
    """Whoever called."""
    who = stage.names.person()
    return Contact(name=who.name, phone=who.phone)


def fresh(order: Order | None, stage: Stage) -> str:
    """A number that no order has."""
    taken = db.session.scalar(select(func.count(Order.id))) or 0
    return f"{clock.today():%Y%m%d}-{taken + 1:05}"


def later(order: Order, stage: Stage) -> date:
    """A day for which an extension may be asked."""
    return clock.local(order.due_at).date() + timedelta(days=2)


def closed(order: Order, stage: Stage) -> None:
    """Its case has a result, of which the answer was made."""
    if order.case and not order.case.open:
        return
    case = ORDERS.bring("accepted", stage, order).case
    case.accept(by=stage.users["clerk"])
    case.resolve("物业换了灯，已经亮了。", by=stage.users["director"])


ORDERS = Samples(
    Order,
    {
        Order.receive: Sample(
            "clerk",
            {
                "outside_number": fresh,
                "text": "三号楼二单元的路灯坏了一个星期，晚上看不见路，请尽快修好。",
                "title": "小区路灯不亮",
                "nature": "help",
                "category": "物业管理",
                "location": "万豪花园 3 号楼",
                "caller": someone,
            },
            form={
                "unit_id": lambda order, stage: stage.unit.id,
                "name": "云大山",
                "phone": "15400770003",
                "source": "hotline",
                "urgency": "usual",
                "wants_reply": "y",
            },
        ),
        Order.accept: Sample("clerk", {"title": "小区路灯不亮"}, days=0),
        Order.send_back: Sample(
            "clerk", {"ground": "wrong_unit", "words": "路灯归市政部门管理。", "right_unit": "旗住建局"}, days=0
        ),
        Order.insist: Sample("clerk", {"reason": "平台指定由街道协调办理。"}, days=0),
        Order.speak: Sample(
            "clerk",
            {"at": now, "way": "phone", "spoke": True, "words": "核实了地点，约定明天上门。"},
            at="accepted",
            form={"spoke": "yes"},
            days=0,
        ),
        Order.ask_for_time: Sample("clerk", {"until": later, "reason": "要等配件到货。"}, at="accepted", days=0),
        Order.grant: Sample("clerk", first=(Order.ask_for_time,), at="accepted", days=0),
        Order.keep_limit: Sample(
            "clerk", {"reason": "平台不同意。"}, first=(Order.ask_for_time,), at="accepted", days=0
        ),
        Order.learn: Sample("", {"outcome": "物业换了灯，已经亮了。"}, at="accepted", days=2),
        Order.answer: Sample(
            "clerk",
            {"result": "物业换了灯，已经亮了。", "reached": True, "resolved": True},
            form={"reached": "yes", "resolved": "yes"},
            days=0,
        ),
        Order.upload: Sample("clerk", days=0),
        Order.call_back: Sample(
            "clerk",
            {"responded": True, "solved": True, "satisfied": True},
            form={"responded": "yes", "solved": "yes", "satisfied": "yes"},
            days=2,
        ),
        Order.redo: Sample("clerk", {"reason": "市民反映又不亮了。"}, first=(closed,), days=3),
        Order.resume: Sample("", {"reason": "核查时发现没有修好。"}, at="answered", days=1),
        Order.set_apart: Sample("clerk", {"reason": "要求全楼免交物业费，没有法律依据，已当面解释。"}, days=1),
        Order.confirm_apart: Sample("director", {"note": "情况属实。"}, first=(Order.set_apart,), days=0),
        Order.refuse_apart: Sample(
            "director", {"reason": "要求的是修灯，应当支持。"}, first=(Order.set_apart,), days=0
        ),
        Order.drop: Sample("clerk", {"reason": "登记错了。"}, days=0),
    },
)
SAMPLES = (ORDERS,)
