"""统计: the list of reports, and figures of cases that equal a recount."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import clock
from portal.cases.choices import KINDS, statistical_kind, subkind_choices
from portal.cases.figures import STATISTICS
from portal.cases.models import STATES, Case
from portal.extensions import db
from portal.plugin.contributions import Report
from portal.plugin.hookspecs import hookimpl
from portal.records.figures import Period
from portal.testing import factories
from portal.testing.statements import statements

pytestmark = pytest.mark.database
CODES = [code for kind in KINDS for code in subkind_choices(kind)] + list(KINDS)


class Reporting:
    @hookimpl
    def reports(self, ctx):
        return [Report("大家都能看的统计", "/trial/open"), Report("主任的统计", "/trial/closed", "", "cases.resolve")]


def put(cast, moment: datetime, kind: str = "0201", status: str = "registered", place: str = "taixing") -> Case:
    """A case as it lies in the database."""
    case = factories.case(
        getattr(cast, place), by=cast.clerk if place != "outside_community" else cast.outsider, kind=kind
    )
    case.created_at, case.status = moment, status
    db.session.flush()
    return case


def test_reports_of_plugins_are_listed_for_those_who_may(as_user, join):
    assert "大家都能看的统计" not in as_user("clerk").page("/reports").text
    join("telling", "统计模块", Reporting)
    assert {"/reports/cases", "/trial/open", "/trial/closed"} <= set(as_user("director").page("/reports").links())
    seen = as_user("mediator").page("/reports").links()
    assert "/trial/open" in seen
    assert "/trial/closed" not in seen
    assert "/reports/cases" not in as_user("auditor").page("/reports").links()


def test_a_report_of_a_plugin_on_a_page_of_the_cases_stands_beside_those_of_the_core(as_user, join):
    class OfCases:
        @hookimpl
        def reports(self, ctx):
            return [Report("另一种事项统计", "/cases/trial")]

    join("telling", "统计模块", OfCases)
    page = as_user("director").page("/reports")
    assert {"/reports/cases", "/cases/trial"} <= set(page.links())
    (links,) = page.tree.xpath("//section[h2='事项']")
    assert [each.get("href") for each in links.iter("a")][0::99] == ["/reports/cases"]


def counted(table) -> Counter:
    """`(key of the row, label of the column)` → number, without zeros."""
    labels = [each.label for each in table.figure.measures]
    return +Counter(
        {(line.key, label): number for line in table.lines for label, number in zip(labels, line.numbers, strict=True)}
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.datetimes(datetime(2024, 12, 30), datetime(2026, 1, 2), timezones=st.just(UTC)),  # noqa: DTZ001  as it asks
            st.sampled_from(CODES),
            st.sampled_from(list(STATES.names)),
            st.sampled_from(["taixing", "nangan", "outside_community"]),
        ),
        max_size=15,
    ),
    month=st.sampled_from([None, 1, 2, 12]),
)
def test_the_figures_equal_a_recount(cast, rows, month):
    for row in rows:
        put(cast, *row)
    ours = [(clock.local(moment), kind, status) for moment, kind, status, place in rows if place != "outside_community"]
    ours = [each for each in ours if each[0].year == 2025 and month in (None, each[0].month)]
    tables = {each.figure.key: each for each in STATISTICS.tables(cast.clerk, Period(2025, month))}
    months = counted(tables["month"]) if not month else Counter({(month, "件数"): len(ours)})
    assert +months == Counter((moment.month, "件数") for moment, _, _ in ours)
    assert counted(tables["kind"]) == Counter((KINDS[kind[:2]], STATES[status].name) for _, kind, status in ours)
    assert counted(tables["statistical"]) == Counter(
        (statistical_kind(kind), STATES[status].name) for _, kind, status in ours
    )
    for book in ("kind", "statistical"):
        assert sum(tables[book].sums) == len(ours)
    db.session.rollback()


def test_what_is_merged_counts_once_and_what_is_withdrawn_is_not_settled(as_user, cast):
    moment = datetime(2025, 5, 5, tzinfo=UTC)
    twice, once, withdrawn, settled = (put(cast, moment, status="triaged") for _ in range(4))
    twice.merge_into(once, "同一件事。", by=cast.clerk)
    withdrawn.withdraw(withdrawn.side(1), "phone", "和好了。", by=cast.clerk)
    settled.resolve("已修好。", by=cast.director)
    db.session.commit()
    tables = {each.figure.key: each for each in STATISTICS.tables(cast.clerk, Period(2025))}
    expected = {"待交办": 1, "申请人撤回": 1, "已办结": 1}
    for key in ("nature", "local", "kind", "statistical"):
        assert Counter({label: n for (_, label), n in counted(tables[key]).items()}) == expected, key
    assert sum(tables["month"].sums) == 3
    page = as_user("clerk").page("/reports/cases?year=2025").text
    assert "共 3 件" in page
    assert "并入另一件的不再另算，撤回的不算办结" in page
    withdrawn.reopen("又吵起来了。", by=cast.director)
    twice.come_back("不是一回事。", by=cast.clerk)
    db.session.commit()
    again = {each.figure.key: each for each in STATISTICS.tables(cast.clerk, Period(2025))}
    assert sum(again["month"].sums) == 4
    assert "申请人撤回" not in {label for _, label in counted(again["kind"])}


def test_one_statement_counts_it_all(cast):
    put(cast, datetime(2025, 5, 5, tzinfo=UTC))
    reader = cast.clerk
    reader.units  # noqa: B018  loaded before
    with statements() as sent:
        STATISTICS.tables(reader, Period(2025))
    assert len(sent) == 1, sent
    assert "GROUP BY" in sent[0]


def test_the_page_shows_both_books_and_the_chart_has_a_table(as_user, cast):
    put(cast, datetime(2025, 3, 31, 16, 30, tzinfo=UTC), kind="0402", status="resolved")  # 1 April in the office
    put(cast, datetime(2025, 5, 5, tzinfo=UTC), kind="0402", status="archived")
    db.session.commit()
    client = as_user("director")
    page = client.page("/reports/cases?year=2025")
    for words in ("政法综治口径", "物权相关", "司法行政统计口径", "物业", "共 2 件", "4月"):
        assert words in page.text, words
    drawn = [(each.get("height"), each.get("width")) for each in page.tree.iter("{*}rect")]
    assert [high for high, _ in drawn].count("114") == 2  # April and May, the highest columns there are
    assert drawn.count(("14", "100.0%")) == 4  # the one kind, in both books, by nature and in the list of the district
    page = client.page("/reports/cases?year=2025&month=4")
    assert "共 1 件" in page.text
    assert "各月" not in page.text


def test_the_scope_is_the_readers_own(as_user, cast):
    put(cast, clock.now())
    db.session.commit()
    assert "共 1 件" in as_user("district").page("/reports/cases").text
    assert "没有登记事项" in as_user("outsider").page("/reports/cases").text


@pytest.mark.parametrize("query", ["year=1&month=99", "year=abc&month=x", "year=9999", "month=13", "year=", "year=-5"])
def test_a_period_that_makes_no_sense_gives_this_year(as_user, query):
    assert as_user("clerk").page(f"/reports/cases?{query}").status == 200
