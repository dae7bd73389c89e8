"""1+N: an order from the call to the confirmation, by two people; visits to those alone by themselves; the own data."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from plugins.elder_services import data_rights
from plugins.elder_services.models import Provider, ServiceOrder, Visited
from plugins.elder_services.nightly import plan_visits
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.hookspecs import Context
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database
NUMBER = "150621194801010010"


@pytest.fixture
def provider(noon, cast) -> Provider:
    made = Provider.enlist(
        unit=cast.street, name="康乐中心", kinds=["bath", "visit"], valid_from=date(2026, 1, 1), by=cast.clerk
    )
    db.session.commit()
    return made


@pytest.fixture
def order(noon, cast, provider) -> ServiceOrder:
    made = ServiceOrder.ask(
        unit=cast.taixing,
        person=factories.resident(cast.taixing),
        kind="bath",
        wanted_on=date(2026, 3, 10),
        request="上午",
        by=cast.clerk,
    )
    db.session.commit()
    return made


def test_providers_are_a_list_and_long_choices_say_so(noon, cast, as_user, order, monkeypatch):
    for number in range(24):
        fields = {"name": f"第{number:02}中心", "kinds": ["bath", "clean"], "valid_from": date(2026, 1, 1)}
        Provider.enlist(unit=cast.street, by=cast.clerk, **fields)
    Provider.enlist(unit=cast.street, name="医养中心", kinds=["medical"], valid_from=date(2026, 1, 1), by=cast.clerk)
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.page("/elder_services/providers")
    assert len(page.tree.xpath("//tbody/tr")) == 20
    assert "助医" in clerk.page("/elder_services/providers?q=医养").text
    form = f"/elder_services/orders/{order.id}/assignment"
    assert len(clerk.page(form).tree.xpath("//select[@name='provider']/option")) == 25
    monkeypatch.setattr("plugins.elder_services.views.orders.MOST", 20)
    assert "只列出前 20 个" in clerk.page(form).text


def test_from_the_call_to_the_confirmation(noon, cast, as_user, provider):
    clerk = as_user("clerk")
    form = clerk.page("/elder_services/orders/new")
    assert clerk.fill(form, name="", id_number="1").status == 422
    page = clerk.fill(
        form,
        name="云秀英",
        id_number=NUMBER,
        unit_id=str(cast.unit_ids["taixing"]),
        kind="bath",
        wanted_on="2026-03-10",
    )
    page = clerk.fill(clerk.page(f"{page.url}/assignment"), provider=str(provider.id), on="2026-03-10")
    assert "康乐中心" in page.text
    page = clerk.fill(clerk.page(f"{page.url}/completion"), on="2026-03-10", result="上门助浴一次。")
    assert f"{page.url}/confirmation" not in page.links()
    own = clerk.page(f"{page.url}/confirmation")
    assert own.status == 403
    assert "您是登记完成的人，不能自己办“确认”" in own.text
    director = as_user("director")
    assert (
        "电话核实，满意"
        in director.fill(director.page(f"{page.url}/confirmation"), confirmed_by="call", satisfied="yes").text
    )
    behind = director.page("/elder_services/statistics/kind?line=bath&of=2&year=2026")
    assert page.url in behind.links()
    assert db.session.scalars(select(ServiceOrder)).one().status == "confirmed"


def test_only_by_who_offers_it_that_day(noon, cast, order, provider):
    provider.release(date(2026, 3, 10), by=cast.clerk)
    with pytest.raises(RuleError, match="那天不提供"):
        order.assign(provider, date(2026, 3, 11), by=cast.clerk)
    order.assign(provider, date(2026, 3, 10), by=cast.clerk)
    with pytest.raises(RuleError, match="还没有到"):
        order.finish(date(2026, 3, 11), "助浴", by=cast.clerk)


def test_visits_are_ordered_once_a_week_for_whom_one_looks_in_on(noon, cast, visit):
    alone = visit("alone")
    factories.resident(cast.taixing)
    ctx = Context(cast.county, None, clock.now())

    def plan() -> int:
        plan_visits(ctx, lambda done, total: None)
        db.session.commit()
        return db.session.scalar(select(func.count(ServiceOrder.id)))

    assert (plan(), plan()) == (1, 1)
    order = db.session.scalars(select(ServiceOrder)).one()
    assert (order.person_id, order.kind) == (alone.person_id, "visit")
    with clock.pretend(noon + timedelta(days=6)):
        assert plan() == 1
    with clock.pretend(noon + timedelta(days=7)):
        assert plan() == 1, "the first is still to be done"
        order.cancel("老人住院。", by=cast.clerk)
        assert plan() == 2
    never = {"visit_days": ["0"]}
    change("elder_services", cast.county, never, by=cast.district, reason="测试", valid_from=clock.today())
    db.session.commit()
    with clock.pretend(noon + timedelta(days=30)):
        assert plan() == 2


def test_nobody_is_visited_after_the_last_day(noon, cast, visit):
    visited = visit("infirm")
    with pytest.raises(RuleError, match="已经是探访对象"):
        Visited.enrol(
            unit=cast.taixing, person=visited.person, ground="alone", valid_from=date(2026, 3, 10), by=cast.clerk
        )
    visited.release(date(2026, 3, 10), by=cast.clerk)
    db.session.commit()
    with clock.pretend(noon + timedelta(days=1)):
        plan_visits(Context(cast.county, None, clock.now()), lambda done, total: None)
    assert db.session.scalar(select(func.count(ServiceOrder.id))) == 0


def test_the_roster_of_visits_on_its_pages(noon, cast, as_user):
    clerk = as_user("clerk")
    form = clerk.page("/elder_services/visited/new")
    assert clerk.fill(form, name="云秀英", id_number="1").status == 422
    page = clerk.fill(
        form,
        name="云秀英",
        id_number=NUMBER,
        unit_id=str(cast.unit_ids["taixing"]),
        ground="left",
        valid_from="2026-03-10",
    )
    assert "留守" in page.text
    assert "云秀英" not in page.tree.findtext(".//title")
    listed = clerk.page("/elder_services/visited?status=on")
    assert page.url in listed.links()
    assert (
        f"/elder_services/units/{cast.unit_ids['street']}/import/visited"
        in as_user("clerk").page("/elder_services/visited").links()
    )
    assert "已停止" in clerk.fill(clerk.page(f"{page.url}/ending"), on="2026-03-10").text
    assert f"{page.url}/ending" not in clerk.page(page.url).links()
    person = db.session.scalars(select(Visited)).one().person
    assert "留守" in as_user("director").page(f"/people/{person.id}").text


def test_nothing_is_erased_while_an_order_is_open_then_its_words_go(noon, cast, order, provider):
    person = order.person
    assert order.number in str(data_rights.held(person))
    assert [each.number for each in data_rights.under_way(person)] == [order.number]
    order.assign(provider, date(2026, 3, 10), by=cast.clerk)
    order.finish(date(2026, 3, 10), "助浴", by=cast.clerk)
    order.confirm("sign", satisfied=True, by=cast.director)
    assert data_rights.under_way(person) == []
    assert "1 张" in "".join(data_rights.erase(person))
    assert (order.request, order.result) == ("", "")


def test_who_sees_orders(noon, as_user, order):
    assert as_user("director").get(f"/elder_services/orders/{order.id}").status_code == 200
    assert as_user("auditor").get(f"/elder_services/orders/{order.id}").status_code == 403
    assert as_user("outsider").get(f"/elder_services/orders/{order.id}").status_code == 404
    assert order.number in as_user("clerk").page("/").text


def test_whom_one_looks_in_on_is_told_asked_and_forgotten(noon, cast, visit):
    visited = visit("alone")
    person = visited.person
    assert "独居、空巢" in str(data_rights.held(person))
    assert [each.what for each in data_rights.under_way(person)] == ["探访对象"]
    visited.release(date(2026, 3, 10), by=cast.clerk)
    with clock.pretend(noon + timedelta(days=1)):
        assert data_rights.under_way(person) == []
        assert data_rights.erase(person) == ["探访对象登记：已删除。"]
    assert db.session.scalar(select(func.count(Visited.id))) == 0


def test_a_request_takes_no_numbers_of_people(noon, as_user):
    director = as_user("director")
    page = director.page("/elder_services/orders/new")
    for number in ("150602194801010017", "13804770001"):
        answer = director.fill(page, name="云秀英", id_number=NUMBER, kind="bath", request=f"联系 {number}")
        assert answer.status == 422, number
        assert "请删去" in answer.text


def test_whoever_is_to_be_looked_in_on_later_is_not_entered_twice(noon, cast, visit):
    visited = visit("alone")
    visited.correct("infirm", date(2026, 3, 20), by=cast.clerk)
    with pytest.raises(RuleError, match="已经是探访对象"):
        Visited.enrol(
            unit=cast.taixing, person=visited.person, ground="alone", valid_from=date(2026, 3, 10), by=cast.clerk
        )


@pytest.mark.parametrize(
    ("born", "ground", "start", "said"),
    [
        ("2015-03-01", "alone", date(2026, 3, 10), "未满 60 周岁"),
        ("2015-03-01", "disabled", date(2026, 3, 10), ""),
        ("1948-01-01", "alone", date(2031, 3, 10), "最多提前 31 天"),
    ],
)
def test_age_and_first_day_are_looked_at(noon, cast, born, ground, start, said):
    person = factories.resident(cast.taixing)
    person.birth_date = date.fromisoformat(born)
    ask = {"unit": cast.taixing, "person": person, "ground": ground, "valid_from": start, "by": cast.clerk}
    if said:
        with pytest.raises(RuleError, match=said):
            Visited.enrol(**ask)
    else:
        assert Visited.enrol(**ask).name == ground


def test_a_service_wanted_years_ago_is_a_slip(noon, cast, order):
    with pytest.raises(RuleError, match="前后 92 天"):
        ServiceOrder.ask(unit=cast.taixing, person=order.person, kind="bath", wanted_on=date(2020, 1, 1), by=cast.clerk)
