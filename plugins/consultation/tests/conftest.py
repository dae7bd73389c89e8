"""A forum in 泰兴社区, and its topics, meetings and resolutions as far as a test needs them."""

from datetime import timedelta

import pytest

from plugins.consultation.models import Attendance, Forum, Item, Meeting, Resolution, Topic
from portal import clock
from portal.extensions import db
from portal.records.people import Contact


@pytest.fixture
def forum(cast) -> Forum:
    """万豪花园, which is the grid of the grid worker."""
    founded = Forum.found(unit=cast.grid1, name="万豪花园", households=320, venue="议事厅", by=cast.director)
    db.session.commit()
    return founded


@pytest.fixture
def topic(cast, forum):
    """`topic(title="…")` was proposed; `topic(published=True)` stands before a meeting, its days over."""

    def make(*, published: bool = False, **fields) -> Topic:
        given = {"title": "装充电棚", "text": "楼下没有地方充电。", "matter": "hazard"} | fields
        with clock.pretend(clock.now() - timedelta(days=20 if published else 0)):
            raised = Topic.propose(unit=forum.unit, forum=forum, by=cast.clerk, **given)
            db.session.flush()
            if published:
                raised.accept(title=raised.title, text=raised.text, by=cast.clerk)
                raised.publish(by=cast.clerk)
        db.session.commit()
        return raised

    return make


def people(residents: int = 5, guests: int = 1) -> list[Attendance]:
    roles = ["resident"] * residents + ["police"] * guests
    return [Attendance(role=role, who=Contact(name=f"代表{number}")) for number, role in enumerate(roles)]


@pytest.fixture
def call(cast, forum, topic):
    """`call()` is a meeting in ten days, about one topic, to which five residents and a policeman are asked."""

    def make(*, topics: list | None = None, invited: list | None = None, **fields) -> Meeting:
        given = {
            "held_at": clock.now() + timedelta(days=10),
            "venue": "议事厅",
            "chair": "张建国",
            "recorder": "小王",
        } | fields
        meeting = Meeting.call(
            forum,
            topics=topics or [topic(published=True)],
            invited=people() if invited is None else invited,
            by=cast.clerk,
            **given,
        )
        db.session.commit()
        return meeting

    return make


@pytest.fixture
def held(cast, call):
    """`held(3)` is a meeting, called ten days ago, to which three of the five residents came."""

    def make(came: int = 5, **fields) -> Meeting:
        with clock.pretend(clock.now() - timedelta(days=10)):
            meeting = call(**fields)
            meeting.notify(by=cast.clerk)
        meeting.hold([each.id for each in meeting.attendances[:came]], by=cast.clerk, held_at=clock.now())
        db.session.commit()
        return meeting

    return make


@pytest.fixture
def discussed(cast, held):
    """`discussed(5, plans=[…])` is the item of such a meeting, with its plans."""

    def make(came: int = 5, plans=("南门装 20 个位", "北门装 10 个位"), **fields) -> Item:
        item = held(came, **fields).items[0]
        item.discuss(minutes="王大爷：装在南门。\n李婶：北门近。", plans=list(plans), by=cast.clerk)
        db.session.commit()
        return item

    return make


@pytest.fixture
def resolved(cast, discussed):
    """A resolution that five of five voted for."""

    def make(**fields) -> Resolution:
        made = discussed(**fields).vote(way="hands", votes=[4, 1], against=0, abstained=0, text="", by=cast.clerk)
        db.session.commit()
        return made

    return make


@pytest.fixture
def carried(cast, resolved):
    """A resolution whose task was handed to the grid."""

    def make() -> Resolution:
        made = resolved()
        made.publish(made.text, by=cast.clerk)
        with clock.pretend(clock.now() + timedelta(days=10)):
            task = {"text": "装充电棚", "unit": cast.grid1, "due_on": clock.today() + timedelta(days=30)}
            made.hand_out([task], by=cast.clerk)
        db.session.commit()
        return made

    return make


@pytest.fixture
def finished(cast, carried):
    """A resolution whose task was done, and its case closed."""

    def make() -> Resolution:
        made = carried()
        case = made.tasks[0].case
        case.assignments[0].acknowledge(by=cast.grid)
        case.assignments[0].report("已经装好。", by=cast.grid)
        case.resolve("已经装好。", by=cast.director)
        db.session.commit()
        return made

    return make


@pytest.fixture
def solved(cast, finished):
    """A resolution that was carried out and inspected."""

    def make() -> Resolution:
        made = finished()
        made.accept(on=clock.today(), result="已装 20 个位。", by=cast.director)
        db.session.commit()
        return made

    return make
