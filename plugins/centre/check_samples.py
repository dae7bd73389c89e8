"""With what items, self-checks and measures are begun, and each of their steps is taken once."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from plugins.centre.duty_samples import centre_of
from plugins.centre.models import CheckItem, CheckMeasure, SelfCheck, ServiceCentre
from portal import clock
from portal.extensions import db
from portal.records.samples import Sample, Samples, Stage, today


def in_days(days: int) -> Callable:
    return lambda record, stage: clock.today() + timedelta(days=days)


def next_period(record, stage: Stage) -> dict:
    centre = centre_of(record, stage)
    taken = {
        (each.year, each.quarter)
        for each in db.session.scalars(select(SelfCheck).where(SelfCheck.centre_id == centre.id))
        if each.status != "dropped"
    }
    year = clock.today().year
    return next(
        {"year": each, "quarter": quarter}
        for each in range(year, 2000, -1)
        for quarter in (0, 1, 2, 3, 4)
        if (each, quarter) not in taken
    )


ITEM = {"block": "place", "title": "有牌子、有场地", "source": "演示用条目"}


def some_items(record, stage: Stage) -> None:
    """At least one item holds."""
    if not db.session.scalar(
        select(CheckItem.id).where(CheckItem.status == "open", CheckItem.unit_id == stage.unit.id)
    ):
        CheckItem.enter(unit=stage.unit, valid_from=clock.today(), by=stage.users["director"], **ITEM)
        db.session.flush()


def centre_with_items(record, stage: Stage) -> ServiceCentre:
    some_items(record, stage)
    return centre_of(record, stage)


def all_answered(check: SelfCheck, stage: Stage) -> list[dict]:
    return [{"answer": "yes", "evidence": "见现场照片。"} for _ in check.answers]


def short(check: SelfCheck, stage: Stage) -> None:
    """The first item is not there."""
    check.answers[0].answer = "no"
    db.session.flush()


ITEMS = Samples(
    CheckItem,
    {
        CheckItem.enter: Sample("director", ITEM | {"valid_from": today}),
        CheckItem.end: Sample("director", {"on": today, "reason": "有新文件。"}, days=0),
    },
)
CHECKS = Samples(
    SelfCheck,
    {
        SelfCheck.start: Sample(
            "clerk",
            {
                "centre": centre_with_items,
                "year": lambda record, stage: next_period(record, stage)["year"],
                "quarter": lambda record, stage: next_period(record, stage)["quarter"],
            },
        ),
        SelfCheck.fill_in: Sample("clerk", {"answers": all_answered}, days=0),
        SelfCheck.attach: Sample("clerk", {"upload": lambda check, stage: stage.picture()}, at="filling", days=0),
        SelfCheck.add_measure: Sample(
            "clerk",
            {"what": "月底前换新牌子。", "due_on": in_days(30)},
            row=lambda check, stage: check.answers[0],
            first=(short,),
            at="filling",
            days=0,
        ),
        SelfCheck.finish: Sample("director", {"note": "已核对。"}, first=(SelfCheck.fill_in,), days=0),
        SelfCheck.drop: Sample("director", {"reason": "重新开始。"}, days=0),
    },
)


def a_check(record, stage: Stage) -> SelfCheck:
    return CHECKS.begin(stage)


MEASURES = Samples(
    CheckMeasure,
    {
        CheckMeasure.plan: Sample(
            "clerk",
            {
                "check": a_check,
                "item": lambda record, stage: db.session.scalars(select(CheckItem).order_by(CheckItem.id)).first(),
                "short": True,
                "what": "月底前换新牌子。",
                "due_on": in_days(30),
            },
        ),
        CheckMeasure.finish: Sample("clerk", {"result": "已换好。"}, days=3),
        CheckMeasure.postpone: Sample("clerk", {"due_on": in_days(40), "reason": "厂家延期。"}, days=0),
        CheckMeasure.drop: Sample("clerk", {"reason": "改由旗里统一做。"}, days=0),
    },
)
