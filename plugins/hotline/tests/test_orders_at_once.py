"""批量签收: what goes, goes at once; what must be asked about is named, and waits."""

import pytest

from plugins.hotline.models import Order
from portal.extensions import db
from portal.people.models import Person
from portal.records.people import Contact

pytestmark = pytest.mark.database
LIST = "/hotline/orders?status=received"


def accept(client, *orders: Order) -> str:
    """Choose `orders` on the list, and press 签收: the report."""
    page = client.page(LIST)
    data = {"chosen": [each.id for each in orders], "csrf_token": page.fields(page.form())["csrf_token"]}
    return client.post("/hotline/orders/acceptances", data=data).get_data(as_text=True)


def test_orders_become_cases_under_their_own_titles(as_user, order):
    made = order(title="路灯不亮"), order(outside_number="2", title="电梯停了", caller=None)
    report = accept(as_user("clerk"), *made)
    assert [(each.status, each.case.title, len(each.case.parties)) for each in made] == [
        ("accepted", "路灯不亮", 1),
        ("accepted", "电梯停了", 0),
    ]
    assert made[0].number in report


def test_one_whose_caller_is_to_be_asked_about_waits_and_is_named(as_user, cast, order):
    Person.enter(cast.street, name="王秀英", phone="13804770009")
    asked, goes = order(), order(outside_number="2", caller=Contact(name="李四海", phone="13804770002"))
    db.session.commit()
    report = accept(as_user("clerk"), asked, goes)
    assert (asked.status, goes.status) == ("received", "accepted")
    assert "请打开这件工单签收" in report
    assert db.session.query(Person).filter_by(name="王秀英").count() == 1


def test_one_that_was_sent_back_meanwhile_is_named_too(as_user, cast, order):
    back, goes = order(caller=None), order(outside_number="2", caller=None)
    back.send_back("wrong_unit", "归市政。", by=cast.clerk)
    db.session.commit()
    report = accept(as_user("clerk"), back, goes)
    assert (back.status, back.case_id, goes.status) == ("returned", None, "accepted")
    assert "没有签收" in report


def test_who_may_only_look_is_offered_none(as_user, order):
    order()
    assert "acceptances" not in as_user("district").page(LIST).text
