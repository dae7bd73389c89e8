"""Samples: the way to any state follows from the declared steps, and is gone through them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal import clock
from portal.errors import NotAllowed
from portal.records import Moved, State, States, begins, step
from portal.records.samples import Sample, Samples, Stage
from portal.records.steppable import Steppable
from tests.records.somebody import Somebody

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
KEEPER, READER = Somebody({"lamp.keep"}), Somebody()


class Lamp(Steppable):
    """Something that is repaired, without a table."""

    states = States(
        State("reported", "已报修", open=True),
        State("checked", "已核实", open=True),
        State("repaired", "已修复"),
        State("paid", "已付款"),
        State("lost", "无法修复"),
    )

    def __init__(self):
        self.status, self.taken, self.parts = "reported", [], []

    def entrusted_to(self, user, permission):
        return permission in user

    def move(self, verb, to="", *, by, note="", title="", was=None):
        self.status = to or self.status
        self.taken.append((verb, clock.today()))

    @begins("报修", needs=None)
    def report(cls, *, unit, title, by):
        lamp = cls()
        lamp.unit, lamp.title = unit, title
        return lamp

    @step("领料", of=("reported", "checked"), needs="lamp.keep")
    def fetch(self, part, *, by):
        self.parts.append(part)

    @step("核实", of="reported", needs="lamp.keep")
    def check(self, found, *, by):
        """It may turn out that nothing can be done."""
        return Moved(to="checked" if found else "lost")

    @step(
        "修复", of="checked", to="repaired", needs="lamp.keep", unless=lambda lamp: "" if lamp.parts else "没有领料。"
    )
    def repair(self, part, *, by):
        self.guaranteed_until = clock.today() + timedelta(days=30)

    @step("付款", of="repaired", to="paid", needs=None, unless=lambda lamp: lamp.early())
    def pay(self, *, by):
        """After the guarantee."""

    def early(self):
        return "保修期还没有满。" if clock.today() <= self.guaranteed_until else ""


def samples(**pay) -> Samples:
    return Samples(
        Lamp,
        {
            Lamp.report: Sample("keeper", {"title": lambda lamp, stage: f"{stage.unit}灯杆"}),
            Lamp.fetch: Sample("keeper", {"part": "灯泡"}, days=0),
            Lamp.check: Sample("keeper", {"found": True}, to="checked", days=2),
            Lamp.repair: Sample("keeper", row=lambda lamp, stage: lamp.parts[0], first=(Lamp.fetch,), days=3),
            Lamp.pay: Sample(**{"past": lambda lamp: lamp.guaranteed_until} | pay),
        },
    )


@pytest.fixture
def stage(app) -> Stage:
    return Stage({"keeper": KEEPER}, "泰兴社区", None)


def verbs(lamp: Lamp) -> list[str]:
    return [verb for verb, _ in lamp.taken]


def test_the_way_follows_from_the_declarations(stage):
    lamp = samples().bring("paid", stage)
    assert (lamp.status, lamp.title, lamp.unit) == ("paid", "泰兴社区灯杆", "泰兴社区")
    assert verbs(lamp) == ["report", "check", "fetch", "repair", "pay"]
    assert samples().reachable == ["reported", "checked", "repaired", "paid"]


def test_it_goes_on_from_where_a_record_stands(stage):
    lamp = samples().bring("checked", stage)
    assert samples().bring("repaired", stage, lamp) is lamp
    assert verbs(lamp) == ["report", "check", "fetch", "repair"]


def test_other_arguments_lead_elsewhere(stage):
    lamp = samples().begin(stage, {Lamp.report: {"title": "三号灯杆"}})
    samples().take(Lamp.check, lamp, stage, {Lamp.check: {"found": False}})
    assert (lamp.title, lamp.status) == ("三号灯杆", "lost")
    with pytest.raises(LookupError, match="from lost to paid"):
        samples().bring("paid", stage, lamp)


def test_time_passes_only_for_the_step_that_waits(stage):
    with clock.pretend(NOON):
        lamp = samples().bring("paid", stage)
    assert {day for verb, day in lamp.taken if verb != "pay"} == {date(2026, 3, 10)}
    assert lamp.taken[-1] == ("pay", date(2026, 4, 10))


def test_on_a_calendar_each_step_has_its_day_and_none_lies_ahead(stage):
    stage.day, stage.until = NOON, NOON + timedelta(days=20)
    lamp = samples().bring("repaired", stage)
    assert [(verb, day.day) for verb, day in lamp.taken] == [
        ("report", 10),
        ("check", 12),
        ("fetch", 12),
        ("repair", 15),
    ]
    lamp.guaranteed_until = date(2026, 3, 1)
    samples(days=90).take(Lamp.pay, lamp, stage)
    assert lamp.taken[-1] == ("pay", date(2026, 3, 30))


def test_it_is_the_steps_that_are_taken(stage):
    stage.users["keeper"] = READER
    with pytest.raises(NotAllowed):
        samples().bring("checked", stage)
