"""With what providers, orders and visits are begun, and each of their steps is taken once."""

from datetime import date

from sqlalchemy import func, select

from plugins.elder_services.choices import SERVICES
from plugins.elder_services.models import Provider, ServiceOrder, Visited
from portal.extensions import db
from portal.people.models import Person
from portal.records.samples import Sample, Samples, Stage, today


def name(record, stage: Stage) -> str:
    """One that no other provider has."""
    return f"康乐居家养老服务中心{db.session.scalar(select(func.count(Provider.id))) or ''}"


def provider(record, stage: Stage) -> Provider:
    """One that offers all services; enlisted with the first order that needs it."""
    return next(iter(Provider.offering("bath", stage.unit, 1)), None) or PROVIDERS.begin(stage)


def old(record, stage: Stage) -> Person:
    """Somebody of an age to be looked in on."""
    someone = stage.names.person(born=stage.names.birth_date(date(1938, 1, 1), date(1950, 1, 1)))
    return stage.resident(name=someone.name, id_number=someone.id_number)


PROVIDERS = Samples(
    Provider,
    {
        Provider.enlist: Sample(
            "clerk",
            {
                "name": name,
                "kinds": lambda _, stage: list(SERVICES),
                "phone": "04773960009",
                "valid_from": today,
            },
        ),
        Provider.correct: Sample(
            "clerk", {"name": lambda row, stage: row.name, "kinds": ["bath"], "phone": "", "valid_from": today}, days=0
        ),
        Provider.release: Sample("clerk", {"on": today}, days=0),
    },
)
ORDERS = Samples(
    ServiceOrder,
    {
        ServiceOrder.ask: Sample(
            "clerk",
            {
                "person": old,
                "kind": "bath",
                "wanted_on": today,
                "request": "上午，家中有浴凳。",
            },
            form={"name": "云秀英", "id_number": "150621194801010010"},
        ),
        ServiceOrder.correct: Sample("clerk", {"kind": "hair", "wanted_on": today, "request": "下午。"}, days=0),
        ServiceOrder.assign: Sample(
            "clerk",
            {"provider": provider, "on": today},
            form={"provider": lambda order, stage: provider(order, stage).id},
        ),
        ServiceOrder.finish: Sample("clerk", {"on": today, "result": "上门助浴一次。"}),
        ServiceOrder.confirm: Sample(
            "director",
            {"confirmed_by": "call", "satisfied": True, "note": ""},
            form={"satisfied": "yes"},
        ),
        ServiceOrder.reject: Sample("director", {"reason": "没有上门，请改期。"}),
        ServiceOrder.cancel: Sample("clerk", {"reason": "老人住院。"}),
    },
)
VISITED = Samples(
    Visited,
    {
        Visited.enrol: Sample(
            "clerk",
            {"person": old, "ground": "alone", "valid_from": today},
            form={"name": "云秀英", "id_number": "150621194801010010"},
        ),
        Visited.correct: Sample("clerk", {"ground": "infirm", "valid_from": today}, days=0),
        Visited.release: Sample("clerk", {"on": today}, days=0),
        Visited.void: Sample("clerk", {"reason": "登记错了人。"}, days=0),
    },
)
SAMPLES = (PROVIDERS, ORDERS, VISITED)
