"""The work desk: one statement for everything that waits, each matter once, and a queue that breaks takes no other with it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import literal_column, select, text

from portal import clock
from portal.accounts.models import Appointment, User
from portal.accounts.reader import Reader, places_of, shape_of
from portal.cases.models import Case
from portal.extensions import db
from portal.home import desk
from portal.home.desk import MOST, cards_of, fill
from portal.home.queue import queue as in_order
from portal.plugin import dispatch, patience
from portal.plugin.contributions import Card, Queue
from portal.plugin.hookspecs import Context, hookimpl
from portal.plugin.patience import CHANCES, LONGEST
from portal.testing import factories
from portal.testing.statements import statements

pytestmark = pytest.mark.database
EVERYBODY = ("clerk", "mediator", "grid", "director", "department", "district", "administrator", "auditor", "outsider")
DESK = 8  # statements of the page, whatever the role and the plugins


@pytest.fixture
def cases(cast) -> list[Case]:
    """Overdue, nearly due, handed to the department, to be verified, and one in another district."""
    made = [factories.case(cast.taixing, by=cast.clerk, title=title) for title in ("超期", "将到期", "派出", "待核查")]
    for case in made[2:]:
        case.triage(kind="0701", level="minor", by=cast.clerk)
    made[2].assign(cast.labour_bureau, by=cast.clerk)
    answered = made[3].assign(cast.street, by=cast.clerk)
    answered.acknowledge(by=cast.clerk)
    answered.report("已办。", by=cast.clerk)
    made[0].due_at = clock.now() - timedelta(days=1)
    made[1].due_at, made[1].warn_at = clock.now() + timedelta(hours=2), clock.now() - timedelta(hours=1)
    factories.case(cast.outside_community, by=cast.outsider, title="别处")
    db.session.commit()
    return made


def filled(*queues: Queue, by: User) -> dict[str, Card | None]:
    """The cards of these queues, by their keys."""
    return {each.key: card for each, card in fill(queues, by, clock.now()).items()}


def texts(cast, who: str) -> dict[str, list[str]]:
    """Title of each card of the core that has something → its rows."""
    user = getattr(cast, who)
    answers = dispatch.call("home_cards", ctx=Context(user.units[0], user, clock.now()))
    cards, _ = cards_of([each for each in answers if each.plugin.startswith("core:")], user, clock.now())
    return {card.title: [row[0].partition("（")[0] for row in card.rows] for card in cards if card.count}


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (
            "clerk",
            {
                "已超期": ["超期"],
                "即将到期": ["将到期"],
                "待受理分流": ["超期", "将到期"],
                "待核查办结": ["待核查"],
                "已交办，等反馈": ["派出"],
            },
        ),
        ("mediator", {"已超期": ["超期"], "即将到期": ["将到期"]}),
        ("department", {"交给我们办理": ["派出"]}),
        ("district", {"已超期": ["超期"], "即将到期": ["将到期"]}),
        ("grid", {}),
        ("auditor", {}),
        ("outsider", {"待受理分流": ["别处"]}),
    ],
)
def test_what_waits_for_whom(app, cast, cases, who, expected):
    with app.test_request_context():
        assert texts(cast, who) == expected


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_reader_without_a_name_sees_what_the_user_sees(app, cast, cases, who):
    user = getattr(cast, who)
    cases[0].assignments, reader = [], Reader(shape_of(user))
    for permission in ("cases.view", "cases.triage", "cases.handle"):
        asked = select(Case.id).where(Case.reach(reader, permission))
        given = set(db.session.scalars(asked, places_of(user)))
        assert given == set(db.session.scalars(select(Case.id).where(Case.reach(user, permission))))


@pytest.mark.parametrize("beside", ["county", "street", "taixing", "labour_bureau"])
def test_who_works_in_two_offices_finds_each_case_once(app, cast, cases, beside):
    db.session.add(Appointment(user=cast.clerk, unit=getattr(cast, beside), role="director"))
    db.session.commit()
    with app.test_request_context():
        assert texts(cast, "clerk")["已超期"] == ["超期"]
        assert texts(cast, "clerk")["待受理分流"] == ["超期", "将到期"]


def queue(key: str, rows, **more) -> Queue:
    return Queue(key, f"第{key}项", f"/{key}", f"/{key}/{{id}}", rows, **more)


def everything(reader):
    return select(Case.id, Case.title.label("text"), Case.due_at.label("due")).order_by(Case.due_at)


def test_what_others_have_in_hand_stands_apart_from_what_waits_for_me(as_user, cases):
    page = as_user("mediator").page("/")
    assert page.heading == "没有等您办的事"
    assert "超期（泰兴社区）" in "".join(page.tree.xpath("//details[summary[contains(., '已超期')]]//td/a/text()"))
    assert not as_user("clerk").page("/").tree.xpath("//details")


def test_it_is_counted_up_to_a_cap_and_the_first_few_are_shown(app, cast, cases):
    digits = (
        select(literal_column("0").label("n"))
        .union_all(*(select(literal_column(str(n))) for n in range(1, 10)))
        .subquery()
    )
    tens, ones = digits.alias(), digits.alias()
    hundred = lambda reader: (  # noqa: E731
        select((tens.c.n * 10 + ones.c.n).label("id"), Case.title.label("text"), Case.due_at.label("due"))
        .select_from(Case)
        .join(tens, Case.title == "超期")
        .join(ones, tens.c.n >= 0)
        .order_by(literal_column("1"))
    )
    card = filled(queue("many", hundred), by=cast.clerk)["many"]
    assert (card.count, len(card.rows), card.more_url) == (f"{MOST}+", 5, "/many")


def test_what_is_late_is_red_and_days_count_like_moments(app, cast, cases):
    late = lambda reader: everything(reader).where(Case.due_at < reader.now)  # noqa: E731
    on_a_day = lambda reader: select(Case.id, Case.title.label("text"), reader.today(-3).label("due"))  # noqa: E731
    found = filled(queue("late", late), queue("day", on_a_day), by=cast.clerk)
    assert (found["late"].tone, found["late"].rows[0][2]) == ("danger", "超期 1 天")
    assert (found["day"].tone, found["day"].rows[0][2]) == ("danger", "超期 3 天")


def test_a_statement_is_built_once_for_readers_of_one_kind(app, cast, cases):
    built = []

    def rows(reader):
        built.append(reader)
        return everything(reader).where(Case.reach(reader, "cases.triage"))

    cast.outsider.appointments[0].unit = cast.other_street
    queues = [queue("own", rows)]
    assert filled(*queues, by=cast.clerk)["own"].count == 4
    assert filled(*queues, by=cast.outsider)["own"].count == 0
    assert len(built) == 1, "each is a clerk of a street of this district"


def test_queues_of_two_plugins_with_one_key_are_both_shown(app, cast, cases):
    both = [
        queue("waiting", everything),
        queue("waiting", lambda reader: everything(reader).where(Case.title == "超期")),
    ]
    answers = [dispatch.Answer(f"plugin{number}", [each]) for number, each in enumerate(both)]
    cards, _ = cards_of(answers, cast.clerk, clock.now())
    assert sorted(card.count for card in cards) == [1, 5]


def test_a_date_of_its_own_is_refused(app, cast):
    with pytest.raises(TypeError, match=r"reader\.today"):
        fill(
            [queue("old", lambda reader: everything(reader).where(Case.happened_on < date(2026, 1, 1)))],
            cast.clerk,
            clock.now(),
        )


@pytest.mark.parametrize(
    "breaking",
    [
        lambda reader: 1 / 0,
        lambda reader: select(text("nothing")),
        lambda reader: everything(reader).where(text("no_such_column = 1")),
        lambda reader: everything(reader).where(Case.happened_on < date(2026, 1, 1)),
    ],
)
def test_a_queue_that_breaks_says_so_and_the_others_are_shown(as_user, cast, cases, join, breaking):
    class Broken:
        @hookimpl
        def home_cards(self, ctx):
            return [queue("broken", breaking), queue("sound", everything)]

    join("broken", "碰壁模块", Broken)
    page = as_user("clerk").page("/")
    assert page.status == 200
    assert page.text.count("“碰壁模块”的内容暂时无法显示") == 1
    assert "第sound项" in page.text
    assert "第broken项" not in page.text
    assert "待受理分流" in page.text


@pytest.mark.parametrize("who", EVERYBODY)
def test_fifteen_plugins_cost_no_more_statements_than_one(as_user, cast, cases, join, who):
    def plugin(number: int) -> type:
        class MadeUp:
            @hookimpl
            def home_cards(self, ctx):
                return [queue(f"made{number}-{each}", everything) for each in range(2)]

        return MadeUp

    for number in range(15):
        join(f"made{number}", f"模块{number}", plugin(number))
    client = as_user(who)
    client.page("/")
    with statements() as sent:
        assert client.page("/").status == 200
    assert len(sent) <= DESK, "\n\n".join(sent)


def test_the_longest_overdue_is_first_whichever_card_it_comes_from():
    today, red = date(2026, 3, 10), "danger"
    cases = Card("a", "已超期", 2, "/a", red, [("甲", "/1", "超 1 天", red, today), ("乙", "/2", "", "warn", today)])
    deeds = Card("b", "待调查", 2, "/b", red, [("丙", "/3", "超 9 天", red, date(2026, 3, 2)), ("丁", "/4", "", red)])
    assert [line.text for line in in_order([cases, deeds])] == ["丙", "甲", "丁", "乙"]


def test_what_came_back_stands_before_what_is_overdue():
    red = "danger"
    late = Card("a", "已超期", 2, "/a", red, [("甲", "/1", "超期 9 天", red, date(2026, 3, 1)), ("乙", "/2", "", red)])
    back = Card("b", "回到本单位", 1, "/b", red, [("乙", "/2", "剩 3 天", "info", date(2026, 3, 13))], on_top=True)
    assert [line.text for line in in_order([late, back])] == ["乙", "甲"]


def test_a_queue_that_is_slow_three_times_is_left_out_and_the_rest_of_the_desk_stays(app, cast, cases, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(desk, "perf_counter", lambda: now[0])
    monkeypatch.setattr(patience, "monotonic", lambda: now[0])
    asks = desk.fill

    calls: list = []

    def slowly(queues, *rest):
        calls.append(queues)
        now[0] += LONGEST + 1 if slow in queues else 0
        return asks(queues, *rest)

    def everything(reader):
        return select(Case.id, Case.title.label("text"), Case.due_at.label("due"))

    slow, quick = queue("slow", everything), queue("quick", everything)
    monkeypatch.setattr(desk, "fill", slowly)
    given = [dispatch.Answer("lame", [slow]), dispatch.Answer("brisk", [quick])]

    def seen() -> tuple[list[str], list[str]]:
        cards, answers = cards_of(given, cast.clerk, clock.now())
        return [card.key for card in cards], [answer.plugin for answer in answers if answer.failed]

    monkeypatch.setattr(app.extensions["portal_plugins"], "patience", patience.Patience())
    for _ in range(CHANCES - 1):
        assert seen() == (["slow", "quick"], [])
        asked = len(calls)
        assert seen() == (["slow", "quick"], [])
        assert len(calls) == asked + 1, "it was sought a moment ago"
        now[0] += patience.PAUSE / CHANCES
    assert seen() == (["slow", "quick"], [])
    assert seen() == (["quick"], ["lame"])
