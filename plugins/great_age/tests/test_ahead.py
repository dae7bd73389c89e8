"""Before a month is submitted: what it would contain, which months are offered, what nobody has drawn up."""

from datetime import date

import pytest

from plugins.great_age.models import GreatSettlement
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def amounts(rule):
    rule(date(2026, 1, 1), tier1="100", tier2="200")


@pytest.fixture
def opened(cast, on, old, settle):
    """September was submitted; one of the two died before it; October is open."""
    settle(9)
    with on(2026, 10, 20):
        old[1].change_account("农村信用社", "6217000012345678", by=cast.director)
        old[1].stop(date(2026, 8, 20), "died", by=cast.director)
        db.session.commit()
    with on(2026, 11, 2):
        october = GreatSettlement.draw_up(date(2026, 10, 1), unit=cast.street, by=cast.clerk)
        db.session.commit()
    return october


def test_what_would_be_submitted_is_seen_before(cast, on, old, opened, as_user):
    with on(2026, 11, 3):
        page = as_user("clerk").page(f"/great_age/settlements/{opened.id}")
        assert "现在提交：2 人 0 个月，-100.00 元，其中补发、扣回以前的 1 笔" in page.text
        assert "何桂英" in page.text
        assert "扣回：以前多发" in page.text
        assert f"{old[1].number} **** 5678" in page.text
        assert f"/great_age/recipients/{old[1].id}" in page.links()
        other = as_user("district").page(f"/great_age/settlements/{opened.id}")
        assert "何桂英" not in other.text, "who may not keep the roster reads the number"
        assert f"/great_age/recipients/{old[1].id}" in other.links()
        opened.submit(by=cast.clerk)
        db.session.commit()
        assert opened.total == "2 人 0 个月，-100.00 元"


def test_everybody_who_will_be_paid_is_seen_and_two_sums(cast, on, old, opened, as_user):
    with on(2026, 11, 3):
        page = as_user("clerk").page(f"/great_age/settlements/{opened.id}")
        assert "要付 1 人 100.00 元，新增要追回 1 人 200.00 元" in page.text
        rows = ["".join(each.itertext()) for each in page.tree.xpath("//tbody/tr")]
        assert len(rows) == 2
        assert "白玉兰" in rows[1]
        assert "没有登记账号" not in page.text
        old[0].bank, old[0].account = "", None
        db.session.commit()
        assert "其中 1 人没有登记账号" in as_user("clerk").page(f"/great_age/settlements/{opened.id}").text


def test_who_owes_is_not_on_the_wall(cast, on, old, opened, as_user):
    with on(2026, 11, 3):
        opened.submit(by=cast.clerk)
        assert opened.publication() == [("白**", 1, 10_000)]
        assert opened.published_total(opened.publication()) == "1 人 1 个月，100.00 元"
        opened.check(by=cast.director)
        opened.review(by=cast.district)
        db.session.commit()
        at = f"/great_age/settlements/{opened.id}"
        district = as_user("district")
        assert "从今天起公示 1 人 1 个月，100.00 元" in district.page(f"{at}/publication").text
        district.fill(district.page(f"{at}/publication"))
        assert district.get(f"{at}/settlement_publication.pdf").data.startswith(b"%PDF")


def test_only_months_that_can_be_drawn_up_are_offered(on, old, opened, as_user):
    with on(2026, 11, 3):
        form = as_user("clerk").page("/great_age/settlements/new")
        assert form.tree.xpath("//select[@name='month']/option/text()") == ["2026年11月"]
    with on(2027, 1, 3):
        form = as_user("clerk").page("/great_age/settlements/new")
        assert form.tree.xpath("//select[@name='month']/option/text()") == ["2026年11月"]


def test_where_everything_was_drawn_up_the_form_says_so(cast, on, old, opened, as_user):
    with on(2026, 11, 3):
        GreatSettlement.draw_up(date(2026, 11, 1), unit=cast.street, by=cast.clerk)
        db.session.commit()
        clerk = as_user("clerk")
        form = clerk.page("/great_age/settlements/new")
        assert "都已经编制到本期" in form.text
        assert clerk.fill(form).status == 422


def test_a_month_that_nobody_drew_up_stands_on_the_desk(cast, on, old, opened, as_user):
    with on(2026, 11, 30):
        assert "高龄津贴月结待编制" not in as_user("clerk").page("/").text
    with on(2026, 12, 1):
        page = as_user("clerk").page("/")
        assert "高龄津贴月结待编制" in page.text
        assert "/great_age/settlements/new" in page.links()
        assert "高龄津贴月结待编制" not in as_user("grid").page("/").text
        GreatSettlement.draw_up(date(2026, 11, 1), unit=cast.street, by=cast.clerk)
        db.session.commit()
        assert "高龄津贴月结待编制" not in as_user("clerk").page("/").text
