"""The demo of 议事坊: the 23 neighbourhoods of 昭君街道, and a year in which 52 meetings were held and 65 problems solved."""

import csv
from datetime import datetime, time, timedelta
from pathlib import Path

from plugins.consultation.models import Forum, Item, Meeting, Resolution, Topic
from plugins.consultation.samples import ITEMS, MEETINGS, RESOLUTIONS, TOPICS
from plugins.consultation.settings import KEY
from portal import clock
from portal.cases.models import Assignment, Case
from portal.demo.neighbourhoods import neighbourhoods
from portal.demo.world import World
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.plugin_admin.switching import switch
from portal.records.people import Contact
from portal.records.samples import Stage

# what is deliberated about: kind, title, what residents say, the plan that is chosen, another plan, how it ended
STORIES = list(csv.DictReader((Path(__file__).parent / "data/topics.csv").open(encoding="utf-8", newline="")))
DISSENT = ("", "一户认为离自家窗户太近，已说明会装隔板。", "", "两户希望晚一个月再办，会上说明了原因。", "")
MEETINGS_HELD, SOLVED = 52, 65
AHEAD = 56  # days before today by which the last problem had to be on its way to be solved
ON_THEIR_WAY = {5: "drafted", 4: "published", 3: "carried", 2: "finished"}  # how many meetings ago, today's included


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; found the forums, play the meetings."""
    units = world.units
    with clock.pretend(world.began):
        switch(KEY, units.county, "on", by=world.users["administrator"], reason="全旗启用红管家议事坊。")
        switch(KEY, units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    forums = [_forum(world, number, unit, name) for number, (unit, name) in enumerate(neighbourhoods(world))]
    closed = MEETINGS_HELD - 1  # one is not over yet
    for number in range(closed):
        _meet(world, forums[number % len(forums)], number, 2 if number < SOLVED - closed else 1)
    _under_way(world, forums)


def _forum(world: World, number: int, unit: OrgUnit, name: str) -> Forum:
    with clock.pretend(world.now - timedelta(days=500 - number)):
        forum = Forum.found(
            unit=unit,
            name=name,
            households=180 + number * 37 % 400,
            venue="党群服务中心议事厅",
            convener=world.names.person().name,
            by=world.users["director"],
        )
        db.session.flush()
    return forum


def _at(world: World, days: int, hour: int) -> datetime:
    """So many days ago, at an hour of the office."""
    return clock.local(world.now - timedelta(days=days)).replace(hour=hour, minute=10)


# -- meetings ----------------------------------------------------------------------------------------------------------


def _meet(world: World, forum: Forum, number: int, count: int) -> None:
    """A meeting about `count` topics, all of them carried out; at the last few there was another, whose resolution is on its way."""
    year = max(clock.local(world.now).timetuple().tm_yday - 5, 3 * AHEAD)  # so that all of it lies in this year
    began = year - number * (year - AHEAD) // (MEETINGS_HELD - 1)
    stage = world.stage(forum.unit, _at(world, began, 9))
    way = ON_THEIR_WAY.get(MEETINGS_HELD - number, "")
    stories = [STORIES[(number + place * 4) % len(STORIES)] for place in range(count + bool(way))]
    topics = [_topic(world, stage, forum, story, number) for story in stories]
    meeting = _called(stage, forum, topics)
    MEETINGS.bring("held", stage, meeting, {Meeting.hold: _those_who_came(meeting, number)})
    made = [_vote(each, stage, story, number) for each, story in zip(meeting.items, stories, strict=True)]
    MEETINGS.take(Meeting.close, meeting, stage)
    for each, story in list(zip(made, stories, strict=True))[:count]:
        _carry_out(world, each, stage, story, number)
    if way:
        _start(world, made[-1], stage, stories[-1], number, way)


def _topic(world: World, stage: Stage, forum: Forum, story: dict[str, str], number: int) -> Topic:
    """Published: every third from a resident, who left name and telephone number."""
    given = {name: story[name] for name in ("matter", "title", "text")} | {"forum": forum}
    if number % 3:
        topic = TOPICS.begin(stage, {Topic.propose: given})
    else:
        someone = world.names.person()
        with stage.later():
            if number == 0:  # one who is in the register of residents, too
                Person.enter(forum.unit, name=someone.name, id_number=someone.id_number, phone=someone.phone)
            proposer = Contact(name=someone.name, phone=someone.phone)
            topic = Topic.propose(unit=forum.unit, by=None, proposer=proposer, **given)
            db.session.flush()
    return TOPICS.bring("published", stage, topic)


def _called(stage: Stage, forum: Forum, topics: list[Topic], least: int = 2) -> Meeting:
    """In an evening after the publication is over, `least` days later or more."""
    day = max([clock.local(stage.day).date(), *(each.published_until for each in topics)]) + timedelta(days=least)
    evening = datetime.combine(day, time(19), clock.SHANGHAI)
    given = {"forum": forum, "topics": topics, "held_at": evening, "chair": forum.convener}
    return MEETINGS.begin(stage, {Meeting.call: given})


def _those_who_came(meeting: Meeting, number: int) -> dict:
    """Now and then one stays away."""
    away = [3] if number % 4 == 1 else []
    return {"present": [each.id for place, each in enumerate(meeting.attendances) if place not in away]}


def _vote(item: Item, stage: Stage, story: dict[str, str], number: int) -> Resolution:
    present, against = item.record.present, number % 2
    votes = {"votes": [present - against, 0], "against": against, "dissent": DISSENT[number % len(DISSENT)]}
    given = {Item.discuss: _said(item, story), Item.vote: votes}
    ITEMS.take(Item.discuss, item, stage, given)
    return ITEMS.take(Item.vote, item, stage, given)


def _said(item: Item, story: dict[str, str]) -> dict:
    minutes = f"{item.record.chair}：{story['text']}\n王大爷：{story['plan']}，我同意。\n李婶：{story['other']}也行。"
    return {"minutes": minutes, "plans": [story["plan"], story["other"]]}


def _carry_out(world: World, resolution: Resolution, stage: Stage, story: dict[str, str], number: int) -> None:
    """Done and inspected; a resident who proposed it says how satisfied."""
    day = stage.day
    _start(world, resolution, stage, story, number, "finished")
    RESOLUTIONS.take(Resolution.accept, resolution, stage, {Resolution.accept: {"result": story["result"]}})
    if resolution.topic.proposer:
        TOPICS.take(Topic.rate, resolution.topic, stage, {Topic.rate: {"rating": 5 - number // 3 % 4 // 2}})
    stage.day = day


def _start(world: World, resolution: Resolution, stage: Stage, story: dict[str, str], number: int, state: str) -> None:
    """Handed to an office of the county, as far as `state`."""
    office = world.units.departments["住建局" if number % 2 else "综合执法局"]
    task = {"text": story["plan"], "unit": office}
    given = {"tasks": lambda made, stage: [task | {"due_on": clock.today() + timedelta(days=30)}]}
    way = "carried" if state == "finished" else state
    RESOLUTIONS.bring(way, stage, resolution, {Resolution.hand_out: given})
    if state == "finished":
        _close(resolution.tasks[0].case, stage, world, story["result"])


def _close(case: Case, stage: Stage, world: World, result: str) -> None:
    assignment: Assignment = case.assignments[0]
    somebody = world.staff[assignment.unit_id]["department"]
    with stage.later(1):
        assignment.acknowledge(by=somebody)
    with stage.later(14):
        assignment.report(result, by=somebody)
    with stage.later(1):
        case.resolve(result, by=stage.users["director"])
        case.archive(by=stage.users["director"])


def _under_way(world: World, forums: list[Forum]) -> None:
    """What is on its way today: topics in each state, two meetings ahead, and one with two topics that is not over yet."""
    states = ("proposed", "proposed", "accepted", "published", "declined", "merged")
    for number, state in enumerate(states):
        forum, story = forums[number], STORIES[(number + 3) % len(STORIES)]
        stage = world.stage(forum.unit, _at(world, 6, 9))
        given = {name: story[name] for name in ("matter", "title", "text")} | {"forum": forum}
        given |= {"title": "商量旧城征地拆迁的补偿"} if number == 1 else {}
        TOPICS.bring(state, stage, TOPICS.begin(stage, {Topic.propose: given}))
    for number, state in enumerate(("planned", "notified", "held"), start=len(states)):
        forum, least = forums[number], 1 if state == "held" else 12
        stage = world.stage(forum.unit, _at(world, 24 if state == "held" else 9, 9))
        stories = [STORIES[(number) % len(STORIES)], STORIES[(number + 2) % len(STORIES)]][: 1 + (state == "held")]
        topics = [_topic(world, stage, forum, each, number) for each in stories]
        meeting = MEETINGS.bring(state, stage, _called(stage, forum, topics, least))
    households = [f"{building}号楼{floor}01" for building in (1, 2) for floor in range(1, 7)]
    ballot = {"until": world.now + timedelta(days=5), "households": households}
    for item, story in zip(meeting.items, stories, strict=True):
        ITEMS.take(Item.discuss, item, stage, {Item.discuss: _said(item, story)})
    ITEMS.take(Item.open_ballot, meeting.items[1], stage, {Item.open_ballot: ballot})
