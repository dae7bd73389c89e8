"""With what forums, topics, meetings and resolutions are begun, and each of their steps is taken once."""

from datetime import timedelta

from sqlalchemy import select

from plugins.consultation.models import Attendance, Forum, Item, Meeting, Resolution, Topic
from portal import clock
from portal.extensions import db
from portal.records.people import Contact
from portal.records.samples import Sample, Samples, Stage, today

REASON = {"reason": "时间不够，资料不全。"}
PLANS = ["南门装 20 个充电位", "北门装 10 个充电位"]
CAME = ("steward", "resident", "resident", "resident", "owners", "property", "police")


def forum_of(record, stage: Stage) -> Forum:
    """The forum of the stage's unit; founded with the first record that needs one."""
    return FORUMS.begin(stage)


def people(record, stage: Stage) -> list[Attendance]:
    """Those who are asked to come."""
    return [Attendance(role=role, who=Contact(name=stage.names.person().name)) for role in CAME]


def another(topic: Topic, stage: Stage) -> Topic:
    """A second topic of the forum, into which the first can be merged."""
    others = select(Topic).where(Topic.forum_id == topic.forum_id, Topic.id != topic.id, Topic.status == "proposed")
    return db.session.scalars(others).first() or TOPICS.begin(stage, {Topic.propose: {"forum": topic.forum}})


def ready_topics(record, stage: Stage) -> list[Topic]:
    """A topic of the forum whose publication is over by the time of the meeting."""
    waiting = select(Topic).where(Topic.forum_id == forum_of(record, stage).id, Topic.status == "published")
    return [db.session.scalars(waiting).first() or TOPICS.bring("published", stage)]


def in_days(days: int):
    return lambda record, stage: clock.now() + timedelta(days=days)


def decided(meeting: Meeting, stage: Stage) -> None:
    """Every topic has a result."""
    for each in meeting.items:
        if not each.result:
            ITEMS.take(Item.vote, each, stage)


def voted(item: Item, stage: Stage) -> None:
    """Every household voted for the first plan."""
    for each in item.ballots:
        each.cast(item.options[0].id)


def one_task(resolution: Resolution, stage: Stage) -> list[dict]:
    due_on = clock.today() + timedelta(days=30)
    return [{"text": resolution.text[:200], "unit": stage.unit, "due_on": due_on}]


def one_line(resolution: Resolution, stage: Stage) -> list[dict]:
    """The same as it is typed."""
    return [each | {"unit_id": stage.unit.id} for each in one_task(resolution, stage)]


FORUMS = Samples(
    Forum,
    {
        Forum.found: Sample("director", {"name": "万豪花园", "households": 320, "venue": "党群服务中心议事厅"}),
        Forum.amend: Sample("director", {"households": 326, "venue": "社区二楼会议室", "convener": "张建国"}),
    },
    only=lambda stage: db.session.scalars(
        select(Forum).where(Forum.unit_id == stage.unit.id).order_by(Forum.id)
    ).first(),
)
TOPICS = Samples(
    Topic,
    {
        Topic.propose: Sample(
            "clerk",
            {
                "forum": forum_of,
                "title": "装电动车充电棚",
                "text": "楼下没有地方充电，有人拉飞线。",
                "matter": "hazard",
            },
            form={"forum_id": lambda record, stage: forum_of(record, stage).id},
        ),
        Topic.accept: Sample(
            "clerk", {"title": lambda topic, stage: topic.title, "text": lambda topic, stage: topic.text}, days=2
        ),
        Topic.publish: Sample("clerk"),
        Topic.decline: Sample("clerk", {"reason": "属于物业日常维修，已转物业。"}, at="proposed", days=2),
        Topic.merge_into: Sample(
            "clerk", {"other": another}, at="proposed", form={"other_id": lambda topic, stage: another(topic, stage).id}
        ),
        Topic.schedule: Sample("", {"meeting": "第1次议事会"}),
        Topic.defer: Sample("", REASON),
        Topic.resolve: Sample("", {"number": "议决1号"}),
        Topic.fail: Sample("", {"tally": "没有过半数。"}),
        Topic.solve: Sample("", {"result": "已装 20 个位。"}),
        Topic.rate: Sample("", {"rating": 5, "words": "很方便。"}, at="solved"),
    },
)
MEETINGS = Samples(
    Meeting,
    {
        Meeting.call: Sample(
            "clerk",
            {
                "forum": forum_of,
                "topics": ready_topics,
                "invited": people,
                "held_at": in_days(10),
                "venue": "党群服务中心议事厅",
                "chair": "张建国",
                "recorder": "王丽",
            },
            form={"topics": lambda record, stage: [each.id for each in ready_topics(record, stage)]},
        ),
        Meeting.invite: Sample("clerk", {"invited": people}),
        Meeting.reschedule: Sample("clerk", {"held_at": in_days(12), "venue": "小区广场"}, at="notified"),
        Meeting.notify: Sample("clerk"),
        Meeting.hold: Sample(
            "clerk",
            {
                "present": lambda meeting, stage: [each.id for each in meeting.attendances],
                "held_at": lambda meeting, stage: meeting.held_at,
            },
            past=lambda meeting: clock.local(meeting.held_at).date(),
        ),
        Meeting.close: Sample(
            "clerk", {"note": "宣读了决议。"}, first=(lambda meeting, stage: _held(meeting, stage), decided), days=0
        ),
        Meeting.cancel: Sample("clerk", {"reason": "停电。"}, at="planned"),
    },
)


def _held(meeting: Meeting, stage: Stage) -> None:
    MEETINGS.bring("held", stage, meeting)


def _discussed(item: Item, stage: Stage) -> None:
    MEETINGS.bring("held", stage, item.record)
    if not item.options:
        ITEMS.take(Item.discuss, item, stage)


ITEMS = Samples(
    Item,
    {
        Item.discuss: Sample(
            "clerk",
            {"minutes": "王大爷：装在南门，离得近。\n李婶：晚上充电要有人管。", "plans": PLANS},
            at="held",
            form={"plans": "\n".join(PLANS)},
            days=0,
        ),
        Item.vote: Sample(
            "clerk",
            {"way": "hands", "votes": [5, 0], "against": 0, "abstained": 0, "text": ""},
            at="held",
            first=(_discussed,),
            form={"counts": [{"votes": 5}, {"votes": 0}]},
            days=0,
        ),
        Item.open_ballot: Sample(
            "clerk",
            {"households": ["1号楼101", "1号楼102"], "until": in_days(7)},
            at="held",
            first=(_discussed,),
            form={"households": "1号楼101\n1号楼102"},
            days=0,
        ),
        Item.count_ballot: Sample(
            "clerk",
            {"text": ""},
            at="held",
            first=(Item.open_ballot, voted),
            past=lambda item: clock.local(item.ballot_until).date(),
        ),
        Item.defer: Sample("clerk", REASON, at="held", days=0),
    },
    part_of=MEETINGS,
    part=lambda meeting: meeting.items[0],
)


def _drawn_up(stage: Stage) -> Resolution:
    item = ITEMS.begin(stage)
    return ITEMS.take(Item.vote, item, stage)


class ResolutionSamples(Samples):
    """A resolution is begun by the vote of a meeting."""

    def begin(self, stage: Stage, given=None) -> Resolution:
        return _drawn_up(stage)


RESOLUTIONS = ResolutionSamples(
    Resolution,
    {
        Resolution.publish: Sample("clerk", {"text": lambda resolution, stage: resolution.text}),
        Resolution.hand_out: Sample(
            "clerk",
            {"tasks": one_task},
            at="published",
            past=lambda resolution: resolution.published_until,
            form={"tasks": one_line},
        ),
        Resolution.learn: Sample("", {"outcome": "已经装好。"}, days=20),
        Resolution.resume: Sample("", {"reason": "有两个位没有装。"}, at="finished"),
        Resolution.accept: Sample("director", {"on": today, "result": "已装 20 个位，居民在用。"}),
    },
)
SAMPLES = (FORUMS, TOPICS, MEETINGS, ITEMS, RESOLUTIONS)
