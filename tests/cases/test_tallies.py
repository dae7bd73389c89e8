"""收办统计: a unit and its children, with the records behind each number, and as of a past day the same as on that day."""

import re
from datetime import UTC, datetime

import pytest
from lxml import etree

from portal import clock
from portal.cases.tallies.form import months
from portal.cases.tallies.hiding import hidden
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database

MARCH = datetime(2026, 3, 10, 2, tzinfo=UTC)
APRIL = datetime(2026, 4, 20, 2, tzinfo=UTC)


@pytest.fixture
def spring(cast):
    """Of a street: in March three cases came, and one the year before; one was closed in April, too late."""
    with clock.pretend(datetime(2025, 3, 5, 2, tzinfo=UTC)):
        factories.case(cast.taixing, by=cast.clerk).decline("不属于受理范围。", by=cast.director)
    with clock.pretend(MARCH):
        first = factories.case(cast.taixing, by=cast.clerk)
        first.triage(kind="0203", level="minor", by=cast.director)
        factories.case(cast.nangan, by=cast.clerk, source="phone")
        factories.case(cast.street, by=cast.clerk)
    with clock.pretend(APRIL):
        first.resolve("已经修好。", by=cast.director)
        db.session.commit()
    return first.id


def tables(page) -> dict[str, list[list[str]]]:
    """Heading → its rows, as text."""
    found = {}
    for section in page.tree.iter("section"):
        rows = [["".join(cell.itertext()).strip() for cell in row] for row in section.iter("tr")]
        found["".join(section.find(".//h2").itertext())] = rows
    return found


def printed(client, url: str) -> list[bytes]:
    return [etree.tostring(each) for each in client.page(url).tree.iter("table")]


def test_a_county_sees_its_streets_in_the_order_of_the_codes(as_user, spring):
    with clock.pretend(APRIL):
        shown = tables(as_user("district").page("/reports/figures"))
    units = {row[0]: row[1:] for row in shown["按下属单位"]}
    assert units["昭君街道"] == ["3", "1", "1", "1", "0.0%", "2", "2"]
    assert units["工业街道"] == ["0", "0", "0", "0", "—", "0", "0"]
    assert list(units)[1:] == ["昭君街道", "工业街道", "达拉特旗人力资源和社会保障局", "合计"]
    assert ["2026-03", "3", "1", "0", "0", "—"] in shown["按时间"]
    assert ["邻里", "3", "1", "1", "2"] in shown["按类型"]
    assert ["电话", "1", "0", "0", "1"] in shown["按来源"]


def test_each_number_leads_to_what_it_counts(as_user, spring):
    client = as_user("director")
    with clock.pretend(APRIL):
        page = client.page("/reports/figures")
        for url in [each for each in page.links() if "/reports/figures/records" in each]:
            row = next(each for each in page.tree.iter("a") if each.get("href") == url)
            behind = client.page(url)
            assert len([each for each in behind.links() if re.fullmatch(r"/cases/\d+", each)]) == int(
                row.xpath("string(.//strong)") or row.text
            ), url


def test_as_of_a_past_day_it_prints_what_was_printed_that_day(as_user, cast):
    client, url = as_user("director"), "/reports/figures?first=2026-01&last=2026-03"
    with clock.pretend(MARCH):
        cases = [factories.case(place, by=cast.clerk) for place in (cast.taixing, cast.nangan, cast.street)]
        db.session.commit()
        then = printed(client, url)
    with clock.pretend(APRIL):
        cases[0].amend("登记错了。", unit=cast.nangan, kind="0701", source="phone", by=cast.director)
        cases[1].merge_into(cases[0], "同一件事。", by=cast.director)
        cases[2].withdraw(cases[2].side(1), "visit", "和好了。", by=cast.director)
        factories.case(cast.taixing, by=cast.clerk)
        db.session.commit()
        again = printed(client, f"{url}&as_of=2026-03-10")
        assert [re.sub(rb"&amp;as_of=2026-03-10", b"", each) for each in again] == then
        assert printed(client, url) != then


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("first=2026-05&last=2026-03", "结束的月份早于开始的月份"),
        ("first=2026-13", "请写成年和月"),
        ("first=去年", "请写成年和月"),
        ("last=2027-01", "结束的月份还没有到"),
        ("first=2026-03&as_of=2026-01-31", "这一天早于开始的月份"),
        ("as_of=2030-01-01", "日期还没有到"),
    ],
)
def test_a_span_that_makes_no_sense_is_refused_at_the_field(as_user, cast, asked, said):
    with clock.pretend(APRIL):
        page = as_user("director").page(f"/reports/figures?{asked}")
    assert page.status == 422
    assert said in page.text
    assert page.tree.xpath(f"//input[@name='{asked.split('=')[0]}']/@value") == [asked.split("&")[0].split("=")[1]]


def test_another_district_is_out_of_reach(as_user, cast, spring):
    with clock.pretend(APRIL):
        page = as_user("director").page(f"/reports/figures?unit={cast.dongsheng.id}")
    assert "东胜区" not in page.text
    assert "昭君街道" in page.text


def test_a_workbook_of_all_tables(as_user, spring):
    with clock.pretend(APRIL):
        assert as_user("director").get("/reports/figures/export.xlsx").status_code == 200


def test_only_the_director_sees_who_has_what_in_hand_and_nobody_is_ranked(as_user, cast, spring):
    with clock.pretend(APRIL):
        for _ in range(2):
            case = factories.case(cast.taixing, by=cast.clerk)
            case.triage(kind="0203", level="minor", by=cast.director)
            case.assign(cast.street, by=cast.director).acknowledge(by=cast.clerk)
        db.session.commit()
        rows = tables(as_user("director").page("/reports/figures"))["本单位人员手上的派单"]
        assert ["受理员小王", "2", "0", "2"] in rows
        for other in ("clerk", "district"):
            assert "手上的派单" not in as_user(other).page("/reports/figures").text


def test_what_few_have_said_is_not_shown_and_cannot_be_reckoned():
    assert hidden([12, 3, 0, 9]) == {1, 3}
    assert hidden([12, 3, 4]) == {1, 2}
    assert hidden([12, 0, 5]) == set()


def test_any_number_of_months():
    assert months(202511, 202602) == [202511, 202512, 202601, 202602]
    assert months(202605, 202605) == [202605]
