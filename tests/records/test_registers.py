"""A list is declared once: what it pages, counts, finds and leaves out, for whoever asks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.accounts.models import Appointment
from portal.cases.models import Case
from portal.cases.models.states import STATES
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit
from portal.plugin.hookspecs import Context
from portal.records.columns import Column
from portal.records.filters import Choice, Flag
from portal.records.list_query import ListQuery
from portal.records.ranges import Amount, Days, Year
from portal.records.register import Register
from portal.testing import factories
from portal.testing.statements import statements

pytestmark = pytest.mark.database
BEGAN = datetime(2026, 3, 10, 2, tzinfo=UTC)


def register(**fields) -> Register:
    return Register(
        Case,
        **{
            "key": "test.cases",
            "name": "事项",
            "permission": "cases.view",
            "show": "cases.show",
            "columns": (
                Column("number", "编号", kind="serial", sorts=("", "oldest")),
                Column("title", "事项", main=True),
                Column("unit", "网格", OrgUnit.short_name),
                Column("status", "状态", kind="status", names=STATES.names, tones=STATES.tones),
            ),
            "filters": (
                Choice("status", "状态", options=STATES.names, also={"open": ("未办结", Case.closed_at.is_(None))}),
                Year("year", "年份", Case.created_at),
                Days("created", "登记日期", Case.created_at),
                Days("happened", "发生日期", Case.happened_on),
                Flag("urgent", "难事", Case.level == "hard"),
                Amount("money", "金额", Case.version),
            ),
            "search": (Case.number, Case.title),
            "finds_by": "编号、名称",
            "order": Case.created_at,
            "sorts": {"oldest": (Case.created_at, True)},
            "beside": ((OrgUnit, OrgUnit.id == Case.unit_id),),
            "hit": ("number", "status"),
            "per_page": 3,
        }
        | fields,
    )


def put(cast, moment: datetime, unit=None, **fields) -> int:
    """A case as a row of its table: only what a list needs."""
    unit = unit or cast.taixing
    row = {
        "number": f"第{put.count}号",
        "title": "噪音",
        "kind": "0203",
        "source": "visit",
        "description": "",
        "registrar_id": cast.user_ids["clerk"],
        "unit_id": unit.id,
        "created_at": moment,
        "version": 1,
        **{level: getattr(unit, level) for level in LEVELS},
    } | fields
    put.count += 1
    return db.session.execute(insert(Case.__table__).returning(Case.id), row).scalar_one()


put.count = 0


@pytest.fixture
def lists(app, cast):
    """`lists(register, query, who)` walks through all pages; answers the ids of each."""

    def pages(of: Register, query: str = "", who: str = "clerk", between=lambda: None) -> list[list[int]]:
        met, address = [], f"/?{query}"
        while address:
            with app.test_request_context(address):
                request.url_rule = next(app.url_map.iter_rules("cases.index"))
                page = of.page(getattr(cast, who), of.ask(request.args))
            met.append([row.id for row in page.rows])
            address = page.next_url
            between()
        return met

    return pages


def flat(pages: list[list[int]]) -> list[int]:
    return [ident for page in pages for ident in page]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.integers(0, 4), min_size=0, max_size=14),
    later=st.lists(st.integers(-6, 20), max_size=12),
    oldest=st.booleans(),
)
def test_page_by_page_equals_the_whole_list_whatever_is_entered_meanwhile(cast, lists, steps, later, oldest):
    outer = db.session.begin_nested()
    moments, moment = [], BEGAN
    for step in steps:  # some at the same moment: the id decides
        moment += timedelta(minutes=step)
        moments.append(moment)
    there = [(moment, put(cast, moment)) for moment in moments]
    waiting = list(later)

    def enter():
        if waiting:
            put(cast, BEGAN + timedelta(minutes=waiting.pop()))

    pages = lists(register(), "sort=oldest" if oldest else "", between=enter)
    whole = [ident for _, ident in sorted(there, reverse=not oldest)]
    seen = flat(pages)
    assert len(seen) == len(set(seen)), "nothing twice"
    assert [ident for ident in seen if ident in set(whole)] == whole, "everything once, in order"
    assert all(len(page) == 3 for page in pages[:-1])
    outer.rollback()


def test_several_offices_are_merged_in_order_and_nothing_lies_elsewhere(cast, lists):
    mine, other = cast.taixing, cast.outside_community
    expected = [put(cast, BEGAN + timedelta(minutes=number), (mine, other)[number % 2]) for number in range(7)]
    put(cast, BEGAN, cast.dongsheng)
    clerk, second = cast.clerk, db.session.get(OrgUnit, other.township_id)
    clerk.appointments.append(Appointment(unit=second, role="clerk", valid_from=clock.today()))
    db.session.flush()
    assert flat(lists(plain_scope())) == expected[::-1]
    assert flat(lists(register())) == expected[::-1]


def plain_scope() -> Register:
    """The same list, of a model that asks nothing but the place."""
    made = register(scope=lambda reader, permission: reader.reach(Case, permission))
    made.by_place = True
    return made


def test_what_one_office_allows_does_not_count_in_anothers(cast, lists):
    put(cast, BEGAN)
    clerk = cast.clerk
    clerk.appointments[0].role = "auditor"
    clerk.appointments.append(Appointment(unit=cast.outside_community, role="clerk", valid_from=clock.today()))
    db.session.flush()
    assert flat(lists(register())) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "2310"),
        ("status=open", "310"),
        ("status=resolved", "2"),
        ("status=nonsense&sort=nonsense&columns=nonsense", "2310"),
        ("year=2025", "0"),
        ("year=2025年", "0"),
        ("created_from=2026-03-10", "231"),
        ("created_to=2026-03-10&created_from=2026/3/10", "31"),
        ("created_to=2025-12-31", "0"),
        ("happened_from=2026-03-01&happened_to=2026-03-01", "3"),
        ("money_min=0.05", "1"),
        ("money_max=0.01", "230"),
        ("urgent=1", "0"),
        ("q=漏水", "1"),
        ("q=%25", "3"),
        ("q=_", "3"),
        ("q=漏水&status=resolved", ""),
    ],
)
def test_filters(cast, lists, query, expected):
    made = [
        put(cast, BEGAN - timedelta(days=100), level="hard"),
        put(cast, BEGAN, title="漏水", version=7),
        put(cast, BEGAN + timedelta(days=1), status="resolved", closed_at=BEGAN),
        put(cast, BEGAN + timedelta(hours=1), title="50%_多", happened_on=date(2026, 3, 1)),
    ]
    assert "".join(str(made.index(ident)) for ident in flat(lists(register(), query))) == expected


@pytest.mark.parametrize(
    ("query", "name", "message"),
    [
        ("year=二零", "year", "四位数字"),
        ("year=99999999999", "year", "四位数字"),
        ("year=²²²²", "year", "四位数字"),
        ("created_from=昨天", "created", "2026-11-21"),
        ("created_from=0001-01-01", "created", "2026-11-21"),
        ("created_from=2026-05-02&created_to=2026-05-01", "created", "晚于"),
        ("money_min=很多", "money", "金额"),
        ("money_min=5&money_max=1", "money", "大于"),
        ("money_min=1e99", "money", "普通数字"),
    ],
)
def test_what_cannot_be_read_is_said_and_left_out(cast, lists, query, name, message):
    asked = register().ask(MultiDict([part.split("=") for part in query.split("&")]))
    assert message in asked.wrong[name]
    assert asked.shape == ()
    put(cast, BEGAN)
    assert len(flat(lists(register(), query))) == 1


def test_a_statement_is_put_together_once_for_all_who_sit_at_the_same_level(cast, lists):
    of = register()
    put(cast, BEGAN)
    for who in ("clerk", "director", "mediator", "clerk"):
        assert len(flat(lists(of, "status=registered&year=2026", who))) == 1
    assert len([key for key in of.source.known if key[0][0] == "page"]) == 1
    assert flat(lists(of, "status=registered&year=2026", "outsider")) == [], "the values are the reader's own"


def test_a_column_is_shown_once_however_often_an_address_names_it():
    assert register().ask({"columns": "title.title.status.title"}).columns == ("title", "status")


def test_a_page_sends_one_statement(cast, lists):
    for number in range(3):
        put(cast, BEGAN + timedelta(minutes=number))
    lists(register())
    with statements() as sent:
        lists(register())
    assert len([each for each in sent if "cases_case" in each]) == 1


def test_totals_are_exact_to_a_cap(cast, app, monkeypatch):
    monkeypatch.setattr("portal.records.window.COUNT_CAP", 4)
    monkeypatch.setattr("portal.records.rows.COUNT_CAP", 4)
    monkeypatch.setattr("portal.web.pages.paging.COUNT_CAP", 4)
    of = register()
    for number in range(6):
        put(cast, BEGAN + timedelta(minutes=number), status="resolved" if number else "registered")
    with app.test_request_context("/"):
        page = of.page(cast.clerk, ListQuery())
        assert (page.total, page.capped, page.total_text) == (4, True, "4+")
    assert of.count(cast.clerk, status="registered") == 1
    with statements() as sent:
        counts = of.counts(cast.clerk, [of.ask({"status": name}) for name in ("registered", "resolved", "archived")])
    assert counts == [1, 5, 0], "one more than the cap says there are more"
    assert len([each for each in sent if "cases_case" in each]) == 1


def test_hits_are_those_the_reader_may_see(app, cast):
    case = factories.case(cast.taixing, by=cast.clerk, title="漏水一件")
    db.session.commit()
    with app.test_request_context():
        (hit,) = register().hits(Context(cast.street, cast.clerk, clock.now()), "漏水")
        assert (hit.kind, hit.title, hit.url) == ("事项", "漏水一件", f"/cases/{case.id}")
        assert hit.meta == f"{case.number}　待受理"
        for who in (cast.outsider, cast.auditor):
            assert register().hits(Context(cast.street, who, clock.now()), "漏水") == []
        assert register().hits(Context(cast.street, cast.clerk, clock.now()), " ") == []


def test_a_declaration_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="none of"):
        Column("number", "编号", kind="picture")
    with pytest.raises(ValueError, match="two columns"):
        register(columns=(Column("title", "事项"), Column("title", "名称")))
    with pytest.raises(ValueError, match=r"nothing called \['titel'\]"):
        register(columns=(Column("titel", "事项"),))
