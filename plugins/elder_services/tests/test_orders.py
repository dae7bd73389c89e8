"""1+N: an order from the call to the confirmation, by two people; whom it is about; the own data."""

from datetime import date

import pytest
from sqlalchemy import select

from plugins.elder_services import data_rights
from plugins.elder_services.models import Provider, ServiceOrder
from portal.errors import RuleError
from portal.extensions import db
from portal.people.masking import mask_name

pytestmark = pytest.mark.database
NUMBER = "150621194801010010"


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


def test_a_request_takes_no_numbers_of_people(noon, as_user):
    director = as_user("director")
    page = director.page("/elder_services/orders/new")
    for number in ("150602194801010017", "13804770001"):
        answer = director.fill(page, name="云秀英", id_number=NUMBER, kind="bath", request=f"联系 {number}")
        assert answer.status == 422, number
        assert "请删去" in answer.text


def test_a_service_wanted_years_ago_is_a_slip(noon, cast, order):
    with pytest.raises(RuleError, match="前后 92 天"):
        ServiceOrder.ask(unit=cast.taixing, person=order.person, kind="bath", wanted_on=date(2020, 1, 1), by=cast.clerk)


def test_whose_order_it_is_is_told_in_the_lists_and_in_the_search(noon, cast, as_user, order, visit):
    visited = visit("alone")
    person = visited.person
    person.update(address="泰兴小区3号楼2单元501", id_number=NUMBER)
    db.session.commit()
    ServiceOrder.ask(unit=cast.taixing, person=person, kind="visit", wanted_on=date(2026, 3, 10), by=cast.clerk)
    db.session.commit()
    clerk, tel = as_user("clerk"), person.phone_masked
    for address, link in (("orders", f"探访　{mask_name(person.name)}"), ("visited", mask_name(person.name))):
        page = clerk.page(f"/elder_services/{address}")
        row = next(each for each in page.tree.xpath("//tbody/tr") if tel in "".join(each.itertext()))
        assert NUMBER[-4:] not in "".join(row.itertext())
        for told in (link, "1948年生", "泰兴小区3号楼***", cast.taixing.short_name):
            assert told in "".join(row.itertext()), address
    taken = as_user("director").get("/elder_services/orders.csv").get_data(as_text=True)
    assert ("探访" in taken, tel in taken, NUMBER[-4:] in taken, "泰兴小区" in taken) == (True, False, False, False)
    found = clerk.page(f"/search?q={person.name}").text
    assert f"1948年生 {tel} 泰兴小区3号楼***" in found


def test_before_it_is_sent_an_order_is_corrected_and_somebody_young_is_asked_about(noon, cast, as_user, order):
    clerk, url = as_user("clerk"), f"/elder_services/orders/{order.id}"
    page = clerk.fill(clerk.page(f"{url}/correction"), kind="hair", wanted_on="2026-03-12", request="下午")
    assert all(told in page.text for told in ("理发", "2026-03-12", "下午"))
    child = {
        "name": "云小英",
        "id_number": "150621201501010011",
        "kind": "hair",
        "unit_id": str(cast.unit_ids["taixing"]),
    }
    form = clerk.page("/elder_services/orders/new")
    refused = clerk.fill(form, **child)
    assert (refused.status, "不满 60 周岁" in refused.text, "11 周岁" in refused.text) == (422, True, False)
    assert "已登记" in clerk.fill(form, **child, younger="y").text


def test_a_correction_keeps_to_the_days_of_asking_and_tells_what_stood_there(noon, as_user, order):
    clerk, url = as_user("clerk"), f"/elder_services/orders/{order.id}"
    form = clerk.page(f"{url}/correction")
    same = clerk.fill(form)
    assert (same.status, "没有改动" in same.text) == (422, True)
    past = clerk.fill(form, wanted_on="2026-03-08")
    assert (past.status, "补记以前的需求请勾选" in past.text) == (422, True)
    page = clerk.fill(form, wanted_on="2026-03-08", late="y", kind="hair", request="下午")
    assert "服务项目由助浴改为理发，约定日期由 2026-03-10 改为 2026-03-08，改了具体要求。" in page.text
    again = clerk.fill(clerk.page(f"{url}/correction"), request="晚上")
    assert "已更正" in again.text, "the day that was entered afterwards on purpose is not asked about again"


def test_a_provider_is_corrected(noon, cast, as_user, provider):
    clerk, url = as_user("clerk"), f"/elder_services/providers/{provider.id}"
    other = {"name": "医养中心", "kinds": ["medical"], "valid_from": date(2026, 1, 1)}
    Provider.enlist(unit=cast.street, by=cast.clerk, **other)
    db.session.commit()
    form = clerk.page(f"{url}/correction")
    assert "已经登记" in clerk.fill(form, name="医养中心").text
    assert "康乐养老中心" in clerk.fill(form, name="康乐养老中心").text


def test_what_is_over_is_entered_afterwards_only_on_purpose(noon, cast, order):
    ask = {"unit": cast.taixing, "person": order.person, "kind": "bath", "by": cast.clerk}
    with pytest.raises(RuleError, match="补记以前的需求请勾选"):
        ServiceOrder.ask(**ask, wanted_on=date(2026, 3, 9))
    assert ServiceOrder.ask(**ask, wanted_on=date(2026, 3, 9), late=True).status == "asked"


def test_whom_it_is_about_is_found_by_name_initials_and_whole_number(noon, cast, as_user, order, visit):
    person, other = visit("alone").person, order.person
    person.update(name="云秀英", id_number=NUMBER)
    other.update(name="赵桂兰")
    ServiceOrder.ask(unit=cast.taixing, person=person, kind="visit", wanted_on=date(2026, 3, 10), by=cast.clerk)
    db.session.commit()
    clerk = as_user("clerk")
    for words in ("云秀英", "yxy", NUMBER):
        for address in ("orders", "visited"):
            page = clerk._seen(clerk.post(f"/elder_services/{address}", data={"q": words}, follow_redirects=True))
            rows = page.tree.xpath("//tbody/tr")
            assert [person.phone_masked in "".join(each.itertext()) for each in rows] == [True], (address, words)
    assert not clerk.page(f"/elder_services/orders?q={NUMBER[-4:]}").tree.xpath("//tbody/tr")
